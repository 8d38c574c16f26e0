/** Words of texts as they are compared: without diacritics, capitals and endings. Pure. */

/** Grows with every change of how words are compared: an index made with another version is made anew. */
export const WORDS_VERSION = '1';

/** A word and where it stands, in UTF-16 code units. */
export interface Word {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

const WORD = /[\p{L}\p{N}\p{M}]+/gu;

/** Endings of Czech nouns and adjectives, and the English plural, without diacritics, longest first. */
const ENDINGS = [
  'ového',
  'ovému',
  ...[
    'atech',
    'etech',
    'ovych',
    'eho',
    'emu',
    'ech',
    'ich',
    'imi',
    'ami',
    'emi',
    'ach',
    'ata',
    'aty',
    'ete',
    'eti',
    'ove',
  ],
  ...[
    'ovi',
    'ymi',
    'ych',
    'iho',
    'imu',
    'es',
    'em',
    'um',
    'im',
    'ym',
    'am',
    'ou',
    'mi',
    'os',
    'us',
    'y',
    'a',
    'e',
    'i',
    'o',
    'u',
    's',
  ],
].map(folded);

/** Letters of a word that stay at the least. */
const SHORTEST_STEM = 3;

/** The words of a text in their order. */
export function wordsOf(text: string): Word[] {
  return [...text.matchAll(WORD)].map(({ 0: word, index }) => {
    return { key: keyOf(word), start: index, end: index + word.length };
  });
}

/** What forms of one word have in common; codes and numbers stay whole. */
export function keyOf(word: string): string {
  const plain = folded(word);
  if (/\d/.test(plain)) return plain;
  const ending = ENDINGS.find((one) => plain.endsWith(one) && plain.length - one.length >= SHORTEST_STEM);
  return ending ? plain.slice(0, -ending.length) : plain;
}

/** Small letters without diacritics. */
export function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
}
