/** The configured database below Prisma, for what reads all of it. Nothing is migrated. */
import { existsSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { DatabaseUnavailableError } from '../platform/databaseUnavailable.ts';
import { parseDatabaseUrl } from '../platform/databaseUrl.ts';
import { lockDataFolder } from '../platform/lock.ts';
import { reasonOf } from '../platform/reasonOf.ts';
import { pgliteConnection, postgresConnection, type SqlConnection } from '../platform/sqlConnection.ts';
import { databaseFolder } from './embedded.ts';
import type { DataPlaces } from './source.ts';

/**
 * Opens the database for the time of some work.
 * @throws DatabaseUnavailableError when it is not there, DataFolderInUseError when the service uses the embedded one
 */
export async function withConnection<Result>(
  { DATABASE_URL, DATA_DIR }: DataPlaces,
  work: (connection: SqlConnection) => Promise<Result>,
): Promise<Result> {
  return DATABASE_URL === undefined ? onEmbedded(DATA_DIR, work) : onPostgres(DATABASE_URL, work);
}

async function onEmbedded<Result>(
  dataDir: string,
  work: (connection: SqlConnection) => Promise<Result>,
): Promise<Result> {
  const folder = databaseFolder(dataDir);
  if (!existsSync(folder)) {
    throw new DatabaseUnavailableError(`There is no database in ${folder}: set DATA_DIR to the data folder.`);
  }
  const lock = await lockDataFolder(dataDir);
  try {
    const client = await PGlite.create(folder);
    try {
      return await work(pgliteConnection(client));
    } finally {
      await client.close();
    }
  } finally {
    lock.release();
  }
}

async function onPostgres<Result>(
  databaseUrl: string,
  work: (connection: SqlConnection) => Promise<Result>,
): Promise<Result> {
  const { location, withoutPassword } = parseDatabaseUrl(databaseUrl);
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'rozcestnik-export' });
  await client.connect().catch((error: unknown) => {
    throw new DatabaseUnavailableError(
      `PostgreSQL at ${location} is not available: ${withoutPassword(reasonOf(error))}.`,
    );
  });
  try {
    return await work(postgresConnection(client));
  } finally {
    await client.end();
  }
}
