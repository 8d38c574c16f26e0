/** The service as browsers see it: where it is, and which other sites it trusts. */

export interface Site {
  /** Origin that browsers reach the service by; without one it answers under loopback names alone. */
  readonly publicOrigin: string | null;
  /** Origins of front ends that may send requests with a visitor's cookies. */
  readonly allowedOrigins: ReadonlySet<string>;
}

/** The service on this machine alone. */
export const LOCAL_SITE: Site = { publicOrigin: null, allowedOrigins: new Set() };

/** Whether browsers reach the service by https: then its cookies are for such connections alone. */
export function isSecure({ publicOrigin }: Site): boolean {
  return publicOrigin?.startsWith('https:') ?? false;
}

const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/;

/**
 * The origin of the service for a request. What the request says of it counts on loopback names alone: elsewhere it could
 * be anything.
 */
export function originFor({ publicOrigin }: Site, request: Request): string | null {
  if (publicOrigin) return publicOrigin;
  const host = request.headers.get('host') ?? '';
  return LOOPBACK.test(host) ? `http://${host}` : null;
}

/** Whether a page of that origin may send requests with a visitor's cookies. */
export function mayAsk(site: Site, request: Request, origin: string): boolean {
  return origin === originFor(site, request) || site.allowedOrigins.has(origin);
}
