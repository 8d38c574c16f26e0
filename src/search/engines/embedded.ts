/** The embedded engine: MiniSearch in the memory of this process. */
import MiniSearch, { type QueryCombination } from 'minisearch';
import type { Localized } from '../../kernel/locale.ts';
import type { FacetName, SearchAnswer, SearchDocument, SearchEngine, SearchRequest } from '../engine.ts';
import type { PublishedSynonym } from '../publishedSynonyms.ts';
import { wordsOf } from '../words.ts';

/** How much a word counts in a field. */
const BOOSTS = {
  title: 5,
  keywords: 3,
  codes: 5,
  organization: 1.5,
  shortText: 1.5,
  categories: 1,
  territory: 1,
  longText: 0.5,
};
type Field = keyof typeof BOOSTS;

const FIELDS = Object.keys(BOOSTS) as Field[];

/** The texts of a field in all languages. */
function textOf(document: SearchDocument, field: string): string {
  const texts = (value: Localized | null) => (value ? Object.values(value) : []);
  const { keywords, codes, categories } = document;
  if (field === 'keywords') return Object.values(keywords).flat().join(' ');
  if (field === 'codes') return codes.join(' ');
  if (field === 'categories') return categories.flatMap(texts).join(' ');
  return texts(document[field as 'title' | 'shortText' | 'longText' | 'organization' | 'territory']).join(' ');
}

/** How much a match counts that is a beginning of a word, or differs by a letter or two. */
const WEIGHTS = { prefix: 0.6, fuzzy: 0.3 };
/** How much a match of a synonym counts. */
const SYNONYM = 0.7;

/** A rule from words to other words. */
interface Rule {
  readonly from: readonly string[];
  readonly to: readonly string[];
}

export class EmbeddedEngine implements SearchEngine {
  readonly name = 'embedded';
  readonly #index = new MiniSearch<SearchDocument>({
    fields: FIELDS,
    extractField: (document, field) => (field === 'id' ? document.id : textOf(document, field)),
    tokenize: (text) => wordsOf(text).map(({ key }) => key),
    processTerm: (key) => key,
    autoVacuum: { minDirtCount: 200, minDirtFactor: 0.2, batchSize: 500, batchWait: 5 },
  });
  readonly #documents = new Map<string, SearchDocument>();
  #rules: readonly Rule[] = [];
  #pinned: ReadonlyMap<string, readonly string[]> = new Map();

  async put(documents: readonly SearchDocument[]): Promise<void> {
    await this.remove(documents.map(({ id }) => id));
    for (const document of documents) this.#documents.set(document.id, document);
    await this.#index.addAllAsync(documents, { chunkSize: 100 });
  }

  async remove(ids: readonly string[]): Promise<void> {
    for (const id of ids) if (this.#documents.delete(id)) this.#index.discard(id);
  }

  async versions(): Promise<ReadonlyMap<string, string>> {
    return new Map([...this.#documents].map(([id, { version }]) => [id, version]));
  }

  useSynonyms(synonyms: readonly PublishedSynonym[]): void {
    this.#rules = synonyms.flatMap(rulesOf);
    const answers = synonyms.flatMap(({ terms, pinned }) =>
      Object.values(terms)
        .flat()
        .map((term) => [keysOf(term).join(' '), pinned] as const),
    );
    this.#pinned = new Map(answers.filter(([, pinned]) => pinned.length > 0));
  }

  async search({ query, audiences, filter, facets, offset, limit }: SearchRequest): Promise<SearchAnswer> {
    const keys = keysOf(query);
    const filters = Object.entries(filter) as [FacetName, readonly string[]][];
    const isWanted = ({ audience, facets: values }: SearchDocument) =>
      audiences.includes(audience) && filters.every(([name, any]) => any.some((value) => values[name].includes(value)));
    const ranked = this.#rank(keys).filter((id) => isWanted(this.#documents.get(id) as SearchDocument));
    const found = this.#withPinned(keys, ranked, isWanted).map((id) => this.#documents.get(id) as SearchDocument);
    return {
      hits: found.slice(offset, offset + limit).map(({ id, kind }) => ({ id, kind })),
      total: found.length,
      facets: Object.fromEntries(facets.map((name) => [name, countsOf(found, name)])),
      correctedQuery: null,
      degraded: false,
    };
  }

  /** Ids of what has all the words, or the words of a synonym; of what has any of them when nothing does. Best first. */
  #rank(keys: readonly string[]): string[] {
    if (keys.length === 0) return [];
    const last = keys.at(-1);
    const options = {
      boost: BOOSTS,
      weights: WEIGHTS,
      prefix: (key: string) => key === last && key.length >= 2,
      fuzzy: (key: string) => (/\d/.test(key) || key.length < 4 ? 0 : key.length < 8 ? 1 : 2),
    };
    const all = (words: readonly string[], boost = 1): QueryCombination => {
      return { combineWith: 'AND', queries: [...words], boostTerm: () => boost };
    };
    const variants = [all(keys), ...this.#variantsOf(keys).map((words) => all(words, SYNONYM))];
    const hits = this.#index.search({ combineWith: 'OR', queries: variants }, options);
    const found = hits.length > 0 ? hits : this.#index.search({ combineWith: 'OR', queries: [...keys] }, options);
    return found.map(({ id }) => id as string);
  }

  /** The words with a part of them replaced by what it stands for. */
  #variantsOf(keys: readonly string[]): string[][] {
    return this.#rules.flatMap(({ from, to }) => {
      const place = keys.findIndex((_, start) => from.every((key, step) => keys[start + step] === key));
      return place < 0 ? [] : [[...keys.slice(0, place), ...to, ...keys.slice(place + from.length)]];
    });
  }

  #withPinned(keys: readonly string[], ranked: string[], isWanted: (document: SearchDocument) => boolean): string[] {
    const pinned = (this.#pinned.get(keys.join(' ')) ?? []).filter((id) => {
      const document = this.#documents.get(id);
      return document && isWanted(document);
    });
    return pinned.length === 0 ? ranked : [...new Set([...pinned, ...ranked])];
  }
}

function keysOf(text: string): string[] {
  return wordsOf(text).map(({ key }) => key);
}

function rulesOf({ terms, expansions, direction }: PublishedSynonym): Rule[] {
  return Object.keys(terms).flatMap((locale) => {
    const froms = (terms[locale] ?? []).map(keysOf);
    const tos = (expansions[locale] ?? []).map(keysOf);
    const forth = froms.flatMap((from) => tos.map((to) => ({ from, to })));
    return direction === 'TWO_WAY' ? [...forth, ...forth.map(({ from, to }) => ({ from: to, to: from }))] : forth;
  });
}

function countsOf(documents: readonly SearchDocument[], name: FacetName): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { facets } of documents) {
    for (const value of facets[name]) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}
