import type { Logger } from 'pino';
import { type OpenDatabase, openDatabase } from './database.ts';

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
  const database = await openDatabase({ databaseUrl: place.DATABASE_URL, dataDir: place.DATA_DIR, log });
  try {
    await database.migrate(report);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}
