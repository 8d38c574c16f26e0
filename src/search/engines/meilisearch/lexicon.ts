/** The words of the whole index with their frequencies, as Meilisearch counts them: what ranking, beginnings and typing errors need. */
import type { FacetDistribution } from 'meilisearch';
import { typosAllowedIn } from '../../analyzer/typos.ts';
import type { Guess, Words } from '../indexWords.ts';
import { Terms } from '../memory/terms.ts';
import { PARTS, type Part } from '../weights.ts';

/** Attributes whose values are counted for it. */
export const LEXICON_ATTRIBUTES = [...PARTS.map((part) => `parts.${part}`), 'words'];

/** Longer words with one beginning, and guesses for a word, at the most: the most frequent ones. */
const MOST_CONTINUATIONS = 100;
const MOST_GUESSES = 5;

export class Lexicon implements Words {
  /** How many there are in the index. */
  readonly documents: number;
  readonly #terms = new Terms();
  /** How many documents have each term in a part. */
  readonly #counts: ReadonlyMap<Part, ReadonlyMap<string, number>>;
  /** The shortest form of each word by its key, which is the basic one more often than not. */
  readonly #forms = new Map<string, string>();

  /** @param distribution how many documents have each value of the attributes */
  constructor(documents: number, distribution: FacetDistribution) {
    this.documents = documents;
    this.#counts = new Map(PARTS.map((part) => [part, new Map(Object.entries(distribution[`parts.${part}`] ?? {}))]));
    for (const counts of this.#counts.values()) for (const term of counts.keys()) this.#terms.add(term);
    for (const word of Object.keys(distribution['words'] ?? {})) {
      const [key = '', form = ''] = word.split(' ');
      const known = this.#forms.get(key);
      if (known === undefined || form.length < known.length) this.#forms.set(key, form);
    }
  }

  has(term: string): boolean {
    return this.#terms.numberOf(term) !== undefined;
  }

  startingWith(beginning: string): string[] {
    const longer = this.#terms.continuationsOf(beginning).map((term) => this.#terms.names[term] as string);
    return this.has(beginning) ? [beginning, ...longer] : longer;
  }

  formOf(key: string): string | undefined {
    return this.#forms.get(key);
  }

  guesses(key: string, form: string): Guess[] {
    const limit = typosAllowedIn(form, key);
    if (limit === 0 || this.has(key)) return [];
    return this.#terms
      .near(key, limit)
      .map(({ term, distance }) => ({ key: this.#terms.names[term] as string, distance }))
      .map((near) => ({ ...near, form: this.#forms.get(near.key) ?? near.key, count: this.frequency(near.key) }))
      .sort((one, other) => one.distance - other.distance || other.count - one.count)
      .slice(0, MOST_GUESSES);
  }

  /** How many documents have the term in the part. */
  count(part: Part, term: string): number {
    return this.#counts.get(part)?.get(term) ?? 0;
  }

  /** In how many parts of documents a term stands. */
  frequency(term: string): number {
    return PARTS.reduce((sum, part) => sum + this.count(part, term), 0);
  }

  /** Terms that go on after a beginning, without the beginning itself. */
  continuationsOf(beginning: string): string[] {
    const found = this.startingWith(beginning).filter((term) => term !== beginning);
    if (found.length <= MOST_CONTINUATIONS) return found;
    const frequencies = new Map(found.map((term) => [term, this.frequency(term)]));
    const byFrequency = (one: string, other: string) => (frequencies.get(other) ?? 0) - (frequencies.get(one) ?? 0);
    return found.sort(byFrequency).slice(0, MOST_CONTINUATIONS);
  }

  /** How many documents have a word that begins so, as if words stood in them by chance. */
  countOfBeginning(beginning: string): number {
    const terms = [beginning, ...this.continuationsOf(beginning)];
    const counts = terms.flatMap((term) => PARTS.map((part) => this.count(part, term)));
    const without = counts.reduce((share, count) => share * (1 - count / Math.max(1, this.documents)), 1);
    return Math.max(...counts, this.documents * (1 - without));
  }
}
