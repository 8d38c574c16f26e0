/** Addresses that are good for a time and for whoever has them: signed (HMAC-SHA-256), so that nobody can make one. */
import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';

/** What an address lets do: one for reading is never one for sending. */
export type AddressUse = 'read' | 'send';

/** What is signed: the path, until when it is good, and the name to save what is there under. */
export interface SignedFacts {
  readonly path: string;
  readonly until: Date;
  readonly name?: string | null;
}

/** The path with the other facts and the signature as its query. */
export function signedPath(key: KeyObject, use: AddressUse, { path, until, name }: SignedFacts): string {
  const query = new URLSearchParams({ until: String(Math.floor(until.getTime() / 1_000)) });
  if (name) query.set('name', name);
  const signature = signatureOf(key, [use, path, query.get('until') ?? '', name ?? '']).toString('base64url');
  return `${path}?${query}&signature=${signature}`;
}

/** Until when the address is good; null when it is not signed, wrongly, or not good any more. */
export function goodUntil(key: KeyObject, use: AddressUse, url: URL, now: Date): Date | null {
  const until = url.searchParams.get('until') ?? '';
  const given = Buffer.from(url.searchParams.get('signature') ?? '', 'base64url');
  if (!/^\d{1,12}$/.test(until)) return null;
  const right = signatureOf(key, [use, url.pathname, until, url.searchParams.get('name') ?? '']);
  if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
  const time = new Date(Number(until) * 1_000);
  return time > now ? time : null;
}

function signatureOf(key: KeyObject, facts: readonly string[]): Buffer {
  return createHmac('sha256', key)
    .update(JSON.stringify(['rozcestnik file 1', ...facts]))
    .digest();
}
