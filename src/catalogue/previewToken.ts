/** Tokens of preview links: which link, until when, and a signature (HMAC-SHA-256) over both. */
import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import { parse, stringify, validate } from 'uuid';

/** What a token says of its link. */
export interface SignedLink {
  readonly id: string;
  readonly expiresAt: Date;
}

/** Bytes: the link's id, its expiry in milliseconds, the signature. */
const ID = 16;
const EXPIRY = 8;
const SIGNATURE = 32;

/** Sets signatures of links apart from whatever else the key may sign one day. */
const PURPOSE = 'rozcestnik preview link 1:';

/** The token of a link, in base64url; always the same for the same link and key. */
export function previewToken(key: KeyObject, { id, expiresAt }: SignedLink): string {
  const expiry = Buffer.alloc(EXPIRY);
  expiry.writeBigUInt64BE(BigInt(expiresAt.getTime()));
  const facts = Buffer.concat([parse(id), expiry]);
  return Buffer.concat([facts, signature(key, facts)]).toString('base64url');
}

/** What a token says, if it was signed with the key; null for anything else. */
export function readPreviewToken(key: KeyObject, token: string): SignedLink | null {
  const bytes = Buffer.from(token, 'base64url');
  // What decodes to the same bytes is not the same token: base64url has spare bits, and Node is lenient.
  if (bytes.length !== ID + EXPIRY + SIGNATURE || bytes.toString('base64url') !== token) return null;
  const facts = bytes.subarray(0, ID + EXPIRY);
  if (!timingSafeEqual(bytes.subarray(ID + EXPIRY), signature(key, facts))) return null;
  const id = stringify(facts.subarray(0, ID));
  return validate(id) ? { id, expiresAt: new Date(Number(facts.readBigUInt64BE(ID))) } : null;
}

function signature(key: KeyObject, facts: Uint8Array): Buffer {
  return createHmac('sha256', key).update(PURPOSE).update(facts).digest();
}
