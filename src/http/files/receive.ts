import { validate } from 'uuid';
import { receiveFile } from '../../files/commands/receiveFile.ts';
import { type Files, isReceived, UPLOADS_PATH } from '../../files/files.ts';
import { checkFile, type FilePurpose, maxBytesOf } from '../../files/purposes.ts';
import type { File } from '../../generated/prisma/client.ts';
import { requestIdOf } from '../../graphql/requestId.ts';
import { runCommand } from '../../journal/command.ts';
import { DomainError } from '../../kernel/errors.ts';
import { encodeGlobalId } from '../../kernel/ids.ts';
import { PORTER } from '../../kernel/viewer.ts';
import { say } from '../messages.ts';
import { readBody } from '../readBody.ts';
import { type FileSources, json, notAllowed } from './sources.ts';

/**
 * Takes the file that is awaited at a signed address. The address is all that is needed: nothing is done in the name of
 * whoever's cookies come along.
 * @throws DomainError as in the table of the plugin; nothing is kept then.
 */
export async function receive({ files, runner }: FileSources, request: Request, url: URL): Promise<Response> {
  if (request.method !== 'PUT') return notAllowed('PUT');
  const fileId = url.pathname.slice(UPLOADS_PATH.length);
  const isGood = files.goodUntil('send', url) !== null && validate(fileId);
  const awaited = isGood ? await runner.database.file.findUnique({ where: { id: fileId } }) : null;
  if (!awaited) throw new DomainError('NOT_FOUND', say('The address is not good, or not any more: ask for a new one.'));
  const purpose = awaited.purpose as FilePurpose;
  const content = await checkFile(purpose, await readBody(request, maxBytesOf(purpose)));
  const store = (hash: string, bytes: Uint8Array) => files.storage.put(hash, bytes);
  const call = { requestId: requestIdOf(request) };
  const file = await runCommand(runner, PORTER, receiveFile, { fileId, content, store }, call);
  return json({ file: shown(files, file), errors: [] }, awaited.hash === null ? 201 : 200);
}

/** What its sender is told of it. */
function shown(files: Files, file: File): object | null {
  if (!isReceived(file)) return null;
  const { id, mediaType, size, width, height } = file;
  return { id: encodeGlobalId('File', id), mediaType, size, width, height, url: files.privatePath(file, file.name) };
}
