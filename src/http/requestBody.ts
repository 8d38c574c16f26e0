/**
 * Reads GraphQL requests from POST bodies: JSON alone, up to a limit, in valid UTF-8. Everything else that yoga would
 * take (urlencoded, multipart, bare documents) is refused, so that no other site can post in a visitor's name.
 */
import { createGraphQLError, type GraphQLParams, type Plugin } from 'graphql-yoga';

/** Bytes of a body at the most. */
export const MAX_BODY = 1_000_000;

/** A yoga plugin that replaces the parsers of POST bodies. */
export function useJsonBodies(): Plugin {
  return {
    onRequestParse({ request, setRequestParser }) {
      if (request.method === 'POST') setRequestParser(parseBody);
    },
  };
}

async function parseBody(request: Request): Promise<GraphQLParams> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    throw refusal(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send the request as application/json.');
  }
  const encoding = request.headers.get('content-encoding');
  if (encoding && encoding !== 'identity') {
    throw refusal(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send the request without content encoding.');
  }
  const params = parseJson(decodeUtf8(await readBytes(request)));
  if (params !== null && typeof params === 'object' && !Array.isArray(params)) return params as GraphQLParams;
  throw refusal(400, 'BAD_REQUEST', 'The body must be a JSON object with a query; batches are not taken.');
}

async function readBytes(request: Request): Promise<Uint8Array> {
  const tooLarge = () => refusal(413, 'PAYLOAD_TOO_LARGE', `The body must have at most ${MAX_BODY} bytes.`);
  if (Number(request.headers.get('content-length')) > MAX_BODY) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BODY) throw tooLarge();
    chunks.push(chunk);
  }
  return chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks);
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refusal(400, 'BAD_REQUEST', 'The body must be valid UTF-8.');
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refusal(400, 'BAD_REQUEST', `The body must be JSON: ${(error as Error).message}.`);
  }
}

function refusal(status: number, code: string, message: string): Error {
  return createGraphQLError(message, { extensions: { code, http: { status } } });
}
