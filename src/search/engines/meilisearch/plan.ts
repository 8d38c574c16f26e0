/** What is asked of Meilisearch for a query: which documents are found, and which of them are to be ranked first. Pure. */

import type { Word } from '../../analyzer/words.ts';
import type { SearchRequest } from '../../engine.ts';
import { COVERAGE, FIELDS, type Field, formTerm, PREFIX, SYNONYM } from '../fields.ts';
import { codesIn, type QueryTerm, termsOf } from '../queryTerms.ts';
import { keysOf, type SynonymRules } from '../synonymRules.ts';
import { atLeast, both, conditionsOf, either, hasAny, isIn } from './filters.ts';
import type { Lexicon } from './lexicon.ts';

/** A way to put the query: for each of its words the terms that it may be met by. */
export interface Way {
  readonly words: readonly (readonly QueryTerm[])[];
  readonly factor: number;
}

/** Words of one query that a filter is made of at the most: the rarest ones, which tell documents apart. */
const MOST_WORDS = 8;

/** Fields that name a thing. */
const NAMES: readonly Field[] = ['title', 'keywords', 'codes'];

/** The query as it is typed and in other words, every beginning of a word replaced by the words that go on from it. */
export function waysOf(query: string, words: readonly Word[], synonyms: SynonymRules, lexicon: Lexicon): Way[] {
  const typed = termsOf(query, words, lexicon.stock, formTerm).map((terms) =>
    terms.flatMap((term) => (term.isPrefix ? continued(term, lexicon) : [term])),
  );
  const keys = keysOf(query);
  const others = [...synonyms.variantsOf(keys), ...codesIn(keys)];
  return [
    { words: typed, factor: 1 },
    ...others.map((variant) => ({ words: variant.map((key) => [{ term: key, weight: 1 }]), factor: SYNONYM })),
  ].filter((way) => way.words.length > 0);
}

/** The beginning itself, and longer words, which count the less the longer they are. */
function continued({ term, weight }: QueryTerm, lexicon: Lexicon): QueryTerm[] {
  const longer = lexicon.continuationsOf(term).map((other) => {
    const shareOfTyped = other.length / (other.length + 0.3 * (other.length - term.length));
    return { term: other, weight: weight * PREFIX * shareOfTyped };
  });
  return [{ term, weight }, ...longer];
}

/** Filters of documents, those first that are likely to be among the best; the last one is of all that are found. Null: none are. */
export function tiersOf(
  ways: readonly Way[],
  pinned: readonly string[],
  request: Pick<SearchRequest, 'audiences' | 'filter'>,
  lexicon: Lexicon,
): string[] | null {
  const conditions = conditionsOf(request);
  if (conditions === null) return null;
  const anyOf = (tier: (words: readonly (readonly string[])[], enough: number) => string) =>
    ways.map((way) => {
      const words = tellingWords(way, lexicon);
      return tier(words, enoughOf(way.words.length, words.length));
    });
  const allIn = (fields: readonly Field[]) => anyOf((words) => both(...words.map((terms) => hasAny(terms, fields))));
  const enoughIn = (fields: readonly Field[]) =>
    anyOf((words, enough) =>
      atLeast(
        enough,
        words.map((terms) => hasAny(terms, fields)),
      ),
    );
  const pins = pinned.length > 0 ? [isIn('id', pinned)] : [];
  const tiers = [pins, allIn(['title']), allIn(NAMES), allIn(FIELDS), enoughIn(NAMES), enoughIn(FIELDS)];
  return [...new Set(tiers.filter((any) => any.length > 0).map((any) => both(either(any), conditions)))];
}

/** How many of its words a document must have to be an answer, of those that can be asked for. */
function enoughOf(words: number, asked: number): number {
  const least = Array.from({ length: words }, (_, place) => place + 1).find((met) => met / words >= COVERAGE);
  return Math.min(least ?? words, asked);
}

/** The terms of the words, of the rarest ones when there are many. */
function tellingWords({ words }: Way, lexicon: Lexicon): string[][] {
  const terms = words.map((word) => word.map(({ term }) => term));
  if (terms.length <= MOST_WORDS) return terms;
  const rarity = (word: readonly string[]) => word.reduce((sum, term) => sum + lexicon.frequency(term), 0) || Infinity;
  return terms.sort((one, other) => rarity(one) - rarity(other)).slice(0, MOST_WORDS);
}
