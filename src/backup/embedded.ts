/** Dumps and restores the embedded database. Whoever calls holds the lock of the data folder. */
import { existsSync, openAsBlob, renameSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { BackupError } from '../platform/backupError.ts';
import { pgliteDatabase } from '../platform/pglite.ts';
import { pgliteConnection } from '../platform/sqlConnection.ts';
import { describe } from './describe.ts';
import { digestTables } from './digests.ts';
import type { Manifest } from './manifest.ts';
import { type Candidate, type Dumped, stamp } from './source.ts';

/** Folder of the database below the data folder. */
export const databaseFolder = (dataDir: string) => join(resolve(dataDir), 'database');

/** Writes the dump to a file; answers what it is of. */
export async function dumpEmbedded(dataDir: string, path: string): Promise<Dumped> {
  const folder = databaseFolder(dataDir);
  if (!existsSync(folder)) throw new BackupError(`There is no database in ${folder}: set DATA_DIR to the data folder.`);
  const client = await PGlite.create(folder);
  const database = await pgliteDatabase(client, { location: folder, onStatement: undefined });
  try {
    const facts = await describe(pgliteConnection(client), database.prisma);
    const dump = await client.dumpDataDir('gzip');
    await writeFile(path, dump.stream());
    return { adapter: 'PGlite', ...facts };
  } finally {
    await database.close();
  }
}

/** Restores a dump beside the database in use. */
export async function restoreEmbedded(dataDir: string, dump: string, manifest: Manifest): Promise<Candidate> {
  const place = databaseFolder(dataDir);
  const beside = `${place}.restored`;
  rmSync(beside, { recursive: true, force: true });
  const client = await load(dump, beside, manifest);
  const database = await pgliteDatabase(client, { location: beside, onStatement: undefined });
  return {
    prisma: database.prisma,
    tables: await digestTables(pgliteConnection(client)),
    swap: async () => {
      await database.close();
      const kept = existsSync(place) ? `${place}.before-${stamp(new Date())}` : null;
      if (kept) renameSync(place, kept);
      renameSync(beside, place);
      return kept;
    },
    discard: async () => {
      await database.close();
      rmSync(beside, { recursive: true, force: true });
    },
  };
}

async function load(dump: string, folder: string, { service, serverVersion }: Manifest): Promise<PGlite> {
  try {
    return await PGlite.create({ dataDir: folder, loadDataDir: await openAsBlob(dump) });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw new BackupError(
      `The embedded database of this version cannot load the backup (${(error as Error).message}). It was made by version ` +
        `${service} on PostgreSQL ${Math.floor(serverVersion / 10_000)}: restore it with that version, and upgrade then.`,
    );
  }
}
