/** The words of the whole index with their frequencies, as Meilisearch counts them: what ranking, beginnings and typing errors need. */
import type { FacetDistribution } from 'meilisearch';
import { FIELDS, type Field } from '../fields.ts';
import { WordStock } from '../wordStock.ts';

/** Attributes whose values are counted for it. */
export const LEXICON_ATTRIBUTES = [...FIELDS.map((field) => `terms.${field}`), 'words'];

/** Longer words with one beginning at the most, the most frequent ones. */
const MOST_CONTINUATIONS = 200;

export class Lexicon {
  /** Of documents in the index. */
  readonly documents: number;
  /** Words by their keys, for typing errors. */
  readonly stock = new WordStock();
  readonly #counts: ReadonlyMap<Field, ReadonlyMap<string, number>>;
  readonly #averageLengths: ReadonlyMap<Field, number>;
  /** All terms in the order of code units. */
  readonly #terms: readonly string[];

  /** @param distribution how many documents have each value of the attributes */
  constructor(documents: number, distribution: FacetDistribution) {
    this.documents = documents;
    const counts = FIELDS.map(
      (field) => [field, new Map(Object.entries(distribution[`terms.${field}`] ?? {}))] as const,
    );
    this.#counts = new Map(counts);
    this.#averageLengths = new Map(
      counts.map(([field, terms]) => [field, sum(terms.values()) / Math.max(1, documents)]),
    );
    this.#terms = [...new Set(counts.flatMap(([, terms]) => [...terms.keys()]))].sort();
    for (const word of Object.keys(distribution['words'] ?? {})) {
      const [key = '', form = ''] = word.split(' ');
      this.stock.add(form, [{ key, start: 0, end: form.length }]);
    }
  }

  /** How many documents have the term in the field. */
  count(field: Field, term: string): number {
    return this.#counts.get(field)?.get(term) ?? 0;
  }

  /** How many different terms a document has in the field on average. */
  averageLength(field: Field): number {
    return this.#averageLengths.get(field) ?? 0;
  }

  /** In how many fields of documents a term stands. */
  frequency(term: string): number {
    return sum(FIELDS.map((field) => this.count(field, term)));
  }

  /** Terms that go on after a beginning, without the beginning itself. */
  continuationsOf(beginning: string): string[] {
    const found: string[] = [];
    for (let at = placeOf(beginning, this.#terms); this.#terms[at]?.startsWith(beginning); at += 1) {
      if (this.#terms[at] !== beginning) found.push(this.#terms[at] as string);
    }
    if (found.length <= MOST_CONTINUATIONS) return found;
    const frequencies = new Map(found.map((term) => [term, this.frequency(term)]));
    const byFrequency = (one: string, other: string) => (frequencies.get(other) ?? 0) - (frequencies.get(one) ?? 0);
    return found.sort(byFrequency).slice(0, MOST_CONTINUATIONS);
  }
}

/** Where a term stands among sorted ones, or would stand. */
function placeOf(term: string, sorted: readonly string[]): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as string) < term) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sum(numbers: Iterable<number>): number {
  let all = 0;
  for (const one of numbers) all += one;
  return all;
}
