/** Making a backup. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Logger } from 'pino';
import { BackupError } from '../platform/backupError.ts';
import { lockDataFolder } from '../platform/lock.ts';
import { filesBelow, partOf, writeArchive } from './archive.ts';
import { dumpEmbedded } from './embedded.ts';
import { FORMAT, type Manifest } from './manifest.ts';
import { dumpPostgres } from './postgres.ts';
import type { DataPlaces, Dumped } from './source.ts';
import { gatherFiles } from './storedFiles.ts';

export interface BackUpOptions {
  readonly places: DataPlaces;
  /** The file to make. */
  readonly to: string;
  /** Version of the service. */
  readonly version: string;
  readonly now: Date;
  readonly log: Pick<Logger, 'warn'>;
}

/**
 * Writes database and stored files into one file. On the embedded database the service must be stopped; on PostgreSQL it may run.
 * @throws BackupError, and DataFolderInUseError when the service uses the embedded database
 */
export async function backUp({ places, to, version, now, log }: BackUpOptions): Promise<Manifest> {
  if (existsSync(to)) throw new BackupError(`${to} is there already: name a file that is not.`);
  if (!existsSync(dirname(resolve(to)))) throw new BackupError(`There is no folder ${dirname(resolve(to))}.`);
  const scratch = await mkdtemp(join(dirname(resolve(to)), '.rozcestnik-backup-'));
  try {
    const dump = join(scratch, 'dump');
    const dumped = await dumpOf(places, dump, log);
    // After the dump: a file is stored before the row that names it, so that none can be missing.
    const folder = await gatherFiles(places, scratch);
    const files = Object.fromEntries(
      await Promise.all(
        (await filesBelow(folder)).filter(isStored).map(async (name) => [name, await partOf(join(folder, name))]),
      ),
    );
    const manifest = { format: FORMAT, createdAt: now.toISOString(), service: version, ...dumped, files } as const;
    const whole: Manifest = { ...manifest, database: await partOf(dump) };
    await writeArchive(to, { manifest: whole, database: dump, filesFolder: folder });
    return whole;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Not what an upload has only begun. */
const isStored = (name: string) => !name.startsWith('unfinished/');

async function dumpOf(
  { DATABASE_URL, DATA_DIR }: DataPlaces,
  path: string,
  log: Pick<Logger, 'warn'>,
): Promise<Dumped> {
  if (DATABASE_URL !== undefined) return dumpPostgres(DATABASE_URL, path, log);
  const lock = await lockDataFolder(DATA_DIR);
  try {
    return await dumpEmbedded(DATA_DIR, path);
  } finally {
    lock.release();
  }
}
