/** Marks the words that were looked for, in whatever form they stand in a text. Pure. */
import { plainOf, wordsOf } from './analyzer/words.ts';
import { isStopWord, withoutStopWords } from './engines/queryTerms.ts';
import type { SynonymRules } from './engines/synonymRules.ts';

/** A part of a text, in UTF-16 code units. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** What is marked in texts. */
export interface Marks {
  /** Keys of words. */
  readonly keys: ReadonlySet<string>;
  /** What words begin with, in small letters without diacritics; null when no word may be unfinished. */
  readonly beginning: string | null;
}

/** Letters from which on the last word may be the beginning of one. */
const SHORTEST_BEGINNING = 2;

/**
 * What answers to a query are marked by: its words but for those that say nothing, those that synonyms put in their place, and those of the
 * query as it was probably meant.
 */
export function marksOf(query: string, corrected: string | null, synonyms: SynonymRules): Marks {
  const all = wordsOf(query);
  const replaced = synonyms.replacementsIn(all.map(({ key }) => key)).flatMap(({ to }) => to);
  const meant = corrected === null ? [] : withoutStopWords(wordsOf(corrected)).map(({ key }) => key);
  const last = all.at(-1);
  const beginning = last ? plainOf(query.slice(last.start, last.end)) : '';
  return {
    keys: new Set([
      ...withoutStopWords(all).map(({ key }) => key),
      ...replaced.filter((key) => !isStopWord(key)),
      ...meant,
    ]),
    beginning: beginning.length >= SHORTEST_BEGINNING && !isStopWord(last?.key ?? '') ? beginning : null,
  };
}

/** Where marked words stand in the text, in order and apart from each other. */
export function rangesOf({ keys, beginning }: Marks, text: string): Range[] {
  return wordsOf(text)
    .filter(({ key, start, end }) => {
      return keys.has(key) || (beginning !== null && plainOf(text.slice(start, end)).startsWith(beginning));
    })
    .map(({ start, end }) => ({ start, end }));
}

/** The text as HTML with the ranges in `mark` elements; whatever else it holds is text. */
export function markedHtml(text: string, ranges: readonly Range[]): string {
  let place = 0;
  const parts = ranges.map(({ start, end }) => {
    const part = `${escaped(text.slice(place, start))}<mark>${escaped(text.slice(start, end))}</mark>`;
    place = end;
    return part;
  });
  return parts.join('') + escaped(text.slice(place));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
