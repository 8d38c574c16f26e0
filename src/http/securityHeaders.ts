/** Headers that every answer has: what a browser must not do with it. Pages of ours say more of themselves. */
import { isSecure, type Site } from './site.ts';

/** A year: browsers that came by https once come by https alone (RFC 6797). */
const HSTS = 'max-age=31536000';

/** The headers, by their names. */
export function securityHeaders(site: Site): Map<string, string> {
  return new Map([
    // An answer is data: nothing in it is run, loaded or framed, whatever it is taken for.
    ['content-security-policy', "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"],
    ['x-content-type-options', 'nosniff'],
    ['x-frame-options', 'DENY'],
    ['referrer-policy', 'no-referrer'],
    ['cross-origin-opener-policy', 'same-origin'],
    // Front ends of allowed origins read by CORS, which this does not touch.
    ['cross-origin-resource-policy', 'same-origin'],
    ...(isSecure(site) ? [['strict-transport-security', HSTS] as const] : []),
  ]);
}
