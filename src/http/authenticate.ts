/** Finds out who asks: the first way that knows somebody, in order; otherwise nobody in particular. */
import { findSession, touchSession } from '../identity/sessions.ts';
import { viewerOf } from '../identity/viewerOf.ts';
import type { Clock } from '../kernel/clock.ts';
import { ANONYMOUS, type Viewer } from '../kernel/viewer.ts';
import type { Database } from '../platform/database.ts';
import { sessionSecretIn } from './cookies.ts';

/** Finds out who asks. */
export type Authenticate = (request: Request) => Promise<Viewer>;

/** One way to know who asks; null when the request does not go that way. */
export type WayIn = (request: Request) => Viewer | null | Promise<Viewer | null>;

/** Tries the ways in their order. */
export function authenticateBy(ways: readonly WayIn[]): Authenticate {
  return async (request) => {
    for (const way of ways) {
      const viewer = await way(request);
      if (viewer) return viewer;
    }
    return ANONYMOUS;
  };
}

/**
 * By the cookie of a session. One that has ended leaves its bearer anonymous, and tells how it ended wherever signing in is
 * needed.
 */
export function bySession(database: Database, clock: Clock, isSecure: boolean): WayIn {
  return async (request) => {
    const secret = sessionSecretIn(request.headers.get('cookie'), isSecure);
    if (secret === null) return null;
    const now = clock();
    const found = await findSession(database, secret, now);
    if (found.state !== 'ACTIVE') return { ...ANONYMOUS, endedSession: found.state };
    await touchSession(database, found.session, now);
    return viewerOf(found.session);
  };
}
