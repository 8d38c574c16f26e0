/** Migrations are applied once, whole, in order, and in a way that Prisma's own tool understands. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { migrationsFolder } from '../../src/platform/migrationFiles.ts';
import { applyMigrations, MigrationError, pendingMigrations } from '../../src/platform/migrations.ts';
import { postgresConnection, type SqlConnection } from '../../src/platform/sqlConnection.ts';
import { createTestDatabase, DATABASES, type TestDatabase } from '../testkit/databases.ts';
import { openSchemaEngine } from '../testkit/schemaEngine.ts';

const FIRST = '20260101000000_first';
const SECOND = '20260202000000_second';
const TABLES = `SELECT table_name AS "name" FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`;
const HISTORY_SHAPE = `SELECT column_name, data_type, character_maximum_length, is_nullable, column_default
  FROM information_schema.columns WHERE table_name = '_prisma_migrations' ORDER BY column_name`;

describe.each(DATABASES)('migrations on %s', (kind) => {
  let database: TestDatabase;
  let sql: SqlConnection;
  let folder: string;
  let reports: string[];

  beforeAll(async () => {
    database = await createTestDatabase(kind);
    sql = database.sql;
  });
  afterAll(() => database.drop());

  beforeEach(async () => {
    reports = [];
    folder = await mkdtemp(join(tmpdir(), 'rozcestnik-migrations-'));
    // Prisma's engine keeps its lock until its connection ends, which here is ours.
    await sql.exec('DROP SCHEMA public CASCADE; CREATE SCHEMA public; SELECT pg_advisory_unlock_all()');
    await write(FIRST, 'CREATE TABLE first (id INT); INSERT INTO first VALUES (1);');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const write = async (name: string, script: string) => {
    await mkdir(join(folder, name), { recursive: true });
    await writeFile(join(folder, name, 'migration.sql'), script);
  };
  const migrate = (connection = sql) =>
    applyMigrations(connection, { folder, report: (message) => reports.push(message) });
  const tables = async () => (await sql.query(TABLES)).map(({ name }) => name);

  it('are applied in order, and a second time not at all', async () => {
    await write(SECOND, 'INSERT INTO first VALUES (2)');

    expect(await pendingMigrations(sql, { folder })).toEqual([FIRST, SECOND]);
    expect(await tables()).toEqual([]);
    expect(await migrate()).toBe(2);
    expect(await pendingMigrations(sql, { folder })).toEqual([]);
    expect(await migrate()).toBe(0);

    expect(await sql.query('SELECT id FROM first ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }]);
    expect(reports).toEqual([
      `Migrating the database (1 of 2): ${FIRST}`,
      `Migrating the database (2 of 2): ${SECOND}`,
    ]);
  });

  it('go on from where an older version stopped', async () => {
    await migrate();
    await write(SECOND, 'INSERT INTO first VALUES (2)');
    expect(await migrate()).toBe(1);
    expect(await sql.query('SELECT id FROM first ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('are recorded in the very table that Prisma makes', async () => {
    await migrate();
    const ours = await sql.query(HISTORY_SHAPE);
    await sql.exec('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    const engine = await openSchemaEngine(database.driver);
    await engine.deploy();
    expect(await sql.query(HISTORY_SHAPE)).toEqual(ours);
  });

  it('done by Prisma count as done by us', async () => {
    const engine = await openSchemaEngine(database.driver);
    const deployed = await engine.deploy();
    expect(deployed.length).toBeGreaterThan(0);
    expect(await pendingMigrations(sql, { folder: migrationsFolder() })).toEqual([]);
    expect(await engine.diffToDatamodel()).toBeUndefined();
  });

  it('are refused when an applied one was edited', async () => {
    await migrate();
    await write(FIRST, 'CREATE TABLE first (id BIGINT)');
    await write(SECOND, 'CREATE TABLE second (id INT)');
    await expect(migrate()).rejects.toThrow(
      new MigrationError(
        `The migration ${FIRST} was edited after it was applied to this database. ` +
          'Restore its file and write what it should change as a new migration.',
      ),
    );
    await expect(pendingMigrations(sql, { folder })).rejects.toThrow(MigrationError);
    expect(await tables()).toEqual(['_prisma_migrations', 'first']);
  });

  it('are the same with the line ends of Windows', async () => {
    await write(FIRST, 'CREATE TABLE first\n(id INT);\n');
    await migrate();
    await write(FIRST, 'CREATE TABLE first\r\n(id INT);\r\n');
    expect(await migrate()).toBe(0);
  });

  it('are refused on a database of a newer version', async () => {
    await write(SECOND, 'CREATE TABLE second (id INT)');
    await migrate();
    await rm(join(folder, SECOND), { recursive: true });
    await write('20260303000000_third', 'CREATE TABLE third (id INT)');
    await expect(migrate()).rejects.toThrow(/20260202000000_second, which this version does not know.*newer version/);
    expect(await tables()).toEqual(['_prisma_migrations', 'first', 'second']);
  });

  it('leave nothing half done when one is broken, and go on once it is mended', async () => {
    await write(SECOND, 'CREATE TABLE second (id INT); INSERT INTO nowhere VALUES (1);');
    await expect(migrate()).rejects.toThrow(`The migration ${SECOND} failed: relation "nowhere" does not exist`);
    expect(await tables()).toEqual(['_prisma_migrations', 'first']);
    expect(await pendingMigrations(sql, { folder })).toEqual([SECOND]);

    await write(SECOND, 'CREATE TABLE second (id INT)');
    expect(await migrate()).toBe(1);
    expect(await tables()).toEqual(['_prisma_migrations', 'first', 'second']);
  });

  it('are not applied when they cannot be recorded', async () => {
    await write(SECOND, 'CREATE TABLE second (id INT); ALTER TABLE "_prisma_migrations" RENAME TO elsewhere');
    await expect(migrate()).rejects.toThrow(
      `The migration ${SECOND} failed: relation "_prisma_migrations" does not exist`,
    );
    expect(await tables()).toEqual(['_prisma_migrations', 'first']);
  });

  it('that cannot be in a transaction are recorded as begun, and stop the next start when they fail', async () => {
    await write(SECOND, '-- migrate: without transaction\nCREATE INDEX CONCURRENTLY first_id ON first (id)');
    expect(await migrate()).toBe(2);

    const third = '20260303000000_third';
    await write(third, '-- migrate: without transaction\nCREATE INDEX CONCURRENTLY nothing ON nowhere (id)');
    await expect(migrate()).rejects.toThrow('relation "nowhere" does not exist');
    await expect(migrate()).rejects.toThrow(`The migration ${third} was begun on this database and did not finish`);

    await sql.query('UPDATE "_prisma_migrations" SET "rolled_back_at" = now() WHERE "migration_name" = $1', [third]);
    await write(third, 'CREATE TABLE third (id INT)');
    expect(await migrate()).toBe(1);
  });

  it('of a newer version are accepted where that is allowed, but not unfinished ones', async () => {
    await write(SECOND, 'INSERT INTO first VALUES (2)');
    expect(await migrate()).toBe(2);
    await rm(join(folder, SECOND), { recursive: true });
    await expect(migrate()).rejects.toThrow('ALLOW_NEWER_DATABASE=1');
    const accepting = () => applyMigrations(sql, { folder, report: () => undefined, acceptsNewer: true });
    expect(await accepting()).toBe(0);
    await sql.exec(
      'UPDATE "_prisma_migrations" SET "finished_at" = NULL WHERE "migration_name" = \'20260202000000_second\'',
    );
    await expect(accepting()).rejects.toThrow(MigrationError);
  });

  // PGlite has one connection: no second instance can be there.
  if (kind !== 'PostgreSQL') return;

  it('give way to a table in use and are tried again, and say so when it never becomes free', async () => {
    await migrate();
    await write(SECOND, 'ALTER TABLE first ADD COLUMN name TEXT');
    const reader = new pg.Client({ connectionString: database.databaseUrl });
    await reader.connect();
    await reader.query('BEGIN; SELECT * FROM first');
    const impatient = () => applyMigrations(sql, { folder, report: (message) => reports.push(message), retries: [10] });
    await expect(impatient()).rejects.toThrow(/in use all the time/);
    // Who comes after it does not wait behind it.
    expect(await sql.query('SELECT id FROM first')).toEqual([{ id: 1 }]);
    const patient = applyMigrations(sql, { folder, report: (message) => reports.push(message), retries: [10, 10, 10] });
    await expect.poll(() => reports.filter((one) => one.includes('tried again')).length, { timeout: 20_000 }).toBe(2);
    await reader.query('COMMIT');
    await reader.end();
    expect(await patient).toBe(1);
  });

  it('are applied once by two instances that start together', async () => {
    await write(SECOND, 'SELECT pg_sleep(0.5); INSERT INTO first VALUES (2);');
    const other = new pg.Client({ connectionString: database.databaseUrl });
    await other.connect();
    const applied = await Promise.all([migrate(), migrate(postgresConnection(other))]);
    await other.end();

    expect(applied.sort()).toEqual([0, 2]);
    expect(await sql.query('SELECT id FROM first ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }]);
    expect(reports).toContain('Another instance is migrating the database; waiting for it');
  });
});
