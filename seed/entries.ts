/** Entries that are to be there after seeding, be they from the seed's files or generated. */
import type { NewEntry } from '../src/catalogue/commands/createEntries.ts';
import { newId } from '../src/kernel/ids.ts';
import type { Database } from '../src/platform/database.ts';
import { resolved, type SeedRow } from './files.ts';

/** An entry by its name; its content is made when it is needed. */
export interface SeedEntry {
  readonly kind: string;
  readonly slug: string;
  row(): SeedRow;
}

/**
 * Those of the entries that are not there, ready to be created and submitted.
 * @param references what symbols stand for, those of the given entries apart
 */
export async function missingEntries(
  database: Database,
  entries: readonly SeedEntry[],
  references: ReadonlyMap<string, unknown>,
): Promise<NewEntry[]> {
  const present = await presentIds(database, entries);
  const missing = entries.filter((entry) => !present.has(symbolOf(entry)));
  const ids = new Map(missing.map((entry) => [symbolOf(entry), newId()]));
  const symbols = new Map([...references, ...present, ...ids]);
  return missing.map((entry) => {
    const { slug, ...content } = resolved(entry.row(), symbols);
    return { id: ids.get(symbolOf(entry)), kind: entry.kind, slug, content, submit: true };
  });
}

async function presentIds(database: Database, entries: readonly SeedEntry[]): Promise<Map<string, string>> {
  const kinds = entries.map(({ kind }) => kind);
  const slugs = entries.map(({ slug }) => slug);
  // A join, for which the planner takes the index; for lists of values it reads the whole of a large table.
  const found = await database.$queryRaw<{ id: string; kind: string; slug: string }[]>`
    SELECT "id", "kind", "slug"
      FROM unnest(${kinds}::text[], ${slugs}::text[]) AS wanted("kind", "slug") JOIN "Entry" USING ("kind", "slug")`;
  return new Map(found.map((entry) => [symbolOf(entry), entry.id]));
}

function symbolOf({ kind, slug }: Pick<SeedEntry, 'kind' | 'slug'>): string {
  return `entry/${kind}/${slug}`;
}
