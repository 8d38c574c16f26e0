/** The service's own cookies. */
import { isSecret } from '../identity/secrets.ts';

/** Whether the request came by https, as the address that the service is known by says. */
export type IsSecure = boolean;

/** Name of the session's cookie; browsers take the prefix from secure origins alone (RFC 6265bis, section 4.1.3.2). */
export function sessionCookieName(isSecure: IsSecure): string {
  return isSecure ? '__Host-rozcestnik-session' : 'rozcestnik-session';
}

/** Name of the cookie of one sign-in that is under way. */
export function attemptCookieName(isSecure: IsSecure, attempt: string): string {
  return `${isSecure ? '__Host-' : ''}rozcestnik-signin-${attempt}`;
}

/** Sign-ins that may be under way in one browser: what comes before the last ones has been left lying. */
const MAX_ATTEMPTS = 5;

/**
 * Names of the cookies of sign-ins that have to make room for one more. Browsers send those first that they got first
 * (RFC 6265, section 5.4).
 */
export function surplusAttemptCookies(header: string | null | undefined, isSecure: IsSecure): string[] {
  const prefix = attemptCookieName(isSecure, '');
  const names = [...readCookies(header).keys()].filter((name) => name.startsWith(prefix));
  return names.slice(0, Math.max(0, names.length - MAX_ATTEMPTS + 1));
}

/** Values by name. A name that comes twice counts as absent: nobody can tell which one is ours. */
export function readCookies(header: string | null | undefined): ReadonlyMap<string, string> {
  const pairs = (header ?? '').split(';').map((part): [string, string] => {
    const [name = '', ...value] = part.split('=');
    return [name.trim(), value.join('=').trim()];
  });
  const names = pairs.map(([name]) => name);
  return new Map(pairs.filter(([name]) => name !== '' && names.indexOf(name) === names.lastIndexOf(name)));
}

/** The session's secret that a request brings; null without one. One that is malformed is not known and has expired. */
export function sessionSecretIn(header: string | null | undefined, isSecure: IsSecure): string | null {
  return readCookies(header).get(sessionCookieName(isSecure)) ?? null;
}

/** A Set-Cookie header: for this host alone, out of the reach of scripts, and not sent along from other sites' pages. */
export function setCookie(name: string, value: string, isSecure: IsSecure, maxAgeSeconds?: number): string {
  if (value !== '' && !isSecret(value)) throw new Error('cookies hold secrets alone');
  const age = maxAgeSeconds === undefined ? '' : `; Max-Age=${maxAgeSeconds}`;
  return `${name}=${value}; Path=/${isSecure ? '; Secure' : ''}; HttpOnly; SameSite=Lax${age}`;
}

/** A Set-Cookie header that deletes a cookie. */
export function clearCookie(name: string, isSecure: IsSecure): string {
  return setCookie(name, '', isSecure, 0);
}
