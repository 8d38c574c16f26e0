/** What is asked of Meilisearch for a query: which documents are found, and which of them are to be ranked first. Pure. */
import type { SearchRequest } from '../../engine.ts';
import type { QueryTerm } from '../queryTerms.ts';
import type { Question, Way } from '../question.ts';
import { PARTS, type Part } from '../weights.ts';
import { both, type Counted, conditionsOf, either, enough, isIn } from './filters.ts';
import type { Lexicon } from './lexicon.ts';

/** Words of one way whose combinations are asked for at the most: the rarest ones, which tell documents apart. */
const MOST_WORDS = 8;

/** Filters of documents, those first that are likely to be among the best. */
export interface Plan {
  /** What has all of the query, or a part of it in a name, after what is pinned. */
  readonly good: readonly string[];
  /** What has enough of it, wherever, and after that what has a little of it or relatives of its words. */
  readonly all: (far: readonly Way[]) => readonly string[];
}

/** @returns null when nothing can be found */
export function planOf(
  { near, pinned }: Pick<Question, 'near' | 'pinned'>,
  request: Pick<SearchRequest, 'audiences' | 'filter'>,
  lexicon: Lexicon,
): Plan | null {
  const conditions = conditionsOf(request);
  if (conditions === null || (near.length === 0 && pinned.length === 0)) return null;
  const asked = near.map((way) => new AskedWay(way, lexicon));
  const enoughOf = (ways: readonly AskedWay[]) => either(ways.map((way) => way.enough()));
  const found = enoughOf(asked);
  const tiers = (...filters: readonly string[]) =>
    [...new Set(filters)].filter((one) => one !== '').map((one) => both([one, conditions]));
  const good = [
    pinned.length > 0 ? isIn('id', pinned) : '',
    either(asked.map((way) => way.allIn(['title']))),
    either(asked.map((way) => way.allIn(['parts.names']))),
    either(asked.map((way) => way.allIn(ATTRIBUTES))),
    found && both([either(asked.map((way) => way.anyIn(['parts.names']))), found]),
  ];
  return {
    good: tiers(...good),
    all: (far) => tiers(...good, found, enoughOf(far.map((way) => new AskedWay(way, lexicon)))),
  };
}

const ATTRIBUTES = PARTS.map((part) => `parts.${part}`);

/** A way to put the query, as filters. */
class AskedWay {
  readonly #way: Way;
  readonly #lexicon: Lexicon;

  constructor(way: Way, lexicon: Lexicon) {
    this.#way = way;
    this.#lexicon = lexicon;
  }

  allIn(attributes: readonly string[]): string {
    return both(this.#way.words.map((terms) => this.#has(terms, attributes)));
  }

  anyIn(attributes: readonly string[]): string {
    return either(this.#way.words.map((terms) => this.#has(terms, attributes)));
  }

  /** Words that stand for the part of the query that an answer must have. */
  enough(): string {
    const words = this.#tellingWords();
    const whole = words.reduce((sum, { share }) => sum + share, 0);
    return enough(this.#way.coverage * whole, words);
  }

  #tellingWords(): Counted[] {
    const { words, shares } = this.#way;
    const all = words.map((terms, place) => ({
      filter: this.#has(terms, ATTRIBUTES),
      share: shares[place] as number,
      frequency: terms.reduce((sum, { term }) => sum + this.#lexicon.frequency(term), 0) || Infinity,
    }));
    if (all.length <= MOST_WORDS) return all;
    return all.sort((one, other) => one.frequency - other.frequency).slice(0, MOST_WORDS);
  }

  /** One of the terms is in one of the attributes. What the lexicon does not have there need not be asked for, unless it was typed. */
  #has(terms: readonly QueryTerm[], attributes: readonly string[]): string {
    return either(
      attributes.map((attribute) => {
        const part = attribute === 'title' ? 'names' : (attribute.slice('parts.'.length) as Part);
        const longer = terms.flatMap(({ term, isPrefix }) => (isPrefix ? this.#lexicon.continuationsOf(term) : []));
        const there = longer.filter((term) => this.#lexicon.count(part, term) > 0);
        return isIn(attribute, [...new Set([...terms.map(({ term }) => term), ...there])]);
      }),
    );
  }
}
