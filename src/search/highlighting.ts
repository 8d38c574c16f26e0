/** Marks the words that were looked for, in whatever form they stand in a text. Pure. */
import { wordsOf } from './analyzer/words.ts';

/** A part of a text, in UTF-16 code units. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Where the words of the query stand in the text, in order; the last one may be the beginning of a word. */
export function rangesOf(query: string, text: string): Range[] {
  const keys = wordsOf(query).map(({ key }) => key);
  const last = keys.at(-1) ?? '';
  const isLookedFor = (key: string) => keys.includes(key) || (last.length >= 2 && key.startsWith(last));
  return wordsOf(text)
    .filter(({ key }) => isLookedFor(key))
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
