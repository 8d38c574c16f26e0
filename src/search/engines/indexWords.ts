/** The words that an index holds, and those among them that a mistyped one may stand for. */

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
