/** Holds whoever asks to their number of requests. */
import type { IncomingMessage } from 'node:http';
import type { Plugin } from 'graphql-yoga';
import { RateLimited } from '../../graphql/limits/rateLimited.ts';
import type { Allowance } from '../../graphql/limits/usage.ts';
import { readerLanguage } from '../../graphql/readerLocale.ts';
import type { Viewer } from '../../kernel/viewer.ts';
import type { Authenticate } from '../authenticate.ts';
import type { ClientAddress } from '../clientAddress.ts';
import { sessionSecretIn } from '../cookies.ts';
import type { RateLimiter } from './limiter.ts';
import type { RateSubject } from './rates.ts';

/** What is counted by, and how. */
export interface RateSources {
  readonly limiter: RateLimiter;
  readonly clientAddress: ClientAddress;
  readonly isSecure: boolean;
}

const AUTH = '/auth/';
const EMERGENCY = '/auth/emergency';

const addresses = new WeakMap<Request, string>();
const allowances = new WeakMap<Request, Allowance>();
/** Requests that count for somebody, or are not let in. */
const counted = new WeakSet<Request>();

/** What the sender of a request has left; null when it is not counted. */
export function allowanceFor(request: Request): Allowance | null {
  return allowances.get(request) ?? null;
}

/**
 * A yoga plugin that counts requests as they come, before anything of them is read. Those with credentials count for whoever they
 * are of ({@link countedBy}); if they end before that is known, for their address, so that a credential, even a false one, lets
 * nobody past.
 */
export function useRateLimits(sources: RateSources): Plugin {
  return {
    async onRequest({ request, url, serverContext, endResponse }) {
      const { req } = serverContext as { req?: IncomingMessage };
      const refusal = req && (await countArrival(sources, request, url.pathname, req));
      if (refusal) endResponse(refusal);
    },
    onResponse: ({ request }) => countEnd(sources, request),
  };
}

/** Counts a request as it comes; answers what it is refused with, if it is. */
export async function countArrival(
  { limiter, clientAddress, isSecure }: RateSources,
  request: Request,
  pathname: string,
  req: IncomingMessage,
): Promise<Response | null> {
  const address = clientAddress(req);
  addresses.set(request, address);
  try {
    if (!pathname.startsWith(AUTH) && hasCredentials(request, isSecure)) {
      await limiter.mustHaveLeft('UNPROVEN', address);
      return null;
    }
    counted.add(request);
    allowances.set(request, await limiter.take(subjectOf(request, pathname), address));
  } catch (error) {
    // Whatever else goes wrong with counting, the service goes on.
    if (error instanceof RateLimited) return refusal(error, request);
  }
  return null;
}

/** Counts a request for its address that has ended before it counted for somebody. */
export async function countEnd({ limiter }: RateSources, request: Request): Promise<void> {
  const address = addresses.get(request);
  if (address !== undefined && !counted.has(request)) await limiter.take('UNPROVEN', address).catch(() => undefined);
}

function subjectOf({ method }: Request, pathname: string): RateSubject {
  if (pathname === EMERGENCY && method === 'POST') return 'EMERGENCY';
  return pathname.startsWith(AUTH) ? 'SIGN_IN' : 'ADDRESS';
}

function hasCredentials({ headers }: Request, isSecure: boolean): boolean {
  return headers.has('authorization') || sessionSecretIn(headers.get('cookie'), isSecure) !== null;
}

/**
 * Finds out who asks and counts the request for them: whoever has signed in or has a token does not share the allowance of
 * their address. Who is not who they say counts for the address.
 * @throws RateLimited
 */
export function countedBy(limiter: RateLimiter, authenticate: Authenticate): Authenticate {
  return async (request) => {
    const address = addresses.get(request);
    if (address === undefined || allowances.has(request)) return authenticate(request);
    const take = async (subject: RateSubject, key: string) => {
      counted.add(request);
      allowances.set(request, await limiter.take(subject, key));
    };
    const viewer = await authenticate(request).catch(async (error) => {
      await take('ADDRESS', address);
      throw error;
    });
    await take(...keyOf(viewer, address));
    return viewer;
  };
}

function keyOf({ actor, personId, scopes }: Viewer, address: string): [RateSubject, string] {
  if (scopes) return ['TOKEN', actor];
  return personId === undefined ? ['ADDRESS', address] : ['PERSON', personId];
}

function refusal({ code, said, retryAfter }: RateLimited, request: Request): Response {
  const message = said(readerLanguage(request.headers.get('accept-language')));
  const headers = { 'retry-after': String(retryAfter), 'cache-control': 'no-store' };
  return Response.json({ errors: [{ message, extensions: { code } }] }, { status: 429, headers });
}
