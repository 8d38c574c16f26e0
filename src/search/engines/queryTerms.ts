/** The terms of the index that the words of a query are looked for by. Shared by the engines. Pure. */
import { keyOf, type Word, wordsOf } from '../analyzer/words.ts';
import { formTerm, SYNONYM } from './fields.ts';
import type { Words } from './indexWords.ts';
import type { Replacement, SynonymRules } from './synonymRules.ts';

/** A term to look for, and how much it counts. */
export interface QueryTerm {
  readonly term: string;
  readonly weight: number;
  readonly isPrefix?: boolean;
}

/** How much it counts that a word stands in the form that was typed, begins so, is derived from it, or is a typing error away. */
const WEIGHTS = { form: 0.4, prefix: 0.6, derived: 0.2, guess: 0.5 };

/** Letters from which on the last word may be the beginning of one. */
const SHORTEST_PREFIX = 2;
/** Letters from which on what is left of it without its ending may be so: "řidičů" leads to "řidičský". */
const SHORTEST_STEM = 4;

/** Words that say nothing of what is looked for, by their keys. */
const STOP_WORDS = new Set(
  [
    'a aby ale ani i co či do jak jako jaký je jsem jsou jsme k kam kde kdo kdy když ke který ku mám mi na nad nebo o od po pod podle',
    'potřebuji potřebuju pro proti před přes při proč s se si svůj ta tak ten to u už v ve vyřídit z za ze že chci chtěl musím můžu',
    'a an and are at by can do for from get how i in is it my need of on or the to want what where with',
  ].flatMap((words) => words.split(' ').map(keyOf)),
);

/** Whether a word says nothing of what is looked for, by its key. */
export const isStopWord = (key: string): boolean => STOP_WORDS.has(key);

/** The words without those that say nothing, unless there are no others. */
export function withoutStopWords(words: readonly Word[]): readonly Word[] {
  const left = words.filter(({ key }, place) => place === words.length - 1 || !STOP_WORDS.has(key));
  const telling = left.filter(({ key }) => !STOP_WORDS.has(key));
  return telling.length > 0 ? telling : left;
}

/** The terms that a word may be met by: its key, its form, a beginning, a typing error. */
function termsOfWord(query: string, { key, start, end }: Word, isLast: boolean, stock: Words): QueryTerm[] {
  const typed = query.slice(start, end);
  const mayGoOn = isLast && end - start >= SHORTEST_PREFIX;
  const guesses = stock
    .guesses(key, typed)
    .map(({ key: term, distance }) => ({ term, weight: WEIGHTS.guess / distance }));
  const form = mayGoOn
    ? { term: formTerm(typed), weight: WEIGHTS.prefix, isPrefix: true }
    : { term: formTerm(typed), weight: WEIGHTS.form };
  const derived =
    mayGoOn && key.length >= SHORTEST_STEM ? [{ term: key, weight: WEIGHTS.derived, isPrefix: true }] : [];
  return [{ term: key, weight: 1 }, form, ...derived, ...guesses];
}

/** A way to put a query: for each of its words the terms that it may be met by. */
export interface Way {
  readonly words: readonly (readonly QueryTerm[])[];
  /** Which part of the query each of the words stands for; together 1. */
  readonly shares: readonly number[];
  /** How much an answer to it counts. */
  readonly factor: number;
}

/** Words of a query that are looked for. */
const MOST_WORDS = 24;
/** Ways to put a query at the most. */
const MOST_WAYS = 24;

/**
 * The ways to put a query: as it is typed first; with codes and words written together or apart, where the index has such; and in the
 * words of synonyms. Words in the place of others stand for as much of the query as those.
 */
export function waysOf(query: string, synonyms: SynonymRules, stock: Words): Way[] {
  const all = wordsOf(query);
  const telling = new Set(withoutStopWords(all).slice(0, MOST_WORDS));
  const terms = new Map(
    [...telling].map((word, place) => [word, termsOfWord(query, word, place === telling.size - 1, stock)]),
  );
  const typed = [...terms.values()];
  if (typed.length === 0) return [];
  const keys = all.map(({ key }) => key);
  const replacements = [...codesIn(all), ...respellings(query, all, stock), ...synonyms.replacementsIn(keys)].slice(
    0,
    MOST_WAYS,
  );
  return [
    { words: typed, shares: typed.map(() => 1 / typed.length), factor: 1 },
    ...replacements.map(({ from, until, to }): Way => {
      const replaced = all.slice(from, until).filter((word) => telling.has(word)).length;
      const others = all.flatMap((word, place) =>
        place >= from && place < until ? [] : (terms.get(word) && [word]) || [],
      );
      const own = to.filter((key) => !STOP_WORDS.has(key));
      const parts = Math.max(1, replaced) + others.length;
      return {
        words: [...own.map((key) => [{ term: key, weight: 1 }]), ...others.map((word) => terms.get(word) ?? [])],
        shares: [...own.map(() => Math.max(1, replaced) / parts / own.length), ...others.map(() => 1 / parts)],
        factor: SYNONYM,
      };
    }),
  ];
}

/** Parts of the query written together where one of them has digits: "A 1234" is A1234, "176 51 921" an IČO. */
function codesIn(words: readonly Word[]): Replacement[] {
  if (words.length < 2 || !words.some(({ key }) => /\d/.test(key))) return [];
  return [{ from: 0, until: words.length, to: [words.map(({ key }) => key).join('')] }];
}

/** Letters that each part of a word written together must have, and a word that is looked at. */
const SHORTEST_PART = 3;
const LONGEST_PARTED = 30;

/** Words written together that stand apart in the query, and the other way round, where the index has such words. */
function respellings(query: string, words: readonly Word[], stock: Words): Replacement[] {
  const formAt = ({ start, end }: Word) => query.slice(start, end);
  return words.flatMap((word, from) => {
    const next = words[from + 1];
    const joined = next && keyOf(formAt(word) + formAt(next));
    const together = joined && stock.has(joined) ? [{ from, until: from + 2, to: [joined] }] : [];
    if (stock.has(word.key)) return together;
    const apart = partsOf(formAt(word)).filter((parts) => parts.every((part) => stock.has(part)));
    return [...together, ...apart.map((to) => ({ from, until: from + 1, to }))];
  });
}

/** Keys of both parts of a word, for each place where it can be parted. */
function partsOf(form: string): [string, string][] {
  const places = Math.max(0, Math.min(form.length, LONGEST_PARTED) - 2 * SHORTEST_PART + 1);
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
