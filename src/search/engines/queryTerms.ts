/** The terms of the index that a word of a query is looked for by. Shared by the engines. Pure. */
import { plainOf, type Word } from '../analyzer/words.ts';
import { formTerm } from './fields.ts';
import type { Words } from './indexWords.ts';

/** A term to look for, and how much it counts. */
export interface QueryTerm {
  readonly term: string;
  readonly weight: number;
  readonly isPrefix?: boolean;
}

/**
 * How much it counts that a word stands in whatever form, in the very one that was typed, begins so, is derived from it, or is a typing error
 * away; that it has the key of what was typed, which only begins other words; and that it is a relative.
 */
const WEIGHTS = { key: 1, form: 0.4, prefix: 0.6, derived: 0.2, guess: 0.5, onlyKey: 0.03, relative: 0.2 };

/** Letters from which on the last word may be the beginning of one. */
const SHORTEST_PREFIX = 2;
/** Letters from which on what is left of it without its ending may be so: "řidičů" leads to "řidičský". */
const SHORTEST_STEM = 4;

/** The terms that a word may be met by: its key, its form, a typing error. */
export function termsOfWord({ key, form }: Word, stock: Words): QueryTerm[] {
  return [
    { term: key, weight: WEIGHTS.key },
    { term: formTerm(form), weight: WEIGHTS.form },
    ...guessesFor(key, form, stock),
  ];
}

/** Likewise, and by words that go on from it: those of the last word, which may not be finished. */
export function termsOfLastWord(word: Word, stock: Words): QueryTerm[] {
  const { key, form, plain } = word;
  if (form.length < SHORTEST_PREFIX) return termsOfWord(word, stock);
  const isOnlyKey = isBeginning(word, stock) && !isFormOf(word, plainOf(stock.formOf(key) ?? form));
  return [
    { term: key, weight: isOnlyKey ? WEIGHTS.onlyKey : WEIGHTS.key },
    { term: formTerm(form), weight: WEIGHTS.prefix, isPrefix: true },
    // "vlak" is compared as "vlac", which is no beginning of "vláčet".
    ...(key.length >= SHORTEST_STEM && plain.startsWith(key)
      ? [{ term: key, weight: WEIGHTS.derived, isPrefix: true }]
      : []),
    ...guessesFor(key, form, stock),
  ];
}

/** Whether a word only begins others, as far as the index goes. */
export function isBeginning({ form }: Word, stock: Words): boolean {
  return !stock.has(formTerm(form)) && stock.startingWith(formTerm(form)).length > 0;
}

/** Whether what begins words may also be a form of the one that it has the key of: "auto" of "auto", but not "obč" of "obec". */
export const isFormOf = ({ plain }: Word, basic: string): boolean => plain.startsWith(basic);

function guessesFor(key: string, form: string, stock: Words): QueryTerm[] {
  return stock.guesses(key, form).map(({ key: term, distance }) => ({ term, weight: WEIGHTS.guess / distance }));
}

/** Of a word, the letters and the part that its relatives must have in common with it. */
const SHORTEST_ROOT = 4;
const LEAST_ROOT = 0.55;

/** The longest beginning of a word that other words share with it: "stavebník" leads to "stavební". None for codes. */
export function relativesOf({ key }: Word, stock: Words): QueryTerm[] {
  if (/\d/.test(key)) return [];
  const shortest = Math.max(SHORTEST_ROOT, Math.ceil(LEAST_ROOT * key.length));
  for (let length = key.length - 1; length >= shortest; length -= 1) {
    const term = key.slice(0, length);
    if (stock.startingWith(term).some((other) => !other.startsWith(key)))
      return [{ term, weight: WEIGHTS.relative, isPrefix: true }];
  }
  return [];
}
