/** Brings a database to this version's shape: `prisma migrate deploy` without Prisma's downloaded engine. */
import { setTimeout as sleep } from 'node:timers/promises';
import { hasChecksum, type MigrationFile, readMigrations } from './migrationFiles.ts';
import {
  createHistory,
  type MigrationRecord,
  readHistory,
  recordApplied,
  recordFailed,
  recordFinished,
  recordStarted,
  tryLockHistory,
  unlockHistory,
} from './migrationHistory.ts';
import type { SqlConnection } from './sqlConnection.ts';

/** A database that cannot be brought to this version's shape; the message says why and what to do. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

/** First line of a migration that PostgreSQL refuses in a transaction, e.g. `CREATE INDEX CONCURRENTLY`. */
const WITHOUT_TRANSACTION = '-- migrate: without transaction';

/** Milliseconds between looks at whether another instance has finished migrating. */
const LOCK_POLL = 200;

/**
 * Applies what is missing, each migration whole or not at all, in order; instances that start together do it once.
 * The connection must not be used by anyone else meanwhile.
 * @param options.folder migrations in Prisma's layout
 * @param options.report told in words what is being done
 * @returns how many migrations were applied
 * @throws MigrationError when a migration fails, an applied one was edited, an earlier one failed, or the database is
 *   of a newer version; the database is left as it was before the failing migration.
 */
export async function applyMigrations(
  connection: SqlConnection,
  { folder, report }: { folder: string; report: (message: string) => void },
): Promise<number> {
  const files = await readMigrations(folder);
  await waitForLock(connection, report);
  try {
    await createHistory(connection);
    const pending = pendingOf(files, await readHistory(connection));
    for (const [index, file] of pending.entries()) {
      report(`Migrating the database (${index + 1} of ${pending.length}): ${file.name}`);
      await apply(connection, file);
    }
    return pending.length;
  } finally {
    // A connection that broke has lost its lock already.
    await unlockHistory(connection).catch(() => undefined);
  }
}

/**
 * Names of the migrations that {@link applyMigrations} would apply, in order. Writes nothing.
 * @throws MigrationError when it would refuse the database.
 */
export async function pendingMigrations(connection: SqlConnection, { folder }: { folder: string }): Promise<string[]> {
  return pendingOf(await readMigrations(folder), await readHistory(connection)).map(({ name }) => name);
}

/** How many migrations of this version a database lacks, whatever else it has. Writes nothing. */
export async function countMissing(connection: SqlConnection, { folder }: { folder: string }): Promise<number> {
  const history = await readHistory(connection);
  const applied = new Set(history.filter(({ finished }) => finished).map(({ name }) => name));
  return (await readMigrations(folder)).filter(({ name }) => !applied.has(name)).length;
}

// Polled: a session that waits inside PostgreSQL would hold up CREATE INDEX CONCURRENTLY of the one it waits for.
async function waitForLock(connection: SqlConnection, report: (message: string) => void): Promise<void> {
  if (await tryLockHistory(connection)) return;
  report('Another instance is migrating the database; waiting for it');
  do await sleep(LOCK_POLL);
  while (!(await tryLockHistory(connection)));
}

function pendingOf(files: readonly MigrationFile[], history: readonly MigrationRecord[]): MigrationFile[] {
  const known = new Map(files.map((file) => [file.name, file]));
  for (const record of history) assertAcceptable(record, known.get(record.name));
  const applied = new Set(history.map(({ name }) => name));
  return files.filter(({ name }) => !applied.has(name));
}

function assertAcceptable({ name, checksum, finished }: MigrationRecord, file: MigrationFile | undefined): void {
  if (!file) {
    throw new MigrationError(
      `The database has the migration ${name}, which this version does not know: it was migrated by a newer version. ` +
        'Run that version, or restore the backup made before the upgrade.',
    );
  }
  if (!finished) {
    throw new MigrationError(
      `The migration ${name} was begun on this database and did not finish. Put the database right and set ` +
        `rolled_back_at of its record in "_prisma_migrations" to try it again, or restore a backup.`,
    );
  }
  if (!hasChecksum(file, checksum)) {
    throw new MigrationError(
      `The migration ${name} was edited after it was applied to this database. ` +
        'Restore its file and write what it should change as a new migration.',
    );
  }
}

async function apply(connection: SqlConnection, file: MigrationFile): Promise<void> {
  const run = file.sql.startsWith(WITHOUT_TRANSACTION) ? applyWithoutTransaction : applyInTransaction;
  try {
    await run(connection, file);
  } catch (error) {
    throw new MigrationError(`The migration ${file.name} failed: ${messageOf(error)}`, { cause: error });
  }
}

async function applyInTransaction(connection: SqlConnection, file: MigrationFile): Promise<void> {
  await connection.exec('BEGIN');
  try {
    await connection.exec(file.sql);
    await recordApplied(connection, file);
    await connection.exec('COMMIT');
  } catch (error) {
    // Fails as well on a broken connection; the first error is the one to tell.
    await connection.exec('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

async function applyWithoutTransaction(connection: SqlConnection, file: MigrationFile): Promise<void> {
  const id = await recordStarted(connection, file);
  try {
    await connection.exec(file.sql);
  } catch (error) {
    await recordFailed(connection, id, messageOf(error)).catch(() => undefined);
    throw error;
  }
  await recordFinished(connection, id);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
