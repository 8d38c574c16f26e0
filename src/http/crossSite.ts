/**
 * Keeps other sites from acting in a visitor's name: answers to front ends of an allow-list alone (CORS), and takes a POST
 * with a session's cookie only from their pages and with a header that no form can send.
 */
import type { Plugin } from 'graphql-yoga';
import { readerLanguage } from '../graphql/readerLocale.ts';
import { readCookies, sessionCookieName } from './cookies.ts';
import { say } from './messages.ts';
import { isSecure, mayAsk, type Site } from './site.ts';

/** Header that says that a script of a trusted page sends the request; its value does not matter. */
export const REQUEST_HEADER = 'x-rozcestnik-request';

const ALLOWED_HEADERS = `accept, accept-language, authorization, content-type, x-preview, ${REQUEST_HEADER}`;
const EXPOSED_HEADERS = 'x-request-id, x-session-state, retry-after';
const PREFLIGHT_SECONDS = '600';

/** A yoga plugin that does so for every path. */
export function useCrossSite(site: Site): Plugin {
  return {
    onRequest({ request, endResponse }) {
      if (request.method === 'OPTIONS' && request.headers.has('access-control-request-method')) {
        endResponse(preflight(site, request.headers.get('origin')));
      } else if (isForgeable(site, request)) {
        endResponse(forgeryRefusal(request));
      }
    },
  };
}

/** Headers by which pages of the allowed origins may read an answer. */
export function originHeaders({ allowedOrigins }: Site, origin: string | null): Readonly<Record<string, string>> {
  if (!origin || !allowedOrigins.has(origin)) return {};
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': EXPOSED_HEADERS,
  };
}

/** Whether a request that can change something has a cookie that the browser may have added by itself. */
export function isForgeable(site: Site, request: Request): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return false;
  const origin = request.headers.get('origin');
  if (!readCookies(request.headers.get('cookie')).has(sessionCookieName(isSecure(site)))) return false;
  return !request.headers.has(REQUEST_HEADER) || (origin !== null && !mayAsk(site, request, origin));
}

function preflight({ allowedOrigins }: Site, origin: string | null): Response {
  const isAllowed = origin !== null && allowedOrigins.has(origin);
  const headers = {
    'access-control-allow-methods': 'GET, POST, PUT',
    'access-control-allow-headers': ALLOWED_HEADERS,
    'access-control-max-age': PREFLIGHT_SECONDS,
  };
  return new Response(null, { status: 204, headers: isAllowed ? headers : {} });
}

/** What such a request is answered. */
export function forgeryRefusal({ headers }: Request): Response {
  const said = say(
    'A request with a session must come from a page of this service or of an allowed origin, with the header {header}: 1.',
    { header: REQUEST_HEADER },
  );
  const error = {
    message: said(readerLanguage(headers.get('accept-language'))),
    extensions: { code: 'CROSS_SITE_REQUEST' },
  };
  return Response.json({ errors: [error] }, { status: 403, headers: { 'cache-control': 'no-store' } });
}
