/** Storages of files, each for one test file, and what there is in a folder. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileStorage } from '../../src/platform/files/fileStorage.ts';
import { folderStorage } from '../../src/platform/files/folderStorage.ts';

/** A folder for files that is removed by the test. */
export interface FileFolder {
  readonly path: string;
  readonly storage: FileStorage;
  /** Names of all files below it, unfinished ones as well. */
  names(): Promise<string[]>;
  remove(): Promise<void>;
}

export async function fileFolder(): Promise<FileFolder> {
  const path = await mkdtemp(join(tmpdir(), 'rozcestnik-files-'));
  return {
    path,
    storage: folderStorage(join(path, 'files')),
    names: async () => {
      const found = await readdir(path, { recursive: true, withFileTypes: true });
      return found.filter((one) => one.isFile()).map((one) => one.name);
    },
    remove: () => rm(path, { recursive: true, force: true }),
  };
}

/** Everything that a storage lists. */
export async function listed({ list }: FileStorage): Promise<string[]> {
  const hashes: string[] = [];
  for await (const { hash } of list()) hashes.push(hash);
  return hashes.sort();
}
