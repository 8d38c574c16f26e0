import { randomUUID } from 'node:crypto';

const ids = new WeakMap<Request, string>();

/** An id that may come from outside: it goes into logs, headers and the audit log, so nothing in it means anything there. */
const SAFE_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{7,127}$/;

/** The id that a request came with, if it is harmless, or one of ours. */
export function harmlessId(given: string | null | undefined): string {
  return given && SAFE_ID.test(given) ? given : randomUUID();
}

/** The id of a request, by which its log lines are found: the one that a proxy gave it, if it is harmless, or one of ours. */
export function requestIdOf(request: Request): string {
  const present = ids.get(request);
  if (present) return present;
  const id = harmlessId(request.headers.get('x-request-id'));
  ids.set(request, id);
  return id;
}
