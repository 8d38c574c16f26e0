/** The words that an index holds, and those among them that a mistyped one may stand for. */
import { distanceWithin, lettersOf, mayBeWithin, typosAllowedIn } from '../analyzer/typos.ts';
import type { Word } from '../analyzer/words.ts';

interface Entry {
  /** How many times it stands in the index. */
  count: number;
  /** The shortest form of the word, which is the basic one more often than not. */
  form: string;
  readonly letters: number;
}

/** A word of the index that is so many typing errors away. */
export interface Guess {
  readonly key: string;
  readonly form: string;
  readonly distance: number;
}

/** The words of an index, by their keys. */
export interface Words {
  has(key: string): boolean;
  /**
   * What a word that is not in the index may stand for, the nearest and then the most frequent first.
   * @param form the word as it was typed, by the length of which errors are forgiven
   */
  guesses(key: string, form: string): Guess[];
}

/** Guesses for a word at the most. */
const MAX_GUESSES = 5;

export class WordStock implements Words {
  readonly #entries = new Map<string, Entry>();

  add(text: string, words: readonly Word[]): void {
    for (const { key, start, end } of words) {
      const entry = this.#entries.get(key);
      const form = text.slice(start, end).toLowerCase();
      if (!entry) {
        this.#entries.set(key, { count: 1, form, letters: lettersOf(key) });
        continue;
      }
      entry.count += 1;
      if (form.length < entry.form.length) entry.form = form;
    }
  }

  remove(words: readonly Word[]): void {
    for (const { key } of words) {
      const entry = this.#entries.get(key);
      if (!entry) continue;
      entry.count -= 1;
      if (entry.count === 0) this.#entries.delete(key);
    }
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  guesses(key: string, typed: string): Guess[] {
    const limit = typosAllowedIn(typed, key);
    if (limit === 0 || this.has(key)) return [];
    const letters = lettersOf(key);
    const found: (Guess & { count: number })[] = [];
    for (const [other, { count, form, letters: others }] of this.#entries) {
      if (Math.abs(other.length - key.length) > limit || !mayBeWithin(limit, letters, others)) continue;
      const distance = distanceWithin(limit, key, other);
      if (distance <= limit) found.push({ key: other, form, distance, count });
    }
    return found.sort((one, other) => one.distance - other.distance || other.count - one.count).slice(0, MAX_GUESSES);
  }
}
