/**
 * Reads GraphQL requests: from POST bodies in JSON alone, up to a limit, in valid UTF-8, and from the addresses of GET.
 * Everything else that yoga would take (urlencoded, multipart, bare documents) is refused, so that no other site can
 * post in a visitor's name.
 */
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import { DomainError } from '../kernel/errors.ts';
import type { Value } from '../kernel/message.ts';
import { say } from './messages.ts';
import { DOCUMENT_ID } from './persistedDocuments.ts';
import { MEDIA_TYPES, mediaTypeFor } from './questions/mediaType.ts';
import { readBody } from './readBody.ts';

/** Bytes of a body at the most. */
export const MAX_BODY = 1_000_000;

/** A yoga plugin that replaces its parsers of requests. */
export function useStrictRequests(): Plugin {
  return {
    onRequestParse({ request, setRequestParser, endResponse }) {
      // Before anything is done: yoga would see to it when there is a result, and has streams besides, of which there are none here.
      if (!mediaTypeFor(request.headers.get('accept'))) return endResponse(notAcceptable());
      if (request.method === 'POST') setRequestParser(parsePosted);
      if (request.method === 'GET') setRequestParser(parseAddress);
    },
  };
}

/** RFC 9110, section 15.5.7. */
function notAcceptable(): Response {
  return new Response(null, { status: 406, headers: { accept: MEDIA_TYPES.join(', ') } });
}

/**
 * The parameters in an address.
 * @throws DomainError BAD_REQUEST
 */
export function parseAddress({ url }: Pick<Request, 'url'>): GraphQLParams {
  const search = url.includes('?') ? url.slice(url.indexOf('?') + 1) : '';
  assertUtf8(search);
  const given = new URLSearchParams(search);
  const json = (name: string) => {
    const text = given.get(name);
    return text ? (parseJson(text, name) as Record<string, unknown>) : undefined;
  };
  return {
    query: given.get('query') ?? undefined,
    operationName: given.get('operationName') ?? undefined,
    variables: json('variables'),
    extensions: json('extensions'),
    ...(given.has(DOCUMENT_ID) && { [DOCUMENT_ID]: given.get(DOCUMENT_ID) }),
  };
}

// URLSearchParams would put U+FFFD in the place of what it cannot decode.
function assertUtf8(search: string): void {
  try {
    decodeURIComponent(search);
  } catch {
    throw new DomainError('BAD_REQUEST', say('The address must be percent-encoded UTF-8.'));
  }
}

/** RFC 8259 knows no other encoding; a charset is tolerated where it says so. */
const JSON_IN_UTF8 = /^application\/json\s*(?:;\s*charset="?utf-8"?\s*)?$/i;

/** Whether the type of a body is the one that is taken. */
export function isJson(contentType: string | null | undefined): boolean {
  return JSON_IN_UTF8.test(contentType ?? '');
}

async function parsePosted(request: Request): Promise<GraphQLParams> {
  if (!isJson(request.headers.get('content-type'))) {
    throw new DomainError('UNSUPPORTED_MEDIA_TYPE', say('Send the request as application/json.'));
  }
  return parseBody(await readBody(request, MAX_BODY));
}

/**
 * The parameters in a body.
 * @throws DomainError BAD_REQUEST
 */
export function parseBody(bytes: Uint8Array): GraphQLParams {
  const params = parseJson(decodeUtf8(bytes));
  if (params !== null && typeof params === 'object' && !Array.isArray(params)) return withName(params);
  throw new DomainError('BAD_REQUEST', say('The body must be a JSON object with a query; batches are not taken.'));
}

function withName(params: GraphQLParams): GraphQLParams {
  const { operationName } = params;
  if (operationName === null || ['string', 'undefined'].includes(typeof operationName)) return params;
  throw new DomainError('BAD_REQUEST', say('operationName must be a text, or left out.'));
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new DomainError('BAD_REQUEST', say('The body must be valid UTF-8.'));
  }
}

function parseJson(text: string, subject: Value = say('The body')): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DomainError(
      'BAD_REQUEST',
      say('{subject} must be JSON: {problem}.', { subject, problem: (error as Error).message }),
    );
  }
}
