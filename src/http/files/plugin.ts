/** Files over HTTP: `PUT /uploads/…` takes one that is awaited, `GET /files/…` gives one to whoever may have it. */
import type { Plugin } from 'graphql-yoga';
import { FILES_PATH, UPLOADS_PATH } from '../../files/files.ts';
import { say as sayOfFaults } from '../../graphql/messages.ts';
import { databaseAway } from '../../graphql/publicErrors.ts';
import { readerLanguage } from '../../graphql/readerLocale.ts';
import { requestIdOf } from '../../graphql/requestId.ts';
import { DomainError, type ErrorCode } from '../../kernel/errors.ts';
import type { Message } from '../../kernel/message.ts';
import { Turns } from '../../kernel/turns.ts';
import { isOutage } from '../../platform/outage.ts';
import { give } from './give.ts';
import { receive } from './receive.ts';
import { type FileSources, json } from './sources.ts';

/** Files that are received at once, at the most: each is held in memory until it was looked at. */
const MAX_RECEIVED_AT_ONCE = 8;

/** A yoga plugin that answers these addresses before GraphQL has its turn. */
export function useFiles(sources: FileSources): Plugin {
  const turns = new Turns(MAX_RECEIVED_AT_ONCE);
  return {
    async onRequest({ request, url, endResponse }) {
      if (url.pathname.startsWith(UPLOADS_PATH)) {
        endResponse(await answered(sources, request, () => turns.take(() => receive(sources, request, url))));
      } else if (url.pathname.startsWith(FILES_PATH)) {
        endResponse(await answered(sources, request, () => give(sources, request, url)));
      }
    },
  };
}

const STATUS: Partial<Record<ErrorCode, number>> = {
  NOT_FOUND: 404,
  CONFLICT: 409,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  INVALID_INPUT: 422,
  STORAGE_UNAVAILABLE: 503,
};

async function answered({ log }: FileSources, request: Request, answer: () => Promise<Response>): Promise<Response> {
  try {
    return await answer();
  } catch (error) {
    const requestId = requestIdOf(request);
    if (isOutage(error)) {
      log.warn({ requestId }, 'A file was asked for while the database is away');
      return refusal(request, 'SERVICE_UNAVAILABLE', [databaseAway().said], 503);
    }
    const isExpected = error instanceof DomainError;
    if (!isExpected || error.cause) log.error({ requestId, err: error }, 'A file could not be taken or given');
    if (!isExpected) {
      const said = sayOfFaults('Something went wrong on our side. Tell us the request id {requestId}.', { requestId });
      return refusal(request, 'INTERNAL_SERVER_ERROR', [said], 500);
    }
    const { code, said, issues } = error;
    const messages = issues.length > 0 ? issues.map(({ message }) => message) : [said];
    return refusal(request, code, messages, STATUS[code] ?? 500);
  }
}

/** Errors in the shape that mutations have. */
function refusal({ headers }: Request, code: string, messages: readonly Message[], status: number): Response {
  const language = readerLanguage(headers.get('accept-language'));
  return json({ file: null, errors: messages.map((said) => ({ code, path: [], message: said(language) })) }, status);
}
