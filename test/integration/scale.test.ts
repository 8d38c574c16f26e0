/** The catalogue at scale: generated entries, written through the commands or in bulk. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ScaleOptions, seedScale } from '../../seed/scale.ts';
import type { CommonContent } from '../../src/catalogue/kinds/common.ts';
import { kindOf } from '../../src/catalogue/kinds/registry.ts';
import { projectLive } from '../../src/catalogue/projection.ts';
import { referencesOf } from '../../src/catalogue/references.ts';
import { createTestDatabase, ONE_DATABASE, type TestDatabase } from '../testkit/databases.ts';
import { comparableRows, digestOfRows } from '../testkit/rows.ts';
import { forbidPublishing, runnerOn, silent } from '../testkit/seeding.ts';

/** The first entries go through the commands, the others are loaded in bulk. */
const MIXED = { byCommands: 50 };

describe.each(ONE_DATABASE)('A catalogue brought to scale on %s', (kind) => {
  let database: TestDatabase;
  let ofTheSeed: number;

  beforeAll(async () => {
    database = await createTestDatabase(kind, { seeded: true });
    ofTheSeed = await database.prisma.liveEntry.count();
  });
  afterAll(() => database.drop());

  it('has as many entries as were asked for, beside those of the seed', async () => {
    expect(await scale(database, 50, MIXED)).toBe(50);
    expect(await scale(database, 540, MIXED)).toBe(490);
    expect(await database.prisma.liveEntry.count()).toBe(ofTheSeed + 540);
    const generated = { slug: { startsWith: 'ukazkova-organizace-' }, isDemonstration: true, ico: null };
    expect(await database.prisma.organization.count({ where: generated })).toBe(54);
  });

  it('is told of to whoever follows the feed of changes', async () => {
    const records = await database.prisma.changeRecord.findMany({ select: { tags: true } });
    const told = new Set(records.flatMap(({ tags }) => tags));
    const entries = await database.prisma.liveEntry.findMany({
      where: { slug: { startsWith: 'ukazka' } },
      select: { id: true },
    });
    const all = await database.prisma.entry.count();
    expect([...told].filter((tag) => tag.startsWith('entry:')).length).toBe(all);
    expect(entries.filter(({ id }) => !told.has(`entry:${id}`))).toEqual([]);
  });

  it('stays as it is when it has that scale', async () => {
    const before = await digestOfRows(database.sql);
    expect(await scale(database, 540, MIXED)).toBe(0);
    expect(await digestOfRows(database.sql)).toBe(before);
  });

  it('grows by what is missing', async () => {
    const before = await database.prisma.liveEntry.findMany({ orderBy: { id: 'asc' } });
    expect(await scale(database, 600, MIXED)).toBe(60);
    expect(await database.prisma.liveEntry.count()).toBe(ofTheSeed + 600);
    const ids = { in: before.map(({ id }) => id) };
    expect(await database.prisma.liveEntry.findMany({ where: { id: ids }, orderBy: { id: 'asc' } })).toEqual(before);
  });

  it('shows readers what the content of the versions says', async () => {
    const versions = await database.prisma.version.findMany({ include: { entry: true, live: true } });
    for (const { id, number, content, entry, live } of versions) {
      const definition = kindOf(entry.kind);
      const { publishedAt, firstPublishedAt } = live ?? expect.fail(`${entry.slug} is not live`);
      const published = { entryId: entry.id, slug: entry.slug, versionId: id, versionNumber: number };
      const valid = definition.schema.parse(content);
      expect(projectLive(definition, { ...published, publishedAt, firstPublishedAt }, valid)).toEqual(live);
    }
  });

  it('refers only to what is there', async () => {
    const { entry, organization, category, territory, version } = database.prisma;
    const select = { id: true } as const;
    const rows = [entry.findMany({ select }), organization.findMany({ select }), category.findMany({ select })];
    const ids = new Set((await Promise.all([...rows, territory.findMany({ select })])).flat().map(({ id }) => id));
    const references = (await version.findMany({ include: { entry: true } })).flatMap(({ content, entry: { kind } }) =>
      referencesOf(kindOf(kind), content as unknown as CommonContent),
    );
    expect(references.filter(({ id }) => !ids.has(id))).toEqual([]);
    expect(await database.prisma.versionLink.count()).toBe(references.length);
  });
});

describe.each(ONE_DATABASE)('Generated entries on %s', (kind) => {
  const COUNT = 60;
  const databases: TestDatabase[] = [];
  let byCommands: Record<string, string[]>;

  beforeAll(async () => {
    const database = await begin();
    await scale(database, COUNT, { byCommands: COUNT });
    byCommands = await comparableRows(database.sql);
  });
  afterAll(async () => {
    for (const database of databases) await database.drop();
  });

  it('are the same rows when they are loaded in bulk, times and ids apart', async () => {
    const database = await interrupted({ byCommands: 0 });
    expect(await generatedEntries(database)).toBe(0);
    expect(await scale(database, COUNT, { byCommands: 0 })).toBe(COUNT);
    expect(await comparableRows(database.sql)).toEqual(byCommands);
    const version = await database.prisma.version.findFirst({ orderBy: { id: 'desc' }, include: { live: true } });
    const at = version?.createdAt;
    expect(version?.live).toMatchObject({ firstPublishedAt: at, publishedAt: at, updatedAt: at });
  });

  it('are the same rows when the commands were interrupted and then continued', async () => {
    const database = await interrupted({ byCommands: COUNT });
    expect(await generatedEntries(database)).toBe(COUNT);
    expect(await database.prisma.version.count({ where: { state: 'IN_REVIEW' } })).toBe(COUNT);
    expect(await scale(database, COUNT, { byCommands: COUNT })).toBe(0);
    expect(await comparableRows(database.sql)).toEqual(byCommands);
  });

  /** A database in which a seeding to scale has failed at publishing. */
  async function interrupted(options: ScaleOptions): Promise<TestDatabase> {
    const database = await begin();
    const letPublish = await forbidPublishing(database);
    await expect(scale(database, COUNT, options)).rejects.toThrow('no publishing now');
    await letPublish();
    return database;
  }

  async function begin(): Promise<TestDatabase> {
    const database = await createTestDatabase(kind, { seeded: true });
    databases.push(database);
    return database;
  }
});

function scale(database: TestDatabase, count: number, options: ScaleOptions): Promise<number> {
  return seedScale(runnerOn(database), count, silent, options);
}

function generatedEntries({ prisma }: TestDatabase): Promise<number> {
  return prisma.entry.count({ where: { slug: { startsWith: 'ukazka-' } } });
}
