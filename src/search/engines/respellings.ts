/** Words and codes that are written together in the query and apart in the index, or the other way round. Pure. */
import { keyOf, type Word } from '../analyzer/words.ts';
import type { Words } from './indexWords.ts';

/** Words of a query, and the keys of what they can be replaced by. */
export interface Replacement {
  readonly words: readonly Word[];
  readonly to: readonly string[];
}

/** The whole query written together where a part of it has digits: "A 1234" is A1234, "176 51 921" an IČO. */
export function codesIn(words: readonly Word[]): Replacement[] {
  if (words.length < 2 || !words.some(({ key }) => /\d/.test(key))) return [];
  return [{ words, to: [words.map(({ key }) => key).join('')] }];
}

/** Letters that each part of a word written together must have, and a word that is looked at. */
const SHORTEST_PART = 3;
const LONGEST_PARTED = 30;

/** Words written together that stand apart in the query, and the other way round, where the index has such words. */
export function respellings(words: readonly Word[], stock: Words): Replacement[] {
  return words.flatMap((word, place) => {
    const next = words[place + 1];
    const joined = next && keyOf(word.form + next.form);
    const together = joined && stock.has(joined) ? [{ words: [word, next], to: [joined] }] : [];
    if (stock.has(word.key)) return together;
    const apart = partsOf(word.form).filter((parts) => parts.every((part) => stock.has(part)));
    return [...together, ...apart.map((to) => ({ words: [word], to }))];
  });
}

/** Keys of both parts of a word, for each place where it can be parted. */
function partsOf(form: string): [string, string][] {
  const places = Math.max(0, Math.min(form.length, LONGEST_PARTED) - 2 * SHORTEST_PART + 1);
  return Array.from({ length: places }, (_, step) => {
    const place = SHORTEST_PART + step;
    return [keyOf(form.slice(0, place)), keyOf(form.slice(place))];
  });
}
