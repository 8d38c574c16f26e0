/** The words that an index holds, and those among them that a mistyped one may stand for. */

/** A word of the index that is so many typing errors away. */
export interface Guess {
  readonly key: string;
  readonly form: string;
  readonly distance: number;
}

/** The words of an index, by their terms: keys, and forms where those are held. */
export interface Words {
  has(term: string): boolean;
  /** Terms that begin like this one, and are longer or it itself. */
  startingWith(beginning: string): string[];
  /** How a word is written by its key: the shortest of its forms, which is the basic one more often than not. */
  formOf(key: string): string | undefined;
  /**
   * What a word that is not in the index may stand for, the nearest and then the most frequent first.
   * @param form the word as it was typed, by the length of which errors are forgiven
   */
  guesses(key: string, form: string): Guess[];
}
