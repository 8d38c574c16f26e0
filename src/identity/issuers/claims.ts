/** Reading what tokens say, once their signature holds. */
import { SignInRefused } from './refusal.ts';

export type Claims = Readonly<Record<string, unknown>>;

/** Seconds that the clocks of issuer and service may be apart. */
export const CLOCK_TOLERANCE = 30;

/** Longest age of an ID token in seconds: it was made for this sign-in just now. */
export const MAX_TOKEN_AGE = 600;

/** @throws SignInRefused when a token is older than a sign-in takes, or of a time to come. */
export function assertJustIssued({ iat }: Claims, now: number = Date.now() / 1000): void {
  if (typeof iat !== 'number') throw new SignInRefused('TOKEN_REFUSED', 'iat missing');
  if (iat > now + CLOCK_TOLERANCE) throw new SignInRefused('TOKEN_REFUSED', 'iat in the future');
  if (iat < now - MAX_TOKEN_AGE - CLOCK_TOLERANCE) throw new SignInRefused('TOKEN_REFUSED', 'token too old');
}

/** A claim that is a text which is not empty; null for anything else. */
export function textIn(claims: Claims, name: string): string | null {
  const value = claims[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Texts put together to a name; null without any. */
export function nameFrom(...parts: readonly (string | null)[]): string | null {
  return parts.filter((part) => part !== null).join(' ') || null;
}
