/** Words of texts as they are compared: without diacritics, capitals and endings. Pure. */
import { stemOf } from './stem.ts';

/** Grows with every change of how words are compared: an index made with another version is made anew. */
export const WORDS_VERSION = '4';

/** A word and where it stands, in UTF-16 code units. */
export interface Word {
  /** As it stands there. */
  readonly form: string;
  /** In small letters without diacritics. */
  readonly plain: string;
  /** As it is compared. */
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

const WORD = /[\p{L}\p{N}\p{M}]+/gu;

/** The words of a text as they stand in it. */
export function formsOf(text: string): string[] {
  return text.match(WORD) ?? [];
}

/** The words of a text in their order. */
export function wordsOf(text: string): Word[] {
  return [...text.matchAll(WORD)].map(({ 0: form, index }) => {
    return { form, ...analyzed(form), start: index, end: index + form.length };
  });
}

/** A word as it is compared. */
interface Analyzed {
  readonly key: string;
  readonly plain: string;
}

/** Words that are remembered: those of a whole catalogue, which come again and again while an index is filled. */
const MOST_REMEMBERED = 100_000;
/** Longer words are no words. */
const LONGEST_REMEMBERED = 40;
let remembered = new Map<string, Analyzed>();

/** What forms of one word have in common; codes and numbers stay whole. */
export const keyOf = (word: string): string => analyzed(word).key;

/** The word in small letters without diacritics. */
export const plainOf = (word: string): string => analyzed(word).plain;

function analyzed(word: string): Analyzed {
  const known = remembered.get(word);
  if (known) return known;
  const plain = folded(word);
  const found = { plain, key: /\d/.test(plain) ? plain : stemOf(plain) };
  if (remembered.size >= MOST_REMEMBERED) remembered = new Map();
  if (word.length <= LONGEST_REMEMBERED) remembered.set(word, found);
  return found;
}

/** Small letters without diacritics. */
export function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
}
