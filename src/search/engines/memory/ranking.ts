/** Which documents answer a query, and how well. */
import { PREFIX } from '../fields.ts';
import type { QueryTerm } from '../queryTerms.ts';
import type { Way } from '../question.ts';
import { LENGTH_COUNTS, PARTS, rarity } from '../weights.ts';
import { listsOf } from './lexicon.ts';
import type { Postings } from './postings.ts';
import type { Records } from './records.ts';
import { Scores } from './scores.ts';
import type { Terms } from './terms.ts';

interface Index {
  readonly terms: Terms;
  readonly postings: Postings;
  readonly records: Records;
}

/** A document that has more of the query has all of it: parts are sums of fractions. */
const WHOLE = 0.999;
/** Fewer answers are few: less than a page. */
export const FEW = 20;
const NAMES = PARTS.indexOf('names');

export class Ranking {
  #index!: Index;
  /** Of the best way to put the query, of all words of one way, and of the word that is being looked for. */
  readonly #best = new Scores();
  readonly #way = new Scores();
  readonly #word = new Scores();
  readonly #beginning = new Scores();
  /** The part of the query that a document has. */
  #met = new Float32Array(0);
  /** 1 where one of the words stands in a name. */
  #named = new Uint8Array(0);
  /** 1 where an answer has all of the query, or a part of it in a name. */
  #isGood = new Uint8Array(0);

  /** Forgets what was ranked before. */
  start(index: Index): void {
    this.#index = index;
    const { end } = index.records;
    for (const number of this.#best.touched) this.#isGood[number] = 0;
    for (const scores of [this.#best, this.#way, this.#word, this.#beginning]) scores.reset(end);
    if (this.#met.length >= end) return;
    this.#met = new Float32Array(Math.ceil(end * 1.2));
    this.#named = new Uint8Array(this.#met.length);
    this.#isGood = new Uint8Array(this.#met.length);
  }

  /** Ranks what answers the ways to put the query, of which the best one counts. */
  add(ways: readonly Way[]): void {
    for (const way of ways) this.#addWay(way);
  }

  /** What answers it well: all of the query, wherever, or a part of it in a name. */
  good(isWanted: (number: number) => boolean): number[] {
    const numbers: number[] = [];
    for (const number of this.#best.touched) {
      if (this.#isGood[number] === 1 && isWanted(number)) numbers.push(number);
    }
    return numbers;
  }

  /**
   * What answers it at all. What has only a part of the query, and in its texts, is to fill up when there are few others: it would be half of
   * a large catalogue otherwise.
   */
  all(isWanted: (number: number) => boolean): number[] {
    const numbers: number[] = [];
    for (const number of this.#best.touched) if (isWanted(number)) numbers.push(number);
    return numbers;
  }

  best(numbers: readonly number[], most: number): number[] {
    return this.#best.best(numbers, most);
  }

  /** Each word of a way may be met by any of its terms. */
  #addWay({ words, shares, factor, coverage: least }: Way): void {
    const { end } = this.#index.records;
    words.forEach((terms, place) => {
      for (const term of terms) term.isPrefix ? this.#addBeginning(term) : this.#addTerm(term);
      const share = shares[place] as number;
      for (const number of this.#word.touched) {
        this.#way.add(number, this.#word.of(number));
        this.#met[number] = (this.#met[number] as number) + share;
      }
      this.#word.reset(end);
    });
    for (const number of this.#way.touched) {
      const coverage = this.#met[number] as number;
      if (coverage > WHOLE || this.#named[number] === 1) this.#isGood[number] = 1;
      if (coverage >= least) this.#best.raise(number, this.#way.of(number) * factor * coverage ** 3);
      this.#met[number] = 0;
      this.#named[number] = 0;
    }
    this.#way.reset(end);
  }

  #addTerm({ term, weight }: QueryTerm): void {
    const { terms, postings, records } = this.#index;
    const number = terms.numberOf(term);
    if (number === undefined) return;
    listsOf(number).forEach((list, part) => {
      const points = weight * rarity(postings.count(list), records.size);
      postings.addTo(this.#word, list, points);
      if (part === NAMES) postings.mark(this.#named, list);
    });
  }

  /** A beginning: of the words that go on from it, the best one counts, and together they are as frequent as their documents are. */
  #addBeginning({ term, weight }: QueryTerm): void {
    const { terms, postings, records } = this.#index;
    const whole = terms.numberOf(term);
    const longer = terms.continuationsOf(term).map((number) => {
      const { length } = terms.names[number] as string;
      return { number, share: (PREFIX * length) / (length + LENGTH_COUNTS * (length - term.length)) };
    });
    const all = whole === undefined ? longer : [{ number: whole, share: 1 }, ...longer];
    for (const { number, share } of all) {
      listsOf(number).forEach((list, part) => {
        postings.raiseTo(this.#beginning, list, share);
        if (part === NAMES) postings.mark(this.#named, list);
      });
    }
    const points = weight * rarity(this.#beginning.count, records.size);
    for (const number of this.#beginning.touched) this.#word.add(number, points * this.#beginning.of(number));
    this.#beginning.reset(records.end);
  }
}
