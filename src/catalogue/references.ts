/** References of content to other rows, and the check that their targets are there. */
import { type Issue, invalidInput } from '../kernel/errors.ts';
import type { Message } from '../kernel/message.ts';
import type { Transaction } from '../platform/database.ts';
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
 * Checks that every target exists and is of the right kind, with one statement for each sort of target.
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

/** Ids that exist, by target; an entry's value is its kind. */
async function existingTargets(
  tx: Transaction,
  contents: readonly Referring[],
): Promise<Record<Target, Map<string, string>>> {
  const all = contents.flatMap(({ references }) => references);
  const found = async <Row>(target: Target, find: (ids: string[]) => Promise<Row[]>): Promise<Row[]> => {
    const ids = new Set(all.filter((one) => one.target === target).map(({ id }) => id));
    return ids.size > 0 ? find([...ids]) : [];
  };
  const select = { id: true } as const;
  const where = (ids: string[]) => ({ id: { in: ids } });
  const entries = await found('entry', (ids) =>
    tx.entry.findMany({ where: where(ids), select: { id: true, kind: true } }),
  );
  const organizations = await found('organization', (ids) => openOrganizations(tx, ids));
  const categories = await found('category', (ids) => tx.category.findMany({ where: where(ids), select }));
  const territories = await found('territory', (ids) => tx.territory.findMany({ where: where(ids), select }));
  const files = await found('file', (ids) => sentLogos(tx, ids));
  const named = (rows: { id: string }[], target: Target) => new Map(rows.map(({ id }) => [id, target as string]));
  return {
    entry: new Map(entries.map(({ id, kind }) => [id, kind])),
    organization: named(organizations, 'organization'),
    category: named(categories, 'category'),
    territory: named(territories, 'territory'),
    file: named(files, 'file'),
  };
}

/**
 * Those of the organizations that content may refer to: all but merged ones. They are locked as by a reference, so that
 * none is merged before the transaction ends.
 */
function openOrganizations(tx: Transaction, ids: string[]): Promise<{ id: string }[]> {
  return tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "Organization" WHERE "id" = ANY(${ids}::uuid[]) AND "status" <> 'MERGED' ORDER BY "id" FOR KEY SHARE`;
}

/** Those of the files that are logos and were sent. They are locked as by a reference, so that none is deleted meanwhile. */
async function sentLogos(tx: Transaction, ids: string[]): Promise<{ id: string }[]> {
  return tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "File" WHERE "id" = ANY(${ids}::uuid[]) AND "purpose" = 'LOGO' AND "hash" IS NOT NULL
    ORDER BY "id" FOR KEY SHARE`;
}
