/** The terms of the index that the words of a query are looked for by. Pure. */
import { keyOf, type Word } from '../analyzer/words.ts';
import type { Words } from './wordStock.ts';

/** A term to look for, and how much it counts. */
export interface QueryTerm {
  readonly term: string;
  readonly weight: number;
  readonly isPrefix?: boolean;
}

/** How much it counts that a word stands in the form that was typed, begins so, or is a typing error away. */
const WEIGHTS = { form: 0.4, prefix: 0.6, guess: 0.5 };

/** Letters from which on the last word may be the beginning of one. */
const SHORTEST_PREFIX = 2;

/** Words that say nothing of what is looked for, by their keys. */
const STOP_WORDS = new Set(
  'a i k o s u v z ke ku na od po pro pri se si ve za ze do nebo jak kde je the of for to in on at an and or my'.split(
    ' ',
  ),
);

/** The words without those that say nothing, unless there are no others. */
export function withoutStopWords(words: readonly Word[]): readonly Word[] {
  const left = words.filter(({ key }, place) => place === words.length - 1 || !STOP_WORDS.has(key));
  const telling = left.filter(({ key }) => !STOP_WORDS.has(key));
  return telling.length > 0 ? telling : left;
}

/** For every word of the query the terms that it may be met by: its key, its form, a beginning, a typing error. */
export function termsOf(
  query: string,
  words: readonly Word[],
  stock: Words,
  formTerm: (form: string) => string,
): QueryTerm[][] {
  return words.map(({ key, start, end }, place) => {
    const form = formTerm(query.slice(start, end));
    const isLast = place === words.length - 1 && end - start >= SHORTEST_PREFIX;
    const guesses = stock
      .guesses(key, query.slice(start, end))
      .map(({ key: term, distance }) => ({ term, weight: WEIGHTS.guess / distance }));
    const ofForm = isLast
      ? { term: form, weight: WEIGHTS.prefix, isPrefix: true }
      : { term: form, weight: WEIGHTS.form };
    return [{ term: key, weight: 1 }, ofForm, ...guesses];
  });
}

/** The query with its parts written together where one of them has digits: "A 1234" is A1234, "176 51 921" an IČO. */
export function codesIn(keys: readonly string[]): string[][] {
  const hasDigits = keys.some((key) => /\d/.test(key));
  return hasDigits && keys.length > 1 ? [[keys.join('')]] : [];
}

/** Letters that each part of a word written together must have. */
const SHORTEST_PART = 3;
/** Ways to part a query at the most. */
const MOST_RESPELLINGS = 6;

/** The query with words written together that stand apart in it, and the other way round, where the index has such words. */
export function respellings(query: string, words: readonly Word[], stock: Words): string[][] {
  const keys = words.map(({ key }) => key);
  const formAt = ({ start, end }: Word) => query.slice(start, end);
  const joined = words.flatMap((word, place) => {
    const next = words[place + 1];
    const key = next && keyOf(formAt(word) + formAt(next));
    return key && stock.has(key) ? [keys.toSpliced(place, 2, key)] : [];
  });
  const parted = words.flatMap((word, place) => {
    if (stock.has(word.key)) return [];
    return partsOf(formAt(word))
      .filter((parts) => parts.every((part) => stock.has(part)))
      .map((parts) => keys.toSpliced(place, 1, ...parts));
  });
  return [...joined, ...parted].slice(0, MOST_RESPELLINGS);
}

/** Keys of both parts of a word, for each place where it can be parted. */
function partsOf(form: string): [string, string][] {
  const places = Math.max(0, form.length - 2 * SHORTEST_PART + 1);
  return Array.from({ length: places }, (_, step) => {
    const place = SHORTEST_PART + step;
    return [keyOf(form.slice(0, place)), keyOf(form.slice(place))];
  });
}

/** The query as it was probably meant: words that nothing has are replaced by their best guess. Null without one. */
export function correctedQuery(query: string, words: readonly Word[], stock: Words): string | null {
  let place = 0;
  let corrected = '';
  for (const { key, start, end } of words) {
    const [guess] = stock.guesses(key, query.slice(start, end));
    if (!guess) continue;
    corrected += query.slice(place, start) + guess.form;
    place = end;
  }
  return place === 0 ? null : corrected + query.slice(place);
}
