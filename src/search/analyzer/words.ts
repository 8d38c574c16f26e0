/** Words of texts as they are compared: without diacritics, capitals and endings. Pure. */
import { stemOf } from './stem.ts';

/** Grows with every change of how words are compared: an index made with another version is made anew. */
export const WORDS_VERSION = '2';

/** A word and where it stands, in UTF-16 code units. */
export interface Word {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

const WORD = /[\p{L}\p{N}\p{M}]+/gu;

/** The words of a text in their order. */
export function wordsOf(text: string): Word[] {
  return [...text.matchAll(WORD)].map(({ 0: word, index }) => {
    return { key: keyOf(word), start: index, end: index + word.length };
  });
}

/** What forms of one word have in common; codes and numbers stay whole. */
export function keyOf(word: string): string {
  const plain = folded(word);
  return /\d/.test(plain) ? plain : stemOf(plain);
}

/** Small letters without diacritics. */
export function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
}
