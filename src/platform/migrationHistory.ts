/** The record of applied migrations, in exactly Prisma's table, so that `prisma migrate deploy` reads and writes it too. */
import { randomUUID } from 'node:crypto';
import type { MigrationFile } from './migrationFiles.ts';
import type { SqlConnection } from './sqlConnection.ts';

/** A migration that was begun on a database and not rolled back since. */
export interface MigrationRecord {
  readonly name: string;
  readonly checksum: string;
  /** False when it failed or is still running. */
  readonly finished: boolean;
}

/** The lock that Prisma's own engine takes as well: our applier and `prisma migrate` exclude each other. */
const ADVISORY_LOCK = 72_707_369;

const CREATE_TABLE = `CREATE TABLE "_prisma_migrations" (
    "id"                  VARCHAR(36) PRIMARY KEY NOT NULL,
    "checksum"            VARCHAR(64) NOT NULL,
    "finished_at"         TIMESTAMPTZ,
    "migration_name"      VARCHAR(255) NOT NULL,
    "logs"                TEXT,
    "rolled_back_at"      TIMESTAMPTZ,
    "started_at"          TIMESTAMPTZ NOT NULL DEFAULT now(),
    "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`;

/** Makes the table unless it is there; looks first, so that a role without the right to create can start. */
export async function createHistory(connection: SqlConnection): Promise<void> {
  if (!(await hasHistory(connection))) await connection.exec(CREATE_TABLE);
}

/** What was begun on the database, in order; nothing when it was never migrated. */
export async function readHistory(connection: SqlConnection): Promise<MigrationRecord[]> {
  if (!(await hasHistory(connection))) return [];
  const rows = await connection.query(
    `SELECT "migration_name", "checksum", "finished_at" IS NOT NULL AS "finished" FROM "_prisma_migrations"
      WHERE "rolled_back_at" IS NULL ORDER BY "started_at", "migration_name"`,
  );
  return rows.map((row) => ({
    name: String(row['migration_name']),
    checksum: String(row['checksum']),
    finished: row['finished'] === true,
  }));
}

/** Records a migration as applied, as the last step of its transaction. */
export async function recordApplied(connection: SqlConnection, { name, checksum }: MigrationFile): Promise<void> {
  await connection.query(
    `INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "finished_at", "applied_steps_count")
      VALUES ($1, $2, $3, clock_timestamp(), 1)`,
    [randomUUID(), checksum, name],
  );
}

/** Records a migration that cannot be in a transaction, before its first statement; answers the id of the record. */
export async function recordStarted(connection: SqlConnection, { name, checksum }: MigrationFile): Promise<string> {
  const id = randomUUID();
  await connection.query('INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name") VALUES ($1, $2, $3)', [
    id,
    checksum,
    name,
  ]);
  return id;
}

/** Notes that a migration begun by {@link recordStarted} is done. */
export async function recordFinished(connection: SqlConnection, id: string): Promise<void> {
  await connection.query(
    'UPDATE "_prisma_migrations" SET "finished_at" = clock_timestamp(), "applied_steps_count" = 1 WHERE "id" = $1',
    [id],
  );
}

/** Notes why a migration begun by {@link recordStarted} failed. */
export async function recordFailed(connection: SqlConnection, id: string, logs: string): Promise<void> {
  await connection.query('UPDATE "_prisma_migrations" SET "logs" = $2 WHERE "id" = $1', [id, logs]);
}

/** Takes the lock of migrations for the connection if it is free; the server frees it when the connection ends. */
export async function tryLockHistory(connection: SqlConnection): Promise<boolean> {
  const [row] = await connection.query(`SELECT pg_try_advisory_lock(${ADVISORY_LOCK}) AS "locked"`);
  return row?.['locked'] === true;
}

/** Frees the lock of {@link tryLockHistory}. */
export async function unlockHistory(connection: SqlConnection): Promise<void> {
  await connection.query(`SELECT pg_advisory_unlock(${ADVISORY_LOCK})`);
}

async function hasHistory(connection: SqlConnection): Promise<boolean> {
  const [row] = await connection.query(`SELECT to_regclass('"_prisma_migrations"') IS NOT NULL AS "present"`);
  return row?.['present'] === true;
}
