/** Restoring a backup: beside what is in use first, proved there, and then in its place. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Logger } from 'pino';
import { verifyAudit } from '../journal/verifyAudit.ts';
import { BackupError } from '../platform/backupError.ts';
import { lockDataFolder } from '../platform/lock.ts';
import { migrationsFolder, readMigrations } from '../platform/migrationFiles.ts';
import { readArchive } from './archive.ts';
import { differences } from './digests.ts';
import { databaseFolder, restoreEmbedded } from './embedded.ts';
import { DATABASE, FILES, type Manifest } from './manifest.ts';
import { postgresHasRows, restorePostgres } from './postgres.ts';
import type { Candidate, DataPlaces } from './source.ts';
import { putBack } from './storedFiles.ts';

export interface RestoreOptions {
  readonly places: DataPlaces;
  /** The backup. */
  readonly from: string;
  /** Whether a database with rows may be put away. */
  readonly isForced: boolean;
  readonly report: (message: string) => void;
  readonly log: Pick<Logger, 'warn'>;
}

export interface Restored {
  readonly manifest: Manifest;
  /** What the database in use before is called now; null when there was none. */
  readonly kept: string | null;
}

/**
 * Restores the database and the stored files. Until everything has been proved, nothing of what is in use is touched; then the database in
 * use is put away under another name, never deleted.
 * @throws BackupError, and DataFolderInUseError when the service uses the embedded database
 */
export async function restore(options: RestoreOptions): Promise<Restored> {
  const { places } = options;
  if (places.DATABASE_URL !== undefined) return restoreIn(options);
  const lock = await lockDataFolder(places.DATA_DIR);
  try {
    return await restoreIn(options);
  } finally {
    lock.release();
  }
}

async function restoreIn({ places, from, isForced, report, log }: RestoreOptions): Promise<Restored> {
  const { DATABASE_URL, DATA_DIR } = places;
  await mkdir(DATA_DIR, { recursive: true });
  const scratch = await mkdtemp(join(resolve(DATA_DIR), '.restore-'));
  try {
    report(`Reading ${from}`);
    const manifest = await readArchive(from, scratch);
    assertFits(manifest, places);
    await assertMayReplace(places, isForced);
    await assertKnown(manifest);
    report('Restoring the database beside the one in use');
    const dump = join(scratch, DATABASE);
    const candidate =
      DATABASE_URL === undefined
        ? await restoreEmbedded(DATA_DIR, dump, manifest)
        : await restorePostgres(DATABASE_URL, dump, manifest, log);
    try {
      report('Proving rows and the audit chain');
      await prove(candidate, manifest);
      await putBack(places, join(scratch, FILES), Object.keys(manifest.files));
      return { manifest, kept: await candidate.swap() };
    } catch (error) {
      await candidate.discard();
      throw error;
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** A dump of the one database cannot be loaded by the other one. */
function assertFits({ adapter }: Manifest, { DATABASE_URL }: DataPlaces): void {
  const present = DATABASE_URL === undefined ? 'PGlite' : 'PostgreSQL';
  if (adapter === present) return;
  const right = adapter === 'PGlite' ? 'unset DATABASE_URL' : 'set DATABASE_URL to a database on PostgreSQL';
  throw new BackupError(`The backup is of ${adapter}, and the configuration chooses ${present}: ${right}.`);
}

async function assertMayReplace({ DATABASE_URL, DATA_DIR }: DataPlaces, isForced: boolean): Promise<void> {
  if (isForced) return;
  const folder = databaseFolder(DATA_DIR);
  const isTaken = DATABASE_URL === undefined ? existsSync(folder) : await postgresHasRows(DATABASE_URL);
  if (!isTaken) return;
  throw new BackupError(
    `There is a database with data already${DATABASE_URL === undefined ? ` in ${folder}` : ''}. With --force it is put away under ` +
      'another name, and the backup takes its place. Nothing was changed.',
  );
}

/** A database of a newer version could not be used after it had been restored. */
async function assertKnown({ migrations, service }: Manifest): Promise<void> {
  const known = new Set((await readMigrations(migrationsFolder())).map(({ name }) => name));
  const unknown = migrations.filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new BackupError(
    `The backup was made by a newer version (${service}) with migrations that this one does not know (${unknown.join(', ')}): ` +
      'restore it with that version.',
  );
}

async function prove({ tables, prisma }: Candidate, { tables: expected, audit }: Manifest): Promise<void> {
  const different = differences(expected, tables);
  if (different.length > 0) {
    throw new BackupError(
      `The restored rows are not those of the backup: ${different.join(', ')}. Nothing was changed.`,
    );
  }
  // A chain that was broken when the backup was made is restored as it was: the manifest says so.
  if (!audit.isWhole) return;
  const head = { position: BigInt(audit.position), hash: audit.hash };
  const { break: broken } = await verifyAudit(prisma, head.position === 0n ? {} : { expected: head });
  if (broken) throw new BackupError(`The restored audit chain is broken (${broken.kind}). Nothing was changed.`);
}
