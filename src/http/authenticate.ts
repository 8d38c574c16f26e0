/** Finds out who asks: the first way that knows somebody, in order; otherwise nobody in particular. */
import type { IncomingHttpHeaders } from 'node:http';
import { findToken, touchToken, viewerOfToken } from '../identity/apiTokens.ts';
import { findSession, touchSession } from '../identity/sessions.ts';
import { viewerOf } from '../identity/viewerOf.ts';
import type { Clock } from '../kernel/clock.ts';
import { DomainError } from '../kernel/errors.ts';
import { ANONYMOUS, type Viewer } from '../kernel/viewer.ts';
import type { Database } from '../platform/database.ts';
import { sessionSecretIn } from './cookies.ts';
import { say } from './messages.ts';

/** Finds out who asks. */
export type Authenticate = (request: Request) => Promise<Viewer>;

/** One way to know who asks; null when the request does not go that way. */
export type WayIn = (request: Request) => Viewer | null | Promise<Viewer | null>;

/** Whether none of the ways knows somebody by what a request brings: its answer is the one that everybody gets. */
export function isNobody(headers: IncomingHttpHeaders, isSecure: boolean): boolean {
  if (headers.authorization !== undefined || headers['x-preview'] !== undefined) return false;
  return headers.cookie === undefined || sessionSecretIn(headers.cookie, isSecure) === null;
}

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

/** What is wrong with a token that is not good. */
const BAD_TOKENS = {
  INVALID: say('The Authorization header must be `Bearer` and an API token exactly as it was issued, such as roz_….'),
  EXPIRED: say('The API token has expired: issue a new one.'),
  REVOKED: say('The API token was revoked.'),
} as const;

/**
 * By an API token in the Authorization header (RFC 6750, section 2.1).
 * @throws DomainError TOKEN_INVALID, TOKEN_EXPIRED or TOKEN_REVOKED: whoever means to be somebody is never answered as nobody.
 */
export function byToken(database: Database, clock: Clock): WayIn {
  return async (request) => {
    const header = request.headers.get('authorization');
    if (header === null) return null;
    const now = clock();
    const secret = header.match(/^Bearer +([^\s]+)$/i)?.[1] ?? '';
    const found = await findToken(database, secret, now);
    if (found.state !== 'ACTIVE') throw new DomainError(`TOKEN_${found.state}`, BAD_TOKENS[found.state]);
    await touchToken(database, found.token, now);
    return viewerOfToken(found.token);
  };
}
