/** What documents are made from, read from live rows and reference data as they are now. */
import { EDITORS_KINDS } from '../catalogue/kinds/registry.ts';
import type { Category, LiveEntry, Organization, Territory } from '../generated/prisma/client.ts';
import type { Database } from '../platform/database.ts';

/** The tables that documents are made from: what is published, and reference data. No way leads from here to drafts. */
export type PublishedData = Pick<Database, 'liveEntry' | 'organization' | 'category' | 'territory'>;

/** Rows read by one statement. */
const BATCH = 500;

const ENTRY_COLUMNS = {
  ...{ id: true, kind: true, slug: true, versionId: true, organizationId: true, territoryId: true, categoryIds: true },
  ...{ audience: true, terms: true, title: true, shortText: true, body: true },
} as const;

export type IndexedEntry = Pick<LiveEntry, keyof typeof ENTRY_COLUMNS>;

/** The columns that tell which version of a document is the present one. */
const VERSION_COLUMNS = {
  id: true,
  versionId: true,
  organizationId: true,
  territoryId: true,
  categoryIds: true,
} as const;
export type EntryStamp = Pick<LiveEntry, keyof typeof VERSION_COLUMNS>;

/** What entries are described by, by id. */
export interface Surroundings {
  readonly organizations: ReadonlyMap<string, Organization>;
  readonly categories: ReadonlyMap<string, Category>;
  readonly territories: ReadonlyMap<string, Territory>;
}

/** Entries and organizations with what they name. */
export interface Sources extends Surroundings {
  readonly entries: readonly IndexedEntry[];
  /** Ids of the organizations that are to have documents; the others are only named. */
  readonly subjects: readonly string[];
}

/** Entries that may be found; what is for editors only never is. */
const FINDABLE = { kind: { notIn: [...EDITORS_KINDS] } };

/** The sources with the given ids, of entries or organizations; those that are not there or not to be found are left out. */
export async function sourcesOf(live: PublishedData, ids: readonly string[]): Promise<Sources> {
  const where = { id: { in: [...ids] } };
  const entries = await live.liveEntry.findMany({ where: { ...where, ...FINDABLE }, select: ENTRY_COLUMNS });
  const subjects = await live.organization.findMany({ where, select: { id: true } });
  return withSurroundings(
    live,
    entries,
    subjects.map(({ id }) => id),
  );
}

/** All sources, in batches by id. */
export async function* allSources(live: PublishedData): AsyncGenerator<Sources> {
  for await (const entries of inBatches(
    (page) => live.liveEntry.findMany({ ...page, select: ENTRY_COLUMNS }),
    FINDABLE,
  )) {
    yield withSurroundings(live, entries, []);
  }
  for await (const rows of inBatches((page) => live.organization.findMany({ ...page, select: { id: true } }), {})) {
    yield withSurroundings(
      live,
      [],
      rows.map(({ id }) => id),
    );
  }
}

/** What tells the present version of every document, without any text: entries by id, and all reference data. */
export async function allStamps(live: PublishedData): Promise<Surroundings & { entries: EntryStamp[] }> {
  const entries = await live.liveEntry.findMany({ where: FINDABLE, select: VERSION_COLUMNS });
  return { entries, organizations: byId(await live.organization.findMany()), ...(await namedData(live)) };
}

/** How many documents there are to be. */
export async function countSources(live: PublishedData): Promise<number> {
  return (await live.liveEntry.count({ where: FINDABLE })) + (await live.organization.count());
}

async function withSurroundings(live: PublishedData, entries: readonly IndexedEntry[], subjects: readonly string[]) {
  const named = [...new Set([...entries.map(({ organizationId }) => organizationId), ...subjects])];
  const organizations = byId(await live.organization.findMany({ where: { id: { in: named } } }));
  return { entries, subjects, organizations, ...(await namedData(live)) };
}

async function namedData(live: PublishedData) {
  return { categories: byId(await live.category.findMany()), territories: byId(await live.territory.findMany()) };
}

async function* inBatches<Row extends { id: string }>(
  read: (page: { where: object; orderBy: { id: 'asc' }; take: number }) => Promise<Row[]>,
  where: object,
): AsyncGenerator<Row[]> {
  for (let after: string | undefined; ; ) {
    const rows = await read({
      where: { ...where, ...(after ? { id: { gt: after } } : {}) },
      orderBy: { id: 'asc' },
      take: BATCH,
    });
    if (rows.length > 0) yield rows;
    if (rows.length < BATCH) return;
    after = rows.at(-1)?.id;
  }
}

function byId<Row extends { id: string }>(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.id, row]));
}
