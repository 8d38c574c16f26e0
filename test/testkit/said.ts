/** Messages in expectations: an English text, or a part of one. */
import type { Message } from '../../src/kernel/message.ts';

/** Matches a message that says `part` in English. */
export function saying(part: string): unknown {
  return {
    asymmetricMatch: (message: unknown) => typeof message === 'function' && (message as Message)('en').includes(part),
    toString: () => 'saying',
    toAsymmetricMatcher: () => `saying "${part}"`,
  };
}

/** The value with its message in English. */
export function inEnglish<Told extends { readonly message: Message }>(told: Told) {
  return { ...told, message: told.message('en') };
}
