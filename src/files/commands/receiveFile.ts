import { defineCommand } from '../../journal/command.ts';
import { DomainError } from '../../kernel/errors.ts';
import { hashOfBytes } from '../../platform/files/fileStorage.ts';
import type { CheckedFile } from '../formats/checkedFile.ts';
import { keepContent, type Store } from '../keeping.ts';
import { say } from '../messages.ts';

/** A file that came by the address that its sender was given. */
export interface ReceivedFile {
  readonly fileId: string;
  readonly content: CheckedFile;
  readonly store: Store;
}

/**
 * Keeps a file that came. The same file again changes nothing, so that whoever missed the answer may send it once more.
 * @throws DomainError NOT_FOUND when nobody awaits it any more, CONFLICT when another file came before,
 * STORAGE_UNAVAILABLE.
 */
export const receiveFile = defineCommand({
  name: 'receiveFile',
  action: 'file.receive',
  async run({ tx, now, audit }, { fileId, content, store }: ReceivedFile) {
    // Locked: of two that come at once, one is the first.
    const [row] = await tx.$queryRaw<{ hash: string | null }[]>`
      SELECT "hash" FROM "File" WHERE "id" = ${fileId}::uuid FOR UPDATE`;
    if (!row) throw new DomainError('NOT_FOUND', say('The address is not good any more: ask for a new one.'));
    if (row.hash === hashOfBytes(content.bytes)) return tx.file.findUniqueOrThrow({ where: { id: fileId } });
    if (row.hash !== null) {
      throw new DomainError('CONFLICT', say('Another file came by this address before: ask for a new one.'));
    }
    const file = await keepContent(tx, fileId, content, store, now);
    const details = { purpose: file.purpose, mediaType: content.mediaType, size: content.bytes.byteLength };
    audit({ action: 'file.receive', objectType: 'file', objectId: fileId, details });
    return file;
  },
});
