/** The terms of the index by number, and ways to find those that begin like, or are near to, what was typed. */

import { distanceWithin, lettersOf, mayBeWithin } from '../../analyzer/typos.ts';
import { isForm } from '../fields.ts';

/** Terms that wait to be sorted in, before all are sorted anew. */
const MOST_UNSORTED = 1_000;

/** Keys of one length, with the letters that they have. */
interface Bucket {
  readonly terms: number[];
  readonly letters: number[];
}

export interface NearTerm {
  readonly term: number;
  readonly distance: number;
}

export class Terms {
  readonly names: string[] = [];
  readonly #numbers = new Map<string, number>();
  /** In the order of code units. */
  #sorted: string[] = [];
  #unsorted: string[] = [];
  readonly #buckets = new Map<number, Bucket>();

  /** @param names as an earlier index had them, in the order of their numbers */
  constructor(names: readonly string[] = []) {
    for (const name of names) this.add(name);
  }

  numberOf(name: string): number | undefined {
    return this.#numbers.get(name);
  }

  /** The number of a term, a new one if it has none. */
  add(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const number = this.names.length;
    this.names.push(name);
    this.#numbers.set(name, number);
    this.#unsorted.push(name);
    if (!isForm(name)) this.#file(name, number);
    return number;
  }

  /** Terms that begin like this one and are longer. */
  continuationsOf(beginning: string): number[] {
    if (this.#unsorted.length > MOST_UNSORTED) this.#sort();
    const found = this.#unsorted.filter((name) => name.startsWith(beginning));
    for (let at = placeOf(beginning, this.#sorted); this.#sorted[at]?.startsWith(beginning); at += 1) {
      found.push(this.#sorted[at] as string);
    }
    return found.filter((name) => name !== beginning).map((name) => this.#numbers.get(name) as number);
  }

  /** Keys that are so many steps away from another one at the most. */
  near(key: string, limit: number): NearTerm[] {
    const letters = lettersOf(key);
    const found: NearTerm[] = [];
    for (let length = key.length - limit; length <= key.length + limit; length += 1) {
      const bucket = this.#buckets.get(length);
      if (!bucket) continue;
      for (let at = 0; at < bucket.terms.length; at += 1) {
        if (!mayBeWithin(limit, letters, bucket.letters[at] as number)) continue;
        const term = bucket.terms[at] as number;
        const distance = distanceWithin(limit, key, this.names[term] as string);
        if (distance <= limit) found.push({ term, distance });
      }
    }
    return found;
  }

  #file(name: string, number: number): void {
    const bucket = this.#buckets.get(name.length) ?? { terms: [], letters: [] };
    this.#buckets.set(name.length, bucket);
    bucket.terms.push(number);
    bucket.letters.push(lettersOf(name));
  }

  #sort(): void {
    this.#sorted = [...this.#sorted, ...this.#unsorted].sort();
    this.#unsorted = [];
  }
}

/** Where a name stands among sorted ones, or would stand. */
function placeOf(name: string, sorted: readonly string[]): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as string) < name) low = middle + 1;
    else high = middle;
  }
  return low;
}
