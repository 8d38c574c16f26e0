/** Secrets that are shown once and never kept: random bits behind a mark that scanners of leaked secrets can look for. */
import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { hashOf } from './secrets.ts';

/** What a secret is good for, told by how it begins. */
export const MARKS = { apiToken: 'roz_', invitation: 'rozi_', emergency: 'roze_' } as const;
export type Mark = keyof typeof MARKS;

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const RANDOM_BYTES = 32;
/** Digits in base 62 of 256 bits, and of 32 bits. */
const RANDOM_LENGTH = 43;
const CHECKSUM_LENGTH = 6;
const BODY = new RegExp(`^[0-9A-Za-z]{${RANDOM_LENGTH + CHECKSUM_LENGTH}}$`);

function base62(value: bigint, length: number): string {
  let text = '';
  for (let rest = value; rest > 0n; rest /= 62n) text = DIGITS[Number(rest % 62n)] + text;
  return text.padStart(length, '0');
}

const checksum = (text: string) => base62(BigInt(crc32(text)), CHECKSUM_LENGTH);

/**
 * Whether a text has the form of a secret: mark, digits and their checksum (CRC-32 of what stands before it). Tells typing
 * errors and random guesses from secrets without asking the database.
 */
export function isOneTimeSecret(mark: Mark, text: string): boolean {
  if (!text.startsWith(MARKS[mark]) || !BODY.test(text.slice(MARKS[mark].length))) return false;
  return text.slice(-CHECKSUM_LENGTH) === checksum(text.slice(0, -CHECKSUM_LENGTH));
}

/** A new secret of 256 random bits. It does not show when it is printed, logged, or kept as JSON. */
export class OneTimeSecret {
  readonly #text: string;

  constructor(mark: Mark) {
    const random = base62(BigInt(`0x${randomBytes(RANDOM_BYTES).toString('hex')}`), RANDOM_LENGTH);
    const text = `${MARKS[mark]}${random}`;
    this.#text = `${text}${checksum(text)}`;
  }

  /** The text, for whoever is to have it. */
  reveal(): string {
    return this.#text;
  }

  /** What is kept of it. */
  get hash(): string {
    return hashOf(this.#text);
  }

  toJSON(): undefined {
    return undefined;
  }
}
