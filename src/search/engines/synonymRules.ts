/** Published synonyms as rules on words, and the ways to put a query by them. Pure. */
import { wordsOf } from '../analyzer/words.ts';
import type { PublishedSynonym } from '../publishedSynonyms.ts';

/** A rule from words to other words, by their keys. */
interface Rule {
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** Words that stand for those of a query from one place until another. */
export interface Replacement {
  readonly from: number;
  /** The word here stays. */
  readonly until: number;
  /** Keys of the words. */
  readonly to: readonly string[];
}

/** What synonyms say: words that stand for others, and answers to exact questions. */
export class SynonymRules {
  readonly #byFirst = new Map<string, Rule[]>();
  readonly #pinned = new Map<string, readonly string[]>();

  constructor(synonyms: readonly PublishedSynonym[]) {
    for (const synonym of synonyms) {
      for (const rule of rulesOf(synonym)) {
        const first = rule.from[0] as string;
        this.#byFirst.set(first, [...(this.#byFirst.get(first) ?? []), rule]);
      }
      if (synonym.pinned.length === 0) continue;
      for (const term of Object.values(synonym.terms).flat()) this.#pinned.set(keysOf(term).join(' '), synonym.pinned);
    }
  }

  /** Parts of a query that can be put in other words, in each way that there is. */
  replacementsIn(keys: readonly string[]): Replacement[] {
    return keys.flatMap((key, from) =>
      (this.#byFirst.get(key) ?? [])
        .filter((rule) => rule.from.every((one, step) => keys[from + step] === one))
        .map((rule) => ({ from, until: from + rule.from.length, to: rule.to })),
    );
  }

  /** Ids of what is to be put first when the query is exactly these words. */
  pinnedTo(keys: readonly string[]): readonly string[] {
    return this.#pinned.get(keys.join(' ')) ?? [];
  }
}

/** Keys of the words of a text. */
export function keysOf(text: string): string[] {
  return wordsOf(text).map(({ key }) => key);
}

function rulesOf({ terms, expansions, direction }: PublishedSynonym): Rule[] {
  return Object.keys(terms).flatMap((locale) => {
    const froms = (terms[locale] ?? []).map(keysOf).filter((keys) => keys.length > 0);
    const tos = (expansions[locale] ?? []).map(keysOf).filter((keys) => keys.length > 0);
    const forth = froms.flatMap((from) => tos.map((to) => ({ from, to })));
    return direction === 'TWO_WAY' ? [...forth, ...forth.map(({ from, to }) => ({ from: to, to: from }))] : forth;
  });
}
