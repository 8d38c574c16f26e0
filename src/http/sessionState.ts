/** Tells front ends how a request's session stands, and caches that answers to people are theirs alone. */
import type { Plugin } from 'graphql-yoga';
import type { Viewer } from '../kernel/viewer.ts';
import { sessionStateOf } from '../kernel/viewer.ts';

const HEADER = 'x-session-state';

const viewers = new WeakMap<Request, Viewer>();

/** Remembers who sent a request. */
export function noteViewer(request: Request, viewer: Viewer): void {
  viewers.set(request, viewer);
}

/** A yoga plugin that sends the state along with each answer of GraphQL. */
export function useSessionState(): Plugin {
  return {
    onResponse({ request, response }) {
      response.headers.append('vary', 'Cookie, Authorization');
      const viewer = viewers.get(request);
      if (!viewer) return;
      const state = sessionStateOf(viewer);
      if (state !== 'NONE') response.headers.set(HEADER, state);
      if (!viewer.roles.has('ANONYMOUS')) response.headers.set('cache-control', 'private, no-store');
    },
  };
}
