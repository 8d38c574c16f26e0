/** References of content to other rows, and the check that their targets are there. */
import { type Issue, invalidInput } from '../kernel/errors.ts';
import type { Message } from '../kernel/message.ts';
import type { Transaction } from '../platform/database.ts';
import { readJson } from '../platform/directStatements.ts';
import type { CommonContent } from './kinds/common.ts';
import type { EntryReference, FileReference, Kind } from './kinds/kind.ts';
import { say } from './messages.ts';

/** What a reference points to: a table of reference data, the entries, or the files. */
export type Target = 'entry' | 'organization' | 'category' | 'territory' | 'file';

export interface Reference {
  readonly role: string;
  readonly path: readonly (string | number)[];
  readonly target: Target;
  readonly id: string;
  readonly kind?: string;
}

/** Every reference in `content`, in the order of its fields. */
export function referencesOf<Content extends CommonContent>(kind: Kind<Content>, content: Content): Reference[] {
  return [
    { role: 'organization', path: ['organization'], target: 'organization', id: content.organization },
    ...content.categories.map((id, index) => {
      return { role: 'category', path: ['categories', index], target: 'category' as const, id };
    }),
    ...(content.territory
      ? [{ role: 'territory', path: ['territory'], target: 'territory' as const, id: content.territory }]
      : []),
    ...content.related.map((id, index) => {
      return { role: 'related', path: ['related', index], target: 'entry' as const, id };
    }),
    ...kind.references(content).map(fromEntryReference),
    ...(kind.files?.(content) ?? []).map(fromFileReference),
  ];
}

function fromEntryReference({ entryId, ...reference }: EntryReference): Reference {
  return { ...reference, target: 'entry', id: entryId };
}

function fromFileReference({ fileId, ...reference }: FileReference): Reference {
  return { ...reference, target: 'file', id: fileId };
}

/** Content whose references are to be checked, with the name that errors give it. */
export interface Referring {
  readonly subject: Message;
  readonly references: readonly Reference[];
  /** Where in the caller's input the content is. */
  readonly place: readonly string[];
}

/**
 * Checks that every target exists and is of the right kind, with one statement for all of them.
 * @throws DomainError INVALID_INPUT naming the paths of the first content with a reference that leads nowhere.
 */
export async function assertTargetsExist(tx: Transaction, contents: readonly Referring[]): Promise<void> {
  const targets = await existingTargets(tx, contents);
  for (const { subject, references, place } of contents) {
    const issues = references.flatMap((reference): Issue[] => {
      const kind = targets[reference.target]?.[reference.id];
      if (kind !== undefined && (!reference.kind || reference.kind === kind)) return [];
      const expected = reference.kind ?? reference.target;
      return [
        {
          path: [...place, ...reference.path],
          message: say('must be the id of one of the {kind} rows that exist', { kind: expected }),
        },
      ];
    });
    if (issues.length > 0) throw invalidInput(subject, issues);
  }
}

/**
 * Where the rows of each target are found; an entry's value is its kind. Of organizations those count that content may refer to, all but
 * merged ones, and of files the logos that were sent. Both are locked as by a reference, so that none ends before the transaction does.
 */
const ROWS: Readonly<Record<Target, (ids: string) => string>> = {
  organization: (ids) => `SELECT "id", 'organization' AS "kind" FROM "Organization"
    WHERE "id" = ANY(${ids}) AND "status" <> 'MERGED' ORDER BY "id" FOR KEY SHARE`,
  file: (ids) => `SELECT "id", 'file' AS "kind" FROM "File"
    WHERE "id" = ANY(${ids}) AND "purpose" = 'LOGO' AND "hash" IS NOT NULL ORDER BY "id" FOR KEY SHARE`,
  entry: (ids) => `SELECT "id", "kind" FROM "Entry" WHERE "id" = ANY(${ids})`,
  category: (ids) => `SELECT "id", 'category' AS "kind" FROM "Category" WHERE "id" = ANY(${ids})`,
  territory: (ids) => `SELECT "id", 'territory' AS "kind" FROM "Territory" WHERE "id" = ANY(${ids})`,
};
/** Organizations and files in this order, so that transactions lock them in the same one. */
const TARGETS = Object.keys(ROWS) as Target[];

/** Kinds of the targets that exist, by their ids. */
type Existing = Readonly<Partial<Record<Target, Readonly<Record<string, string>> | null>>>;

/** Asks for those targets alone that there are references to. */
async function existingTargets(tx: Transaction, contents: readonly Referring[]): Promise<Existing> {
  const all = contents.flatMap(({ references }) => references);
  const idsOf = (target: Target) => [...new Set(all.filter((one) => one.target === target).map(({ id }) => id))];
  const asked = TARGETS.map((target) => ({ target, ids: idsOf(target) })).filter(({ ids }) => ids.length > 0);
  if (asked.length === 0) return {};
  const rows = asked.map(({ target }, place) => `${target} AS (${ROWS[target](`$${place + 1}::uuid[]`)})`);
  const found = asked.map(({ target }) => `'${target}', (SELECT json_object_agg("id", "kind") FROM ${target})`);
  const text = `WITH ${rows.join(', ')} SELECT json_build_object(${found.join(', ')})::text AS "json"`;
  return (await readJson(tx, { text, values: asked.map(({ ids }) => ids), isPlannedOnce: true })) as Existing;
}
