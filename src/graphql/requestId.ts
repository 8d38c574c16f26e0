import { randomUUID } from 'node:crypto';
import type { Plugin } from 'graphql-yoga';

const ids = new WeakMap<Request, string>();

/** The id of a request, by which its log lines are found. */
export function requestIdOf(request: Request): string {
  const present = ids.get(request);
  if (present) return present;
  const id = randomUUID();
  ids.set(request, id);
  return id;
}

/** A yoga plugin that tells every client the id of its request. */
export function useRequestId(): Plugin {
  return {
    onResponse({ request, response }) {
      response.headers.set('x-request-id', requestIdOf(request));
    },
  };
}
