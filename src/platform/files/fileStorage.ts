/** Where the bytes of files are kept: under the SHA-256 of what they hold, so that nothing is ever overwritten. */
import { createHash } from 'node:crypto';

/** Bytes that are kept. */
export interface StoredBytes {
  /** SHA-256 of the bytes, hexadecimal. */
  readonly hash: string;
  /** When they were stored. */
  readonly storedAt: Date;
}

/** A place for files. Every operation is whole or not at all, and may be done twice. */
export interface FileStorage {
  /** What it is and where, for the operator. */
  readonly location: string;
  /**
   * Keeps the bytes. When they are there already, nothing happens.
   * @throws StorageError when they are not kept then
   */
  put(hash: string, bytes: Uint8Array): Promise<void>;
  /**
   * The bytes; null when there are none.
   * @throws StorageError when the place does not answer, or what it holds is not what was stored
   */
  get(hash: string): Promise<Uint8Array | null>;
  /** Deletes the bytes, if they are there. */
  delete(hash: string): Promise<void>;
  /** All that is kept, in no order. Deletes in passing what was begun long ago and never finished. */
  list(): AsyncIterable<StoredBytes>;
}

/** The place of files failed: full, out of reach, or damaged. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
}

/** SHA-256 of bytes, hexadecimal. */
export function hashOfBytes(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const HASH = /^[0-9a-f]{64}$/;

/** Whether a text has the form of a hash: the only names that ever reach a storage. */
export function isHash(text: string): boolean {
  return HASH.test(text);
}

/** @throws StorageError when the bytes that were read are not those of the hash. */
export function intact(hash: string, bytes: Uint8Array): Uint8Array {
  if (hashOfBytes(bytes) === hash) return bytes;
  throw new StorageError(`The file ${hash} is damaged: its bytes are not those that were stored`);
}

/** @throws StorageError for a name that is no hash: it could lead out of the storage. */
export function assertHash(hash: string): void {
  if (!isHash(hash)) throw new StorageError('A file is named by its SHA-256 in hexadecimal');
}
