/** A query as the engines understand it. Pure. */
import { isStopWord, withoutStopWords } from '../analyzer/stopWords.ts';
import { type Word, wordsOf } from '../analyzer/words.ts';
import type { Marks } from '../engine.ts';
import { COVERAGE, FAR, FAR_COVERAGE, isForm, SYNONYM } from './fields.ts';
import type { Words } from './indexWords.ts';
import { isBeginning, type QueryTerm, relativesOf, termsOfLastWord, termsOfWord } from './queryTerms.ts';
import { codesIn, type Replacement, respellings } from './respellings.ts';
import type { SynonymRules } from './synonymRules.ts';

/** A way to put a query: for each of its words the terms that it may be met by. */
export interface Way {
  readonly words: readonly (readonly QueryTerm[])[];
  /** Which part of the query each of the words stands for; together 1. */
  readonly shares: readonly number[];
  /** The part of the query that an answer must have. */
  readonly coverage: number;
  /** How much an answer to it counts. */
  readonly factor: number;
}

export interface Question {
  /**
   * The ways to put it: as it is typed first; with codes and words written together or apart, where the index has such; and in the words of
   * synonyms. Words in the place of others stand for as much of the query as those.
   */
  readonly near: readonly Way[];
  /** Those in which relatives of its words will do, and less of it: for when there are few answers. */
  readonly far: () => readonly Way[];
  /** Ids of what is to be put first. */
  readonly pinned: readonly string[];
  /** The query as it was probably meant: words that nothing has are replaced by their best guess. Null without one. */
  readonly corrected: string | null;
}

/** Words of a query that are looked for. */
const MOST_WORDS = 24;
/** Other ways to put a query at the most. */
const MOST_WAYS = 24;
/** Words looked for in all ways together at the most: a longer query is put in fewer ways, for each of its words takes time in each. */
const MOST_LOOKUPS = 72;

export function questionOf(query: string, synonyms: SynonymRules, stock: Words): Question {
  const all = wordsOf(query);
  const telling = onceEach(withoutStopWords(all)).slice(0, MOST_WORDS);
  const last = telling.at(-1);
  const isDoubtful = last && (isStopWord(last) || isBeginning(last, stock));
  const bySynonyms = synonyms.replacementsOf(telling, isDoubtful ? last : null);
  const ways = Math.min(MOST_WAYS, Math.floor(MOST_LOOKUPS / telling.length));
  const replacements = [...codesIn(all), ...respellings(all, stock), ...bySynonyms].slice(0, ways);
  const terms = new Map(
    telling.map((word) => [word, word === last ? termsOfLastWord(word, stock) : termsOfWord(word, stock)]),
  );
  const explained = new Set(bySynonyms.flatMap(({ words }) => words));
  return {
    near: waysBy(terms, replacements, 1, COVERAGE),
    far: () => {
      const related = [...terms].map(([word, own]) => [word, [...own, ...relativesOf(word, stock)]] as const);
      return waysBy(new Map(related), replacements, FAR, FAR_COVERAGE);
    },
    pinned: synonyms.pinnedTo(all),
    corrected: correctedQuery(
      query,
      telling.filter((word) => !explained.has(word)),
      stock,
    ),
  };
}

/** Each word at its last place, where it may not be finished: said again it means the same. */
function onceEach(words: readonly Word[]): readonly Word[] {
  const last = new Map(words.map((word) => [word.plain, word]));
  return words.filter((word) => last.get(word.plain) === word);
}

/** The words as they are typed, and with each of the replacements. */
function waysBy(
  terms: ReadonlyMap<Word, readonly QueryTerm[]>,
  replacements: readonly Replacement[],
  factor: number,
  coverage: number,
): Way[] {
  if (terms.size === 0) return [];
  const typed = [...terms.values()];
  const shares = typed.map(() => 1 / typed.length);
  return [
    { words: typed, shares, factor, coverage },
    ...replacements.map(({ words, to }): Way => {
      const others = [...terms].filter(([word]) => !words.includes(word)).map(([, own]) => own);
      const replaced = Math.max(1, terms.size - others.length);
      const parts = replaced + others.length;
      return {
        words: [...to.map((term) => [{ term, weight: 1 }]), ...others],
        shares: [...to.map(() => replaced / parts / to.length), ...others.map(() => 1 / parts)],
        ...{ factor: factor * SYNONYM, coverage },
      };
    }),
  ];
}

/** What the texts of answers to these ways are marked by: all words that were looked for. */
export function marksOf(ways: readonly Way[]): Marks {
  const terms = ways.flatMap(({ words }) => words.flat());
  return {
    keys: new Set(terms.filter(({ term, isPrefix }) => !isPrefix && !isForm(term)).map(({ term }) => term)),
    beginnings: [...new Set(terms.filter(({ isPrefix }) => isPrefix).map(({ term }) => term))],
  };
}

function correctedQuery(query: string, words: readonly Word[], stock: Words): string | null {
  let place = 0;
  let corrected = '';
  for (const { key, form, start, end } of words) {
    const [guess] = stock.guesses(key, form);
    if (!guess) continue;
    corrected += query.slice(place, start) + guess.form;
    place = end;
  }
  return place === 0 ? null : corrected + query.slice(place);
}
