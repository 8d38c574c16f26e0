/** Addresses within the service that a browser may be sent to because a request said so. */

/** Segments of unreserved characters (RFC 3986, section 2.3), none empty, none `.` or `..`; then maybe a query. */
const PATH = /^(?:\/(?!\.{1,2}(?:\/|\?|$))[A-Za-z0-9._~-]+)*\/?(?:\?[A-Za-z0-9._~=&%-]*)?$/;
const MAX_LENGTH = 500;

/**
 * `wanted` if it is a path of this service, `/` otherwise: an address elsewhere would let others' links lead from here to
 * anywhere. What is encoded stays in the query, where it leads nowhere.
 */
export function safeReturnPath(wanted: string | null | undefined): string {
  if (!wanted?.startsWith('/') || wanted.length > MAX_LENGTH || !PATH.test(wanted)) return '/';
  return hasControlCharacters(wanted) ? '/' : wanted;
}

function hasControlCharacters(text: string): boolean {
  try {
    return /[\u0000-\u001f\u007f]/.test(decodeURIComponent(text));
  } catch {
    return true;
  }
}
