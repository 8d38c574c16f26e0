import type { Plugin } from 'graphql-yoga';
import { type AuthSources, answerAuth } from './routes.ts';

/** A yoga plugin that answers the routes around sign-in before GraphQL has its turn. */
export function useSignIn(sources: AuthSources): Plugin {
  return {
    async onRequest({ request, endResponse }) {
      const response = await answerAuth(sources, request);
      if (response) endResponse(response);
    },
  };
}
