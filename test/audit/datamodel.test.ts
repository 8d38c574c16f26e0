/** The migrated database is the datamodel: Prisma's own engine finds nothing to change, and would tell if there were. */
import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, DATABASES, type TestDatabase } from '../testkit/databases.ts';
import { openSchemaEngine, type SchemaEngine } from '../testkit/schemaEngine.ts';

describe.each(DATABASES)('a migrated database on %s', (kind) => {
  let database: TestDatabase;
  let engine: SchemaEngine;

  beforeAll(async () => {
    database = await createTestDatabase(kind);
    engine = await openSchemaEngine(database.driver);
  });
  afterAll(() => database.drop());

  it('equals the datamodel', async () => {
    expect(await engine.diffToDatamodel()).toBeUndefined();
  });

  it.each([
    ['a dropped column', 'ALTER TABLE "Organization" DROP COLUMN "website"', '[+] Added column `website`'],
    ['a column too many', 'ALTER TABLE "Entry" ADD COLUMN "color" TEXT', '[-] Removed column `color`'],
    ['another type', 'ALTER TABLE "Entry" ALTER COLUMN "revision" TYPE BIGINT', 'Altered column `revision`'],
    [
      'a changed nullability',
      'ALTER TABLE "LiveEntry" ALTER COLUMN "titleKey" DROP NOT NULL',
      'Altered column `titleKey`',
    ],
    ['a lost default', 'ALTER TABLE "Entry" ALTER COLUMN "revision" DROP DEFAULT', 'Altered column `revision`'],
    ['a dropped index', 'DROP INDEX "LiveEntry_terms_idx"', '[+] Added index on columns (terms)'],
    [
      'another kind of index',
      'DROP INDEX "LiveEntry_kind_slug_key"; CREATE INDEX "LiveEntry_kind_slug_key" ON "LiveEntry" ("kind", "slug")',
      '[+] Added unique index on columns (kind, slug)',
    ],
    [
      'a missing foreign key',
      'ALTER TABLE "Version" DROP CONSTRAINT "Version_entryId_fkey"',
      '[+] Added foreign key on columns (entryId)',
    ],
    [
      'a foreign key that deletes',
      `ALTER TABLE "Version" DROP CONSTRAINT "Version_entryId_fkey", ADD CONSTRAINT "Version_entryId_fkey"
        FOREIGN KEY ("entryId") REFERENCES "Entry" ("id") ON DELETE CASCADE ON UPDATE CASCADE`,
      '[+] Added foreign key on columns (entryId)',
    ],
  ])('would be told from one with %s', async (_what, change, told) => {
    await database.sql.exec(`BEGIN; ${change}`);
    const diff = await engine.diffToDatamodel();
    await database.sql.exec('ROLLBACK');
    expect(diff).toContain(told);
  });

  it('is read by Prisma as fully migrated', async () => {
    expect(await engine.diagnose()).toEqual({
      editedMigrationNames: [],
      failedMigrationNames: [],
      hasMigrationsTable: true,
      history: null,
    });
    expect(await engine.deploy()).toEqual([]);
  });

  it('compares sort keys as bytes', async () => {
    const rows = await database.sql.query(
      `SELECT table_name || '.' || column_name AS "column", collation_name AS "collation" FROM information_schema.columns
        WHERE table_schema = 'public' AND column_name IN ('titleKey', 'nameKey') ORDER BY 1`,
    );
    expect(rows).toEqual([
      { column: 'Category.nameKey', collation: 'C' },
      { column: 'LiveEntry.titleKey', collation: 'C' },
      { column: 'Organization.nameKey', collation: 'C' },
      { column: 'PublishedEntry.titleKey', collation: 'C' },
      { column: 'Territory.nameKey', collation: 'C' },
    ]);
  });

  it('moves a long body, and nothing else, out of the row that lists read', async () => {
    const long = { text: 'Dlouhý text. '.repeat(400) };
    const card = { text: randomBytes(2_000).toString('base64') };
    const now = new Date('2026-11-23T10:00:00Z');
    const { prisma } = database;
    const id = randomUUID();
    await prisma.organization.create({
      data: { id, slug: 'o', name: {}, nameKey: '', keywords: {}, kind: 'STATE', createdAt: now, updatedAt: now },
    });
    const content = { kind: 'tile', slug: 'a', title: {}, shortText: {}, card, body: long };
    await prisma.entry.create({ data: { id, kind: 'tile', slug: 'a', createdAt: now } });
    await prisma.version.create({
      data: {
        id,
        entryId: id,
        number: 1,
        state: 'PUBLISHED',
        content: {},
        author: 'test',
        createdAt: now,
        changedAt: now,
      },
    });
    const times = { firstPublishedAt: now, publishedAt: now, updatedAt: now };
    await prisma.liveEntry.create({
      data: {
        ...content,
        id,
        versionId: id,
        versionNumber: 1,
        organizationId: id,
        audience: 'PUBLIC',
        titleKey: '',
        ...times,
      },
    });
    const [table] = await database.sql.query(
      `SELECT reltoastrelid::regclass::text AS "name" FROM pg_class WHERE oid = '"LiveEntry"'::regclass`,
    );
    const outside = await database.sql.query(
      `SELECT chunk_id, sum(length(chunk_data))::int AS "bytes" FROM ${table?.['name']} GROUP BY 1`,
    );
    expect(outside).toEqual([{ chunk_id: expect.anything(), bytes: expect.any(Number) }]);
    expect(outside[0]?.['bytes']).toBeGreaterThan(long.text.length);
  });

  it('holds links to exactly one thing', async () => {
    const link = { versionId: randomUUID(), role: 'related', position: 1 };
    const [entryId, categoryId] = [randomUUID(), randomUUID()];
    await expect(database.prisma.versionLink.create({ data: link })).rejects.toThrow('VersionLink_target_check');
    await expect(database.prisma.versionLink.create({ data: { ...link, entryId, categoryId } })).rejects.toThrow(
      'VersionLink_target_check',
    );
    expect(await database.prisma.versionLink.count()).toBe(0);
  });
});
