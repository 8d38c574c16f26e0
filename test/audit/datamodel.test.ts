/** The migrated database is the datamodel: Prisma's own engine finds nothing to change, and would tell if there were. */
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
    const changed = await createTestDatabase(kind);
    try {
      await changed.sql.exec(change);
      expect(await (await openSchemaEngine(changed.driver)).diffToDatamodel()).toContain(told);
    } finally {
      await changed.drop();
    }
  });

  it('compares sort keys as bytes', async () => {
    const rows = await database.sql.query(
      `SELECT table_name || '.' || column_name AS "column", collation_name AS "collation" FROM information_schema.columns
        WHERE table_schema = 'public' AND column_name IN ('titleKey', 'nameKey') ORDER BY 1`,
    );
    expect(rows).toEqual(
      ['Category.nameKey', 'LiveEntry.titleKey', 'Organization.nameKey', 'Territory.nameKey'].map((column) => ({
        column,
        collation: 'C',
      })),
    );
  });
});
