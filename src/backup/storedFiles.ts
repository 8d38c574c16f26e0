/** The stored files as backups and exports have them: in a folder, each below the first two signs of its hash. */
import { copyFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type FilePlace, filesFolder, openFileStorage } from '../platform/files/openFileStorage.ts';

/**
 * A folder that holds all stored files: the one where they are, or one below `scratch` into which they are read from the bucket.
 * @throws StorageError when the bucket cannot be read, or a file in it is damaged
 */
export async function gatherFiles(place: FilePlace, scratch: string): Promise<string> {
  if (place.FILES_URL === undefined) return filesFolder(place);
  const storage = openFileStorage(place);
  const folder = join(scratch, 'stored');
  for await (const { hash } of storage.list()) {
    // What was deleted meanwhile has no row any more either.
    const bytes = await storage.get(hash);
    if (!bytes) continue;
    const path = join(folder, hash.slice(0, 2), hash);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(path, bytes, { mode: 0o600 });
  }
  return folder;
}

/** Puts files that stand in a folder where the service keeps them. One that is there already is the same. */
export async function putBack(place: FilePlace, folder: string, names: readonly string[]): Promise<void> {
  if (place.FILES_URL !== undefined) {
    const storage = openFileStorage(place);
    for (const name of names) await storage.put(basename(name), await readFile(join(folder, name)));
    return;
  }
  for (const name of names) {
    const target = join(filesFolder(place), name);
    await mkdir(dirname(target), { recursive: true });
    await copyFile(join(folder, name), `${target}.part`);
    await rename(`${target}.part`, target);
  }
}
