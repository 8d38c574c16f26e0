import { DomainError } from '../kernel/errors.ts';
import { say } from './messages.ts';

/**
 * The body of a request, read as it comes and up to `max` bytes.
 * @throws DomainError PAYLOAD_TOO_LARGE as soon as it is longer, or says that it will be; UNSUPPORTED_MEDIA_TYPE when it is
 * encoded, which could make anything of a few bytes.
 */
export async function readBody(request: Request, max: number): Promise<Uint8Array> {
  const encoding = request.headers.get('content-encoding');
  if (encoding && encoding !== 'identity') {
    throw new DomainError('UNSUPPORTED_MEDIA_TYPE', say('Send the request without content encoding.'));
  }
  const tooLarge = () => new DomainError('PAYLOAD_TOO_LARGE', say('The body must have at most {max} bytes.', { max }));
  if (Number(request.headers.get('content-length')) > max) throw tooLarge();
  const chunks: Uint8Array[] = [];
  const reader = request.body?.getReader();
  for (let size = 0, read = await reader?.read(); reader && read && !read.done; read = await reader.read()) {
    size += read.value.byteLength;
    if (size > max) {
      discardRest(reader);
      throw tooLarge();
    }
    chunks.push(read.value);
  }
  return chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks);
}

// A body that is left unread would cut the connection off before the client has its answer, or block the next request.
function discardRest(reader: ReadableStreamDefaultReader<Uint8Array>): void {
  const discard = async () => {
    while (!(await reader.read()).done);
  };
  // The client may go away meanwhile.
  discard().catch(() => undefined);
}
