/** Marks the words that were looked for, in whatever form they stand in a text. Pure. */
import { keyOf, type Word, wordsOf } from './analyzer/words.ts';
import type { Marks } from './engine.ts';
import { formTerm } from './engines/fields.ts';

/** A part of a text, in UTF-16 code units. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Neighbours that may be one word or code, written apart. */
const MOST_PARTS = 4;

/** Where marked words stand in the text, in order and apart from each other; a word or a code that is written apart is one range. */
export function rangesOf(marks: Marks, text: string): Range[] {
  const words = wordsOf(text);
  const ranges: Range[] = [];
  for (let place = 0; place < words.length; ) {
    const count = markedAt(marks, text, words, place);
    const { start } = words[place] as Word;
    place += Math.max(1, count);
    if (count > 0) ranges.push({ start, end: (words[place - 1] as Word).end });
  }
  return ranges;
}

/** How many words from this one on are marked as one: none, one, or the parts of one. */
function markedAt({ keys, beginnings }: Marks, text: string, words: readonly Word[], place: number): number {
  const { key, plain } = words[place] as Word;
  if (keys.has(key)) return 1;
  let joined = plain;
  for (let count = 2; count <= MOST_PARTS; count += 1) {
    const [before, next] = [words[place + count - 2], words[place + count - 1]];
    if (!before || !next || !/^[\s-]$/u.test(text.slice(before.end, next.start))) break;
    joined += next.plain;
    if (keys.has(keyOf(joined))) return count;
  }
  const terms = [key, formTerm(plain)];
  return beginnings.some((beginning) => terms.some((term) => term.startsWith(beginning))) ? 1 : 0;
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
