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
import { reasonOf } from './reasonOf.ts';
import type { SqlConnection } from './sqlConnection.ts';

/** A database that cannot be brought to this version's shape; the message says why and what to do. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

/** First line of a migration that PostgreSQL refuses in a transaction, e.g. `CREATE INDEX CONCURRENTLY`. */
const WITHOUT_TRANSACTION = '-- migrate: without transaction';

/** Milliseconds that a migration may wait for a table in use: whoever comes after it waits behind it. */
const LOCK_TIMEOUT = 2_000;

/** Milliseconds of the pauses after which a migration that had to wait too long is tried again: half a minute in all. */
const RETRIES = [500, 1_000, 2_000, 3_000, 4_000, 5_000, 7_000, 8_000];

/** SQLSTATE of a lock that could not be had in time. */
const LOCK_NOT_AVAILABLE = '55P03';

/** Milliseconds between looks at whether another instance has finished migrating. */
const LOCK_POLL = 200;

export interface MigrationOptions {
  /** Migrations in Prisma's layout. */
  readonly folder: string;
  /** Told in words what is being done. */
  readonly report: (message: string) => void;
  /** Whether a database will do that a newer version migrated: in a rolling upgrade, or after going back. */
  readonly acceptsNewer?: boolean | undefined;
  /** Milliseconds of the pauses between attempts to get at a table in use; for tests. */
  readonly retries?: readonly number[];
}

/**
 * Applies what is missing, each migration whole or not at all, in order; instances that start together do it once.
 * The connection must not be used by anyone else meanwhile.
 * @returns how many migrations were applied
 * @throws MigrationError when a migration fails, an applied one was edited, an earlier one failed, or the database is
 *   of a newer version; the database is left as it was before the failing migration.
 */
export async function applyMigrations(
  connection: SqlConnection,
  { folder, report, acceptsNewer = false, retries = RETRIES }: MigrationOptions,
): Promise<number> {
  const files = await readMigrations(folder);
  await waitForLock(connection, report);
  try {
    await createHistory(connection);
    const pending = pendingOf(files, await readHistory(connection), acceptsNewer);
    for (const [index, file] of pending.entries()) {
      report(`Migrating the database (${index + 1} of ${pending.length}): ${file.name}`);
      await applyPatiently(connection, file, { report, retries });
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
export async function pendingMigrations(
  connection: SqlConnection,
  { folder, acceptsNewer }: Pick<MigrationOptions, 'folder' | 'acceptsNewer'>,
): Promise<string[]> {
  return pendingOf(await readMigrations(folder), await readHistory(connection), acceptsNewer).map(({ name }) => name);
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

function pendingOf(
  files: readonly MigrationFile[],
  history: readonly MigrationRecord[],
  acceptsNewer = false,
): MigrationFile[] {
  const known = new Map(files.map((file) => [file.name, file]));
  const newest = files.at(-1)?.name ?? '';
  for (const record of history) {
    if (acceptsNewer && record.finished && record.name > newest) continue;
    assertAcceptable(record, known.get(record.name));
  }
  const applied = new Set(history.map(({ name }) => name));
  return files.filter(({ name }) => !applied.has(name));
}

function assertAcceptable({ name, checksum, finished }: MigrationRecord, file: MigrationFile | undefined): void {
  if (!file) {
    throw new MigrationError(
      `The database has the migration ${name}, which this version does not know: it was migrated by a newer version. ` +
        'Run that version, or set ALLOW_NEWER_DATABASE=1 where it took nothing away that this one uses ' +
        '(docs/migrations.md), or restore the backup made before the upgrade.',
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

/** A migration that had to wait for a table in use gives way, so that the traffic behind it goes on, and is tried again. */
async function applyPatiently(
  connection: SqlConnection,
  file: MigrationFile,
  { report, retries }: { report: (message: string) => void; retries: readonly number[] },
): Promise<void> {
  const run = file.sql.startsWith(WITHOUT_TRANSACTION) ? applyWithoutTransaction : applyInTransaction;
  for (const pause of [...retries, null]) {
    try {
      return await run(connection, file);
    } catch (error) {
      if (codeOf(error) !== LOCK_NOT_AVAILABLE || run === applyWithoutTransaction)
        throw failure(file, reasonOf(error), error);
      if (pause === null) {
        const advice = 'a table that it changes is in use all the time. Look for long transactions, and start again.';
        throw failure(file, `${reasonOf(error)}: ${advice}`, error);
      }
      report(`The migration waits for a table in use and is tried again in ${pause / 1_000} s`);
      await sleep(pause);
    }
  }
}

function failure({ name }: MigrationFile, reason: string, cause: unknown): MigrationError {
  return new MigrationError(`The migration ${name} failed: ${reason}`, { cause });
}

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown }).code;
}

async function applyInTransaction(connection: SqlConnection, file: MigrationFile): Promise<void> {
  // A migration may take longer than what readers ask for.
  await connection.exec(`BEGIN; SET LOCAL lock_timeout = ${LOCK_TIMEOUT}; SET LOCAL statement_timeout = 0`);
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
    await withoutTimeout(connection, () => connection.exec(file.sql));
  } catch (error) {
    await recordFailed(connection, id, reasonOf(error)).catch(() => undefined);
    throw error;
  }
  await recordFinished(connection, id);
}

/** Work without the limit of a statement's time, which is put back. */
async function withoutTimeout(connection: SqlConnection, work: () => Promise<void>): Promise<void> {
  const [row] = await connection.query(`SELECT current_setting('statement_timeout') AS "before"`);
  await connection.exec('SET statement_timeout = 0');
  try {
    await work();
  } finally {
    await connection
      .query(`SELECT set_config('statement_timeout', $1, false)`, [row?.['before']])
      .catch(() => undefined);
  }
}
