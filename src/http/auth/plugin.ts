import type { Plugin } from 'graphql-yoga';
import { say } from '../../graphql/messages.ts';
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
        const requestId = requestIdOf(request);
        const isAway = isOutage(error);
        if (isAway) sources.log.warn({ requestId }, 'A sign-in met a database that is away');
        else sources.log.error({ requestId, err: error }, 'A sign-in failed');
        const said = isAway
          ? say('The database is not there. Try again soon.')
          : say('Something went wrong on our side. Tell us the request id {requestId}.', { requestId });
        const text = said(readerLanguage(request.headers.get('accept-language')));
        const type = { 'content-type': 'text/plain; charset=utf-8' };
        endResponse(
          new Response(
            `${text}\n`,
            isAway ? { status: 503, headers: { ...type, 'retry-after': '2' } } : { status: 500, headers: type },
          ),
        );
      }
    },
  };
}
