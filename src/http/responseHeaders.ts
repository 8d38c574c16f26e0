/** Headers that every answer of the endpoint has, whatever it is about. */
import type { Plugin } from 'graphql-yoga';
import { requestIdOf } from '../graphql/requestId.ts';
import { originHeaders } from './crossSite.ts';
import { previewHeaders } from './preview.ts';
import { sessionHeaders } from './sessionState.ts';
import type { Site } from './site.ts';

/** What answers differ by, for caches (RFC 9110, section 12.5.5). */
export const VARY = 'Origin, Cookie, Authorization, Accept, Accept-Language, x-preview';

/** The others: for whom it is, who may read it, and the id by which its request is found in the log. */
export function responseHeaders(request: Request, site: Site): Readonly<Record<string, string>> {
  return {
    ...originHeaders(site, request.headers.get('origin')),
    ...sessionHeaders(request),
    ...previewHeaders(request),
    'x-request-id': requestIdOf(request),
  };
}

/** A yoga plugin that adds them. */
export function useResponseHeaders(site: Site): Plugin {
  return {
    onResponse({ request, response }) {
      response.headers.append('vary', VARY);
      for (const [name, value] of Object.entries(responseHeaders(request, site))) response.headers.set(name, value);
    },
  };
}
