/** The words of an index: which of them a mistyped one may stand for, and how they are written. */
import { typosAllowedIn } from '../../analyzer/typos.ts';
import type { Guess, Words } from '../indexWords.ts';
import { PARTS } from '../weights.ts';
import type { Postings } from './postings.ts';
import type { Terms } from './terms.ts';

/** Guesses for a word at the most. */
const MAX_GUESSES = 5;

/** The postings of a term in each of the parts. */
export const listsOf = (term: number) => PARTS.map((_, part) => PARTS.length * term + part);

export class Lexicon implements Words {
  readonly #terms: Terms;
  readonly #postings: Postings;
  readonly #isThere: (document: number) => boolean;
  /** The shortest form of each word by the number of its key, which is the basic one more often than not. */
  readonly forms: (string | undefined)[];

  constructor(
    terms: Terms,
    postings: Postings,
    isThere: (document: number) => boolean,
    forms: readonly (string | null)[] = [],
  ) {
    this.#terms = terms;
    this.#postings = postings;
    this.#isThere = isThere;
    this.forms = forms.map((form) => form ?? undefined);
  }

  /** Notes how a word is written. */
  note(key: string, form: string): void {
    const term = this.#terms.numberOf(key);
    if (term === undefined) return;
    const known = this.forms[term];
    if (known === undefined || form.length < known.length) this.forms[term] = form.toLowerCase();
  }

  has(name: string): boolean {
    const term = this.#terms.numberOf(name);
    return term !== undefined && this.#isUsed(term);
  }

  startingWith(beginning: string): string[] {
    const longer = this.#terms.continuationsOf(beginning).filter((term) => this.#isUsed(term));
    const names = longer.map((term) => this.#terms.names[term] as string);
    return this.has(beginning) ? [beginning, ...names] : names;
  }

  formOf(key: string): string | undefined {
    return this.forms[this.#terms.numberOf(key) ?? -1];
  }

  guesses(key: string, form: string): Guess[] {
    const limit = typosAllowedIn(form, key);
    if (limit === 0 || this.has(key)) return [];
    return this.#terms
      .near(key, limit)
      .filter(({ term }) => this.#isUsed(term))
      .map(({ term, distance }) => ({ term, distance, count: this.#count(term) }))
      .sort((one, other) => one.distance - other.distance || other.count - one.count)
      .slice(0, MAX_GUESSES)
      .map(({ term, distance }) => {
        const name = this.#terms.names[term] as string;
        return { key: name, form: this.forms[term] ?? name, distance };
      });
  }

  #count(term: number): number {
    return listsOf(term).reduce((sum, list) => sum + this.#postings.count(list), 0);
  }

  /** Whether a document has it: those that are gone may be in its postings yet. */
  #isUsed(term: number): boolean {
    return listsOf(term).some((list) => this.#postings.some(list, this.#isThere));
  }
}
