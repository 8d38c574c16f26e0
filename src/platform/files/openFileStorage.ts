/** Chooses where files are kept. */
import { join } from 'node:path';
import { bucketOf } from './bucket.ts';
import type { FileStorage } from './fileStorage.ts';
import { folderStorage } from './folderStorage.ts';
import { objectStorage } from './objectStorage.ts';

/** The part of the configuration that says where files are kept. */
export interface FilePlace {
  /** Address of a bucket; see {@link bucketOf}. */
  readonly FILES_URL?: string | undefined;
  readonly DATA_DIR: string;
}

/** Folder of files under the data folder, where they are without a bucket. */
export const filesFolder = ({ DATA_DIR }: Pick<FilePlace, 'DATA_DIR'>) => join(DATA_DIR, 'files');

/** Files in the bucket when there is one, in the data folder otherwise. @throws Error for an address that names no bucket */
export function openFileStorage(place: FilePlace): FileStorage {
  if (place.FILES_URL === undefined) return folderStorage(filesFolder(place));
  const bucket = bucketOf(place.FILES_URL);
  if (!bucket) throw new Error('FILES_URL names no bucket');
  return objectStorage(bucket);
}
