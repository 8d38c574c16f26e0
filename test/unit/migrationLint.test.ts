/** Migrations can be applied while the service is used: docs/migrations.md. */
import { describe, expect, it } from 'vitest';
import { migrationsFolder, readMigrations } from '../../src/platform/migrationFiles.ts';
import { migrationFaults } from '../testkit/migrationLint.ts';

/** Migrations before this one were made before the first release: no database in use has to go through them. */
const FIRST_RELEASE = '20261126000000';

const OUTSIDE = '-- migrate: without transaction\n';

describe('migrations', () => {
  it('of released versions let old and new instances go on', async () => {
    const migrations = await readMigrations(migrationsFolder());
    expect(migrations.length).toBeGreaterThan(6);
    const released = migrations.filter(({ name }) => name >= FIRST_RELEASE);
    expect(released.flatMap(({ name, sql }) => migrationFaults(name, sql))).toEqual([]);
  });

  it.each([
    ['an index', 'CREATE INDEX "a" ON "Entry" ("slug");', 'index without CONCURRENTLY'],
    ['a unique index', 'create unique index a on "Entry" (slug);', 'index without CONCURRENTLY'],
    ['a dropped index', 'DROP INDEX "a";', 'dropping an index'],
    ['a required column', 'ALTER TABLE "Entry" ADD COLUMN "x" TEXT NOT NULL;', 'required column'],
    [
      'a required column of two',
      'ALTER TABLE "Entry" ADD COLUMN "y" TEXT, ADD COLUMN "x" INT NOT NULL;',
      'required column',
    ],
    [
      'a computed default',
      'ALTER TABLE "Entry" ADD COLUMN "x" UUID NOT NULL DEFAULT gen_random_uuid();',
      'computed for every',
    ],
    ['NOT NULL', 'ALTER TABLE "Entry" ALTER COLUMN "slug" SET NOT NULL;', 'SET NOT NULL'],
    ['a type', 'ALTER TABLE "Entry" ALTER COLUMN "slug" SET DATA TYPE VARCHAR(5);', 'another type'],
    ['a foreign key', 'ALTER TABLE "A" ADD CONSTRAINT "f" FOREIGN KEY ("b") REFERENCES "B"("id");', 'checked at once'],
    ['a check', 'ALTER TABLE "A" ADD CONSTRAINT "f" CHECK ("b" > 0);', 'checked at once'],
    ['a unique constraint', 'ALTER TABLE "A" ADD CONSTRAINT "u" UNIQUE ("b");', 'makes its index itself'],
    [
      'a check and its validation',
      'ALTER TABLE "A" ADD CONSTRAINT "f" CHECK ("b" > 0) NOT VALID; ALTER TABLE "A" VALIDATE CONSTRAINT "f";',
      'next migration',
    ],
    ['an update of all rows', 'UPDATE "Entry" SET "slug" = lower("slug");', 'every row'],
    ['a dropped column', 'ALTER TABLE "Entry" DROP COLUMN "slug";', 'taking away'],
    ['a renamed column', 'ALTER TABLE "Entry" RENAME COLUMN "slug" TO "name";', 'taking away'],
    ['a dropped table', 'DROP TABLE "Entry";', 'taking away'],
    ['a lock', 'LOCK TABLE "Entry";', 'table locked'],
    ['CONCURRENTLY in a transaction', 'CREATE INDEX CONCURRENTLY "a" ON "Entry" ("slug");', 'must begin with'],
    ['two statements outside', `${OUTSIDE}DROP INDEX CONCURRENTLY "a"; DROP INDEX CONCURRENTLY "b";`, 'one statement'],
  ])('would not be let through: %s', (_what, sql, fault) => {
    expect(migrationFaults('20270101000000_x', sql)).toEqual([expect.stringContaining(fault)]);
  });

  it.each([
    [
      'a new table with its indexes',
      'CREATE TABLE "N" ("id" UUID NOT NULL); CREATE INDEX "a" ON "N" ("id"); ALTER TABLE "N" ADD CONSTRAINT "c" CHECK ("id" IS NOT NULL);',
    ],
    ['a column with a constant default', `ALTER TABLE "Entry" ADD COLUMN "x" TEXT NOT NULL DEFAULT 'a, NOT NULL';`],
    ['an index beside the traffic', `${OUTSIDE}CREATE INDEX CONCURRENTLY IF NOT EXISTS "a" ON "Entry" ("slug");`],
    ['a constraint checked later', 'ALTER TABLE "A" ADD CONSTRAINT "f" CHECK ("b" > 0) NOT VALID;'],
    ['its check', 'ALTER TABLE "A" VALIDATE CONSTRAINT "f";'],
    [
      'a trigger whose body names what it must not',
      'CREATE FUNCTION f() RETURNS trigger AS $$ BEGIN DROP TABLE "Entry"; END $$ LANGUAGE plpgsql;',
    ],
    ['some rows', `UPDATE "Job" SET "runAt" = now() WHERE "kind" = 'x';`],
  ])('would be let through: %s', (_what, sql) => {
    expect(migrationFaults('20270101000000_x', sql)).toEqual([]);
  });

  it('may take away in a release of its own', () => {
    const sql = 'ALTER TABLE "Entry" DROP COLUMN "slug";';
    expect(migrationFaults('20270101000000_slug_contract', sql)).toEqual([]);
  });
});
