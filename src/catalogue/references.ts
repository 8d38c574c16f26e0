/** References of content to other rows, and the check that their targets are there. */
import { type Issue, invalidInput } from '../kernel/errors.ts';
import type { Message } from '../kernel/message.ts';
import type { Transaction } from '../platform/database.ts';
import { readJson } from '../platform/directRead.ts';
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
      const kind = targets[reference.target].get(reference.id);
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
 * Ids that exist, by target; an entry's value is its kind. Of organizations those count that content may refer to, all but merged ones,
 * and of files the logos that were sent. Both are locked as by a reference, so that none ends before the transaction does.
 */
const TARGETS = `WITH o AS (
    SELECT "id" FROM "Organization" WHERE "id" = ANY($1::uuid[]) AND "status" <> 'MERGED' ORDER BY "id" FOR KEY SHARE),
  f AS (
    SELECT "id" FROM "File" WHERE "id" = ANY($2::uuid[]) AND "purpose" = 'LOGO' AND "hash" IS NOT NULL
     ORDER BY "id" FOR KEY SHARE)
  SELECT json_build_object(
    'organization', (SELECT json_object_agg("id", 'organization') FROM o),
    'file', (SELECT json_object_agg("id", 'file') FROM f),
    'entry', (SELECT json_object_agg("id", "kind") FROM "Entry" WHERE "id" = ANY($3::uuid[])),
    'category', (SELECT json_object_agg("id", 'category') FROM "Category" WHERE "id" = ANY($4::uuid[])),
    'territory', (SELECT json_object_agg("id", 'territory') FROM "Territory" WHERE "id" = ANY($5::uuid[]))
  )::text AS "json"`;

async function existingTargets(
  tx: Transaction,
  contents: readonly Referring[],
): Promise<Record<Target, Map<string, string>>> {
  const all = contents.flatMap(({ references }) => references);
  const idsOf = (target: Target) => [...new Set(all.filter((one) => one.target === target).map(({ id }) => id))];
  const values = (['organization', 'file', 'entry', 'category', 'territory'] as const).map(idsOf);
  const found = (await readJson(tx, { text: TARGETS, values, isPlannedOnce: true })) as TargetsJson;
  const kindsOf = (target: Target) => new Map(Object.entries(found[target] ?? {}));
  return {
    entry: kindsOf('entry'),
    organization: kindsOf('organization'),
    category: kindsOf('category'),
    territory: kindsOf('territory'),
    file: kindsOf('file'),
  };
}

type TargetsJson = Readonly<Record<Target, Readonly<Record<string, string>> | null>>;
