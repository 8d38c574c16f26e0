/** Files in a folder of this machine. */
import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { reasonOf } from '../reasonOf.ts';
import {
  assertHash,
  type FileStorage,
  hashOfBytes,
  intact,
  isHash,
  StorageError,
  type StoredBytes,
} from './fileStorage.ts';

/** Folder of what is being written; on the same file system, so that a name can be given at once. */
const UNFINISHED = 'unfinished';

/** Milliseconds after which what was begun is given up: a day. */
const GIVEN_UP_AFTER = 24 * 3_600_000;

/** Keeps files in `folder`, which is made when the first one comes. */
export function folderStorage(folder: string): FileStorage {
  // A folder in between, so that none grows too large to look at.
  const pathOf = (hash: string) => join(folder, hash.slice(0, 2), hash);
  return {
    location: `folder ${folder}`,
    async put(hash, bytes) {
      assertHash(hash);
      const path = pathOf(hash);
      if (await holds(path, hash)) return;
      const unfinished = join(folder, UNFINISHED, randomUUID());
      try {
        await mkdir(dirname(unfinished), { recursive: true, mode: 0o750 });
        await mkdir(dirname(path), { recursive: true, mode: 0o750 });
        await writeDurably(unfinished, bytes);
        // Whoever is there by now has the same bytes, or damaged ones.
        await rename(unfinished, path);
        await syncFolder(dirname(path));
      } catch (error) {
        throw new StorageError(`The file ${hash} could not be stored: ${reasonOf(error)}`, { cause: error });
      } finally {
        await removed(unfinished);
      }
    },
    async get(hash) {
      assertHash(hash);
      try {
        return intact(hash, await readFile(pathOf(hash)));
      } catch (error) {
        if (isMissing(error)) return null;
        if (error instanceof StorageError) throw error;
        throw new StorageError(`The file ${hash} could not be read: ${reasonOf(error)}`, { cause: error });
      }
    },
    async delete(hash) {
      assertHash(hash);
      await removed(pathOf(hash));
    },
    async *list(): AsyncGenerator<StoredBytes> {
      for (const part of await namesIn(folder)) {
        for (const name of await namesIn(join(folder, part))) {
          const path = join(folder, part, name);
          const storedAt = await timeOf(path);
          if (storedAt && isHash(name) && part === name.slice(0, 2)) yield { hash: name, storedAt };
          const isGivenUp = storedAt && part === UNFINISHED && Date.now() - storedAt.getTime() > GIVEN_UP_AFTER;
          if (isGivenUp) await removed(path);
        }
      }
    },
  };
}

async function holds(path: string, hash: string): Promise<boolean> {
  try {
    return hashOfBytes(await readFile(path)) === hash;
  } catch {
    return false;
  }
}

/** Writes and waits until the disk has it: a name is given to what will survive a loss of power. */
async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o640);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  let folder: FileHandle | undefined;
  try {
    folder = await open(path, 'r');
    await folder.sync();
  } catch {
    // Not every system lets a folder be synced; the file itself is on the disk.
  } finally {
    await folder?.close();
  }
}

async function removed(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (!isMissing(error)) throw new StorageError(`${path} could not be deleted: ${reasonOf(error)}`, { cause: error });
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw new StorageError(`${folder} could not be read: ${reasonOf(error)}`, { cause: error });
  }
}

async function timeOf(path: string): Promise<Date | null> {
  try {
    return (await stat(path)).mtime;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

const isMissing = (error: unknown) => ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
