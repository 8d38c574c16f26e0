/** The database within this process: PostgreSQL compiled to WebAssembly, its files in the data folder. */
import { existsSync, renameSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { OpenDatabase } from './database.ts';
import { DatabaseUnavailableError } from './databaseUnavailable.ts';
import { type JsonStatement, readDirectly, watched } from './directStatements.ts';
import { DataFolderInUseError, type DataFolderLock, lockDataFolder } from './lock.ts';
import { migrationsFolder } from './migrationFiles.ts';
import { applyMigrations, countMissing, pendingMigrations } from './migrations.ts';
import { pgliteDriver } from './pgliteDriver.ts';
import { createPrismaClient, type StatementListener } from './prismaClient.ts';
import { reasonOf } from './reasonOf.ts';
import { pgliteConnection } from './sqlConnection.ts';
import type { StatementWatch } from './watchedDriver.ts';

/** What an embedded database is made of. */
interface Parts {
  readonly location: string;
  readonly onStatement: StatementListener | undefined;
  readonly watch?: StatementWatch | undefined;
  readonly lock?: DataFolderLock;
}

/**
 * Opens the embedded database in `<dataDir>/database`, creating it when missing; `memory://` keeps nothing.
 * @throws DataFolderInUseError when another process uses the folder
 * @throws DatabaseUnavailableError when the folder or the database in it cannot be used
 */
export async function openPGlite({
  dataDir,
  onStatement,
  watch,
}: {
  dataDir: string;
  onStatement: StatementListener | undefined;
  watch?: StatementWatch | undefined;
}): Promise<OpenDatabase> {
  if (dataDir.startsWith('memory://')) {
    return pgliteDatabase(await PGlite.create('memory://'), { location: 'memory', onStatement, watch });
  }
  const lock = await takeFolder(dataDir);
  try {
    const location = resolve(dataDir, 'database');
    return await pgliteDatabase(await openFiles(location), { location, onStatement, watch, lock });
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** The database over an instance of PGlite, which it then owns. */
export async function pgliteDatabase(db: PGlite, { location, onStatement, watch, lock }: Parts): Promise<OpenDatabase> {
  // The driver reads and writes instants without their offset, so any other zone would shift them.
  await db.exec("SET TIME ZONE 'UTC'");
  const prisma = createPrismaClient(pgliteDriver(db), onStatement, watch);
  const direct = async ({ text, values }: JsonStatement) => {
    const { rows } = await db.query<{ json: string | null }>(text, [...values]);
    return rows[0]?.json ?? null;
  };
  readDirectly(prisma, watched(direct, { onStatement, watch }));
  return {
    prisma,
    adapter: 'PGlite',
    location,
    migrate: (report, options) =>
      applyMigrations(pgliteConnection(db), { folder: migrationsFolder(), report, ...options }),
    exclusively: (work) => work(),
    missingMigrations: () => countMissing(pgliteConnection(db), { folder: migrationsFolder() }),
    pendingMigrations: (options) => pendingMigrations(pgliteConnection(db), { folder: migrationsFolder(), ...options }),
    close: async () => {
      await prisma.$disconnect();
      if (!db.closed) await db.close();
      lock?.release();
    },
  };
}

async function takeFolder(dataDir: string): Promise<DataFolderLock> {
  try {
    return await lockDataFolder(dataDir);
  } catch (error) {
    if (error instanceof DataFolderInUseError) throw error;
    throw new DatabaseUnavailableError(`The data folder ${resolve(dataDir)} cannot be used: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}

/** What a full disk is to the file system of WebAssembly, whose errors are objects with this number (wasi_snapshot_preview1, errno). */
const NO_SPACE = 51;

async function openFiles(location: string): Promise<PGlite> {
  try {
    if (!existsSync(location)) await createFiles(location);
    return await PGlite.create(location);
  } catch (error) {
    const problem = `The embedded database in ${location} cannot be opened`;
    if ((error as { errno?: unknown } | null)?.errno === NO_SPACE) {
      throw new DatabaseUnavailableError(`${problem}: no space is left there. Make space, and start again.`);
    }
    throw new DatabaseUnavailableError(
      `${problem}: ${reasonOf(error)}. Move the folder away to begin with an empty one, or put a backup in its place.`,
      { cause: error },
    );
  }
}

// Beside its place first: a process killed while it creates the database must not leave half of one there.
async function createFiles(location: string): Promise<void> {
  const unfinished = `${location}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  const db = await PGlite.create(unfinished);
  await db.close();
  renameSync(unfinished, location);
}
