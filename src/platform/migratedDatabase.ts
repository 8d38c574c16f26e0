import type { Logger } from 'pino';
import { type OpenDatabase, openDatabase } from './database.ts';
import { MigrationError } from './migrations.ts';

/** Where a configuration says the database is. */
export interface DatabasePlace {
  readonly DATABASE_URL?: string | undefined;
  readonly DATA_DIR: string;
}

/**
 * Opens the database that the configuration names and brings it up to date. Beside the service, so that programs which need
 * nothing but data do not load all of it.
 */
export async function openMigratedDatabase(
  place: DatabasePlace,
  log: Logger,
  report: (message: string) => void,
): Promise<OpenDatabase> {
  return opened(place, log, (database) => database.migrate(report));
}

/**
 * Opens the database that the configuration names for who only looks, and changes nothing of it.
 * @throws MigrationError when it is not of this version
 */
export async function openPresentDatabase(place: DatabasePlace, log: Logger): Promise<OpenDatabase> {
  return opened(place, log, async (database) => {
    const { length } = await database.pendingMigrations();
    if (length === 0) return;
    throw new MigrationError(
      `The database lacks ${length} migrations of this version, and who only looks does not apply them: npm start does.`,
    );
  });
}

async function opened(
  { DATABASE_URL, DATA_DIR }: DatabasePlace,
  log: Logger,
  prepare: (database: OpenDatabase) => Promise<unknown>,
): Promise<OpenDatabase> {
  const database = await openDatabase({ databaseUrl: DATABASE_URL, dataDir: DATA_DIR, log });
  try {
    await prepare(database);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}
