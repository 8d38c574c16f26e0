import type { Plugin } from 'graphql-yoga';
import { requestIdOf } from '../../graphql/requestId.ts';
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
        sources.log.error({ requestId, err: error }, 'A sign-in failed');
        endResponse(
          new Response(`Something went wrong on our side. Tell us the request id ${requestId}.\n`, { status: 500 }),
        );
      }
    },
  };
}
