/** Titles and names by the beginnings of their words: what is offered while somebody types. */
import type { Localized } from '../kernel/locale.ts';
import { folded } from './analyzer/words.ts';
import { CATEGORY } from './documents.ts';

/** What may be offered: an entry, an organization or a category, by its title or name. */
export interface Suggestible {
  readonly id: string;
  readonly kind: string;
  readonly audience: string;
  readonly title: Localized;
}

/** An offer. */
export type Suggested = Pick<Suggestible, 'id' | 'kind'>;

/** Letters by which titles are sorted into drawers. */
const DRAWER = 2;

interface Title {
  readonly item: Suggestible;
  /** Without diacritics, with one space between the words. */
  readonly text: string;
  readonly words: readonly string[];
  /** Likewise, but with diacritics. */
  readonly spelled: string;
}

/**
 * Words in the order of letters, in drawers by their first two: an offer reads the drawer of the longest word that was typed, and a
 * change touches the drawers of its own words alone.
 */
export class Suggestions {
  /** Titles by the beginning of one of their words. */
  readonly #drawers = new Map<string, Set<Title>>();
  readonly #titles = new Map<string, Title[]>();

  put(items: readonly Suggestible[]): void {
    for (const { id, kind, audience, title: ofItem } of items) {
      const item = { id, kind, audience, title: ofItem };
      this.#take(item.id);
      const spellings = new Set(Object.values(item.title).map(spelled));
      const titles = [...spellings].map((spelling): Title => {
        const text = comparable(spelling);
        return { item, text, words: text.split(' '), spelled: text === spelling ? text : spelling };
      });
      this.#titles.set(item.id, titles);
      for (const title of titles) for (const drawer of drawersOf(title)) this.#open(drawer).add(title);
    }
  }

  /** What is offered that has a document: categories have none. */
  documented(): Suggestible[] {
    const items = [...this.#titles.values()].flatMap(([first]) => (first ? [first.item] : []));
    return items.filter(({ kind }) => kind !== CATEGORY);
  }

  remove(ids: readonly string[]): void {
    for (const id of ids) this.#take(id);
  }

  /**
   * What begins like the prefix, best first: titles that begin with it, then those with its words side by side, then those with a
   * word for each of its words; shorter ones first. What has other diacritics than the prefix comes last: "obč" is not how "obce" begins.
   * @param audiences those that the reader belongs to
   */
  find(prefix: string, audiences: readonly string[], first: number): Suggested[] {
    const typed = comparable(prefix);
    const words = typed.split(' ').filter((word) => word !== '');
    const spelling = spelled(prefix);
    const exact = spelling === typed ? [] : spelling.split(' ');
    const [longest] = words.toSorted((one, other) => other.length - one.length);
    if (!longest) return [];
    // The few best in order: one letter fits thousands of titles, which are not all to be sorted.
    const best: Ranked[] = [];
    for (const title of this.#candidates(longest)) {
      if (!audiences.includes(title.item.audience)) continue;
      const rank = rankOf(title, typed, words);
      if (rank !== null) insert(best, { title, rank: rank + (isSpelled(title, exact) ? 0 : WORST) }, first);
    }
    return best.map(({ title: { item } }) => ({ id: item.id, kind: item.kind }));
  }

  *#candidates(word: string): Iterable<Title> {
    const start = word.slice(0, DRAWER);
    if (start.length === DRAWER) yield* this.#drawers.get(start) ?? [];
    else for (const [drawer, titles] of this.#drawers) if (drawer.startsWith(start)) yield* titles;
  }

  #open(name: string): Set<Title> {
    const drawer = this.#drawers.get(name) ?? new Set();
    this.#drawers.set(name, drawer);
    return drawer;
  }

  #take(id: string): void {
    for (const title of this.#titles.get(id) ?? []) {
      for (const drawer of drawersOf(title)) this.#drawers.get(drawer)?.delete(title);
    }
    this.#titles.delete(id);
  }
}

function drawersOf({ words }: Title): Set<string> {
  return new Set(words.map((word) => word.slice(0, DRAWER)));
}

interface Ranked {
  readonly title: Title;
  readonly rank: number;
}

const order = (one: Ranked, other: Ranked) => one.rank - other.rank || compare(one.title, other.title);

/** Puts a title at its place among the best, once for each item, if it is one of the `most` best. */
function insert(best: Ranked[], ranked: Ranked, most: number): void {
  const last = best.at(-1);
  if (best.length === most && last && order(ranked, last) >= 0) return;
  const known = best.findIndex(({ title }) => title.item.id === ranked.title.item.id);
  if (known >= 0) {
    if (order(ranked, best[known] as Ranked) >= 0) return;
    best.splice(known, 1);
  }
  const place = best.findIndex((other) => order(ranked, other) < 0);
  best.splice(place < 0 ? best.length : place, 0, ranked);
  if (best.length > most) best.pop();
}

/** More than any rank that `rankOf` gives. */
const WORST = 3;

/** Whether a title has, for each of the words, one that begins with it, diacritics and all. */
function isSpelled({ spelled }: Title, words: readonly string[]): boolean {
  return words.every((word) => spelled.startsWith(word) || spelled.includes(` ${word}`));
}

/** How well a title fits what was typed, 0 best; null when it does not. */
function rankOf({ text, words }: Title, typed: string, typedWords: readonly string[]): number | null {
  if (text.startsWith(typed)) return 0;
  if (text.includes(` ${typed}`)) return 1;
  return typedWords.every((typedWord) => words.some((word) => word.startsWith(typedWord))) ? 2 : null;
}

function compare(one: Title, other: Title): number {
  return one.text.length - other.text.length || (one.text < other.text ? -1 : 1);
}

/** The words of a text in small letters, with one space between. */
function spelled(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim();
}

/** Likewise without diacritics. */
function comparable(text: string): string {
  return folded(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
