/** Keeping and deleting bytes together with the rows that tell of them. */
import type { File } from '../generated/prisma/client.ts';
import type { CommandContext } from '../journal/command.ts';
import { DomainError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import type { Transaction } from '../platform/database.ts';
import { type FileStorage, hashOfBytes, StorageError } from '../platform/files/fileStorage.ts';
import type { CheckedFile } from './formats/checkedFile.ts';
import { say } from './messages.ts';
import type { FilePurpose } from './purposes.ts';

/** Puts bytes under their hash; see {@link FileStorage.put}. A function, so that it is no part of what a command is known by. */
export type Store = FileStorage['put'];

/**
 * Keeps what came for a file that is awaited. The row of the bytes is locked until the transaction ends, so that nobody
 * deletes them meanwhile.
 * @throws DomainError STORAGE_UNAVAILABLE when they cannot be stored; nothing is kept then.
 */
export async function keepContent(
  tx: Transaction,
  fileId: string,
  { bytes, mediaType, width, height }: CheckedFile,
  store: Store,
  now: Date,
): Promise<File> {
  const hash = hashOfBytes(bytes);
  const size = bytes.byteLength;
  await tx.fileContent.upsert({ where: { hash }, create: { hash, size, storedAt: now }, update: { size } });
  await storedOr(() => store(hash, bytes));
  return tx.file.update({ where: { id: fileId }, data: { receivedAt: now, hash, mediaType, size, width, height } });
}

/** Keeps a file that came in another way than by an upload, such as inside of a tile file; answers its id. */
export async function keepNewFile(
  { tx, viewer, now, audit }: CommandContext,
  purpose: FilePurpose,
  content: CheckedFile,
  store: Store,
): Promise<string> {
  const id = newId();
  await tx.file.create({ data: { id, purpose, author: viewer.actor, createdAt: now } });
  await keepContent(tx, id, content, store, now);
  const details = { purpose, mediaType: content.mediaType, size: content.bytes.byteLength };
  audit({ action: 'file.receive', objectType: 'file', objectId: id, details });
  return id;
}

async function storedOr(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    const unavailable = new DomainError(
      'STORAGE_UNAVAILABLE',
      say('The file could not be stored, and nothing was kept of it: try again in a while.'),
    );
    unavailable.cause = error;
    throw unavailable;
  }
}

/** Deletes bytes that no file has, in a transaction that whoever stores them again waits for. */
export async function deleteUnusedContent(
  tx: Transaction,
  hash: string,
  remove: FileStorage['delete'],
  now: Date,
): Promise<boolean> {
  // Locks the row, which is made for bytes that have none, so that storing and deleting never overlap.
  await tx.fileContent.upsert({ where: { hash }, create: { hash, size: 0, storedAt: now }, update: { hash } });
  if ((await tx.file.count({ where: { hash } })) > 0) return false;
  await remove(hash);
  await tx.fileContent.delete({ where: { hash } });
  return true;
}
