/** Secrets that browsers keep, and what is encrypted so that it can be read with them alone. */
import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** 256 random bits in base64url: 43 characters. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Whether a text has the form of a {@link newSecret}. */
export function isSecret(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}

/** SHA-256, hexadecimal, of the parts, each ended by a zero byte so that they cannot run into each other. */
export function hashOf(...parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex');
}

/** The pseudonym of a person whom an issuer knows by `subject`: HMAC-SHA-256, hexadecimal. */
export function pseudonymOf(key: string, issuer: string, subject: string): string {
  return createHmac('sha256', key).update(issuer).update('\0').update(subject).digest('hex');
}

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts `value` as JSON by a key derived (HKDF, RFC 5869) from `secret`, for one `purpose`. */
export function seal(value: unknown, secret: string, purpose: string): Uint8Array<ArrayBuffer> {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, keyOf(secret, purpose), iv);
  const sealed = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
  return new Uint8Array(Buffer.concat([iv, cipher.getAuthTag(), sealed]));
}

/** What {@link seal} encrypted; throws when the secret or the purpose is another one, or a bit has changed. */
export function unseal<Value>(sealed: Uint8Array, secret: string, purpose: string): Value {
  const tagEnd = IV_BYTES + TAG_BYTES;
  const decipher = createDecipheriv(CIPHER, keyOf(secret, purpose), sealed.subarray(0, IV_BYTES));
  decipher.setAuthTag(sealed.subarray(IV_BYTES, tagEnd));
  const text = Buffer.concat([decipher.update(sealed.subarray(tagEnd)), decipher.final()]);
  return JSON.parse(text.toString('utf8')) as Value;
}

function keyOf(secret: string, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', purpose, 32));
}
