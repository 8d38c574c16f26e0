/** Files as the rest of the service uses them. */
import type { KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { File } from '../generated/prisma/client.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Database } from '../platform/database.ts';
import type { FileStorage } from '../platform/files/fileStorage.ts';
import { EXTENSIONS, type MediaType } from './formats/checkedFile.ts';
import { DOWNLOAD_LIFETIME, UPLOAD_LIFETIME } from './limits.ts';
import { type AddressUse, goodUntil, signedPath } from './signedAddress.ts';

export const FILES_PATH = '/files/';
export const UPLOADS_PATH = '/uploads/';

/** A file that came. */
export type ReceivedRow = Pick<File, 'id' | 'name' | 'width' | 'height'> & {
  readonly hash: string;
  readonly mediaType: MediaType;
  readonly size: number;
};

/** Whether a file came; one that is awaited cannot be used. */
export function isReceived(
  file: Pick<File, 'hash' | 'mediaType' | 'size' | 'id' | 'name' | 'width' | 'height'>,
): file is ReceivedRow {
  return file.hash !== null && file.mediaType !== null && file.size !== null;
}

/** Files held in memory at the most; one takes about 0.3 kB, and never changes. */
const MAX_HELD = 10_000;

/** An address for reading is the same for this time, in milliseconds, so that browsers need not load an image twice. */
const SAME_FOR = 300_000;

export class Files {
  readonly storage: FileStorage;
  readonly #held = new LRUCache<string, ReceivedRow>({ max: MAX_HELD });
  readonly #key: KeyObject;
  readonly #clock: Clock;

  constructor(storage: FileStorage, key: KeyObject, clock: Clock) {
    this.storage = storage;
    this.#key = key;
    this.#clock = clock;
  }

  /** Address of a file that is for everybody; the same for ever. */
  publicPath({ hash, mediaType }: Pick<ReceivedRow, 'hash' | 'mediaType'>): string {
    return `${FILES_PATH}${hash}.${EXTENSIONS[mediaType]}`;
  }

  /** Address of a file for whoever is told it now; good for ten to fifteen minutes. */
  privatePath(file: Pick<ReceivedRow, 'hash' | 'mediaType'>, name: string | null = null): string {
    const earliest = this.#clock().getTime() + DOWNLOAD_LIFETIME;
    const until = new Date(Math.ceil(earliest / SAME_FOR) * SAME_FOR);
    return signedPath(this.#key, 'read', { path: this.publicPath(file), until, name });
  }

  /** Address to send a file to that is awaited, and until when it is good. */
  uploadPath({ id, createdAt }: Pick<File, 'id' | 'createdAt'>): { path: string; expiresAt: Date } {
    const expiresAt = new Date(createdAt.getTime() + UPLOAD_LIFETIME);
    return { path: signedPath(this.#key, 'send', { path: `${UPLOADS_PATH}${id}`, until: expiresAt }), expiresAt };
  }

  /** Until when an address is good; null for one that is not. */
  goodUntil(use: AddressUse, url: URL): Date | null {
    return goodUntil(this.#key, use, url, this.#clock());
  }

  /**
   * The files, in the order of their ids; one statement at the most.
   * @throws Error when one is missing, which the database prevents for those that something refers to
   */
  async find({ file }: Pick<Database, 'file'>, ids: readonly string[]): Promise<ReceivedRow[]> {
    const missing = ids.filter((id) => !this.#held.has(id));
    if (missing.length > 0) {
      for (const row of await file.findMany({ where: { id: { in: missing } } })) {
        if (isReceived(row)) this.#held.set(row.id, row);
      }
    }
    return ids.map((id) => this.#held.get(id) ?? fail(id));
  }
}

function fail(id: string): never {
  throw new Error(`The file ${id} is missing.`);
}
