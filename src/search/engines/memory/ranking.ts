/** Which documents answer a query, and how well. */
import { COVERAGE, PREFIX } from '../fields.ts';
import type { QueryTerm, Way } from '../queryTerms.ts';
import { rarity } from './impacts.ts';
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

/** How much the points of a longer word fall with its length. */
const LENGTH_COUNTS = 0.3;

export class Ranking {
  #index!: Index;
  /** Of the best way to put the query, of all words of one way, and of the word that is being looked for. */
  readonly #best = new Scores();
  readonly #way = new Scores();
  readonly #word = new Scores();
  readonly #beginning = new Scores();
  /** The part of the query that a document has. */
  #met = new Float32Array(0);

  /** Forgets what was ranked before. */
  start(index: Index): void {
    this.#index = index;
    const { end } = index.records;
    for (const scores of [this.#best, this.#way, this.#word, this.#beginning]) scores.reset(end);
    if (this.#met.length < end) this.#met = new Float32Array(Math.ceil(end * 1.2));
  }

  /** Ranks what has enough of the words, each of which may be met by any of its terms. The best way to put a query counts. */
  add({ words, shares, factor }: Way): void {
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
      if (coverage >= COVERAGE) this.#best.raise(number, this.#way.of(number) * factor * coverage ** 3);
      this.#met[number] = 0;
    }
    this.#way.reset(end);
  }

  /** Numbers of documents that answer; those that are gone may be among them. */
  get found(): Uint32Array {
    return this.#best.touched;
  }

  best(numbers: readonly number[], most: number): number[] {
    return this.#best.best(numbers, most);
  }

  #addTerm({ term, weight }: QueryTerm): void {
    const { terms, postings, records } = this.#index;
    const number = terms.numberOf(term);
    if (number === undefined) return;
    for (const list of listsOf(number)) {
      const points = weight * rarity(postings.count(list), records.size);
      postings.addTo(this.#word, list, points);
    }
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
      postings.raiseTo(this.#beginning, listsOf(number)[0], share);
    }
    const points = weight * rarity(this.#beginning.count, records.size);
    for (const number of this.#beginning.touched) this.#word.add(number, points * this.#beginning.of(number));
    this.#beginning.reset(records.end);
  }
}
