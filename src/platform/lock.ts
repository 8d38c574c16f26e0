/** One process at a time in a data folder: PGlite itself does not guard its files. */
import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';

/** The data folder is held by another process, or opened twice by this one. */
export class DataFolderInUseError extends Error {
  override readonly name = 'DataFolderInUseError';
  /** Absolute path. */
  readonly folder: string;

  constructor(folder: string, holder: Holder | undefined) {
    const who = holder ? `process ${holder.pid}, running since ${holder.startedAt}` : 'another process';
    super(
      `The data folder ${folder} is in use by ${who}. Stop it, or set DATA_DIR to another folder, ` +
        'or set DATABASE_URL to keep the data in PostgreSQL.',
    );
    this.folder = folder;
  }
}

/** A held lock. */
export interface DataFolderLock {
  /** Frees the folder for others. May be called again. */
  release(): void;
}

const holderSchema = z.object({ pid: z.int(), startedAt: z.string() });
type Holder = z.infer<typeof holderSchema>;

/**
 * Takes the folder for this process, making it when missing. The kernel frees it when the process ends in whatever way;
 * what the file `lock` says is information for people.
 * @throws DataFolderInUseError when it is taken
 * @throws Error of the file system when the folder cannot be made or written
 */
export async function lockDataFolder(dataDir: string): Promise<DataFolderLock> {
  // Native code, loaded only where it is needed: with DATABASE_URL there is no data folder to guard.
  const { tryLock } = await import('fs-native-extensions');
  const folder = resolve(dataDir);
  const path = join(folder, 'lock');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const descriptor = openSync(path, 'a+', 0o600);
  try {
    if (!tryLock(descriptor)) throw new DataFolderInUseError(folder, readHolder(path));
    writeHolder(descriptor);
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
  return releaseOnce(descriptor);
}

function releaseOnce(descriptor: number): DataFolderLock {
  let held = true;
  return {
    release() {
      if (held) closeSync(descriptor);
      held = false;
    },
  };
}

function writeHolder(descriptor: number): void {
  const startedAt = new Date(Date.now() - process.uptime() * 1000).toISOString();
  const holder: Holder = { pid: process.pid, startedAt };
  ftruncateSync(descriptor, 0);
  writeSync(descriptor, `${JSON.stringify(holder)}\n`);
}

function readHolder(path: string): Holder | undefined {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // Not written yet by a process that is just starting, or unreadable while locked (Windows).
    return undefined;
  }
}
