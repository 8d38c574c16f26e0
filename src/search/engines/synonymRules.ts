/** Published synonyms as rules on words, and the ways to put a query by them. Pure. */
import { withoutStopWords } from '../analyzer/stopWords.ts';
import { type Word, wordsOf } from '../analyzer/words.ts';
import type { PublishedSynonym } from '../publishedSynonyms.ts';
import { isFormOf } from './queryTerms.ts';
import type { Replacement } from './respellings.ts';

/** A rule from words to other words, by their keys. */
interface Rule {
  readonly from: readonly Word[];
  readonly to: readonly string[];
}

/** What synonyms say: words that stand for others, and answers to exact questions. */
export class SynonymRules {
  readonly #byFirst = new Map<string, Rule[]>();
  readonly #pinned = new Map<string, readonly string[]>();

  constructor(synonyms: readonly PublishedSynonym[]) {
    for (const synonym of synonyms) {
      for (const rule of rulesOf(synonym)) {
        const first = (rule.from[0] as Word).key;
        this.#byFirst.set(first, [...(this.#byFirst.get(first) ?? []), rule]);
      }
      if (synonym.pinned.length === 0) continue;
      for (const term of Object.values(synonym.terms).flat()) {
        this.#pinned.set(asQuestion(wordsOf(term)), synonym.pinned);
      }
    }
  }

  /**
   * Parts of a query that can be put in other words, in each way that there is. Words that say nothing stand in neither.
   * @param doubtful a word that must be written like the one of a synonym: "mám" is no form of "máma", nor "obč" one of "obec"
   */
  replacementsOf(words: readonly Word[], doubtful: Word | null): Replacement[] {
    return words.flatMap(({ key }, start) =>
      (this.#byFirst.get(key) ?? []).flatMap(({ from, to }) => {
        const replaced = words.slice(start, start + from.length);
        const isSame = from.every(({ key, plain }, step) => {
          const word = replaced[step];
          return word?.key === key && (word !== doubtful || isFormOf(word, plain));
        });
        return isSame ? [{ words: replaced, to }] : [];
      }),
    );
  }

  /** Ids of what is to be put first when the query is exactly these words. */
  pinnedTo(words: readonly Word[]): readonly string[] {
    return this.#pinned.get(asQuestion(words)) ?? [];
  }
}

const asQuestion = (words: readonly Word[]) => words.map(({ key }) => key).join(' ');

function rulesOf({ terms, expansions, direction }: PublishedSynonym): Rule[] {
  const tellingWords = (texts: readonly string[] | undefined) =>
    (texts ?? []).map((text) => withoutStopWords(wordsOf(text))).filter((words) => words.length > 0);
  return Object.keys(terms).flatMap((locale) => {
    const [froms, tos] = [tellingWords(terms[locale]), tellingWords(expansions[locale])];
    const pairs = froms.flatMap((from) => tos.map((to) => [from, to] as const));
    const backwards = pairs.map(([from, to]) => [to, from] as const);
    const all = direction === 'TWO_WAY' ? [...pairs, ...backwards] : pairs;
    return all.map(([from, to]) => ({ from, to: to.map(({ key }) => key) }));
  });
}
