import type { Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';
import { say } from '../../graphql/messages.ts';
import { databaseAway } from '../../graphql/publicErrors.ts';
import { readerLanguage } from '../../graphql/readerLocale.ts';
import { requestIdOf } from '../../graphql/requestId.ts';
import { isOutage } from '../../platform/outage.ts';
import { type AuthSources, answerAuth } from './routes.ts';

/** A yoga plugin that answers the routes around sign-in before GraphQL has its turn. */
export function useSignIn(sources: AuthSources): Plugin {
  return {
    async onRequest({ request, endResponse }) {
      try {
        const response = await answerAuth(sources, request);
        if (response) endResponse(response);
      } catch (error) {
        endResponse(failure(sources.log, request, error));
      }
    },
  };
}

/** The answer to a request that failed: the database may be away for the time being. */
function failure(log: Logger, request: Request, error: unknown): Response {
  const requestId = requestIdOf(request);
  const language = readerLanguage(request.headers.get('accept-language'));
  const headers = { 'content-type': 'text/plain; charset=utf-8' };
  if (isOutage(error)) {
    log.warn({ requestId }, 'A sign-in met a database that is away');
    const text = databaseAway().said(language);
    return new Response(`${text}\n`, { status: 503, headers: { ...headers, 'retry-after': '2' } });
  }
  log.error({ requestId, err: error }, 'A sign-in failed');
  const said = say('Something went wrong on our side. Tell us the request id {requestId}.', { requestId });
  return new Response(`${said(language)}\n`, { status: 500, headers });
}
