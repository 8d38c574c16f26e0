/** The embedded engine: MiniSearch (BM25+) in the memory of this process. */
import MiniSearch from 'minisearch';
import { type Word, wordsOf } from '../analyzer/words.ts';
import type { FacetName, SearchAnswer, SearchDocument, SearchEngine, SearchRequest } from '../engine.ts';
import type { PublishedSynonym } from '../publishedSynonyms.ts';
import { BOOSTS, COVERAGE, FIELDS, formTerm, indexedTerms, PREFIX, SYNONYM, textOf } from './fields.ts';
import { codesIn, correctedQuery, type QueryTerm, termsOf, withoutStopWords } from './queryTerms.ts';
import { keysOf, SynonymRules } from './synonymRules.ts';
import { WordStock } from './wordStock.ts';

export class EmbeddedEngine implements SearchEngine {
  readonly name = 'embedded';
  readonly #index = new MiniSearch<SearchDocument>({
    fields: FIELDS,
    extractField: (document, field) => (field === 'id' ? document.id : textOf(document, field)),
    tokenize: indexedTerms,
    processTerm: (term) => term,
    autoVacuum: { minDirtCount: 200, minDirtFactor: 0.2, batchSize: 500, batchWait: 5 },
  });
  readonly #documents = new Map<string, SearchDocument>();
  readonly #stock = new WordStock();
  #synonyms = new SynonymRules([]);

  async put(documents: readonly SearchDocument[]): Promise<void> {
    await this.remove(documents.map(({ id }) => id));
    for (const document of documents) {
      this.#documents.set(document.id, document);
      for (const [text, words] of wordsIn(document)) this.#stock.add(text, words);
    }
    await this.#index.addAllAsync(documents, { chunkSize: 100 });
  }

  async remove(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      const document = this.#documents.get(id);
      if (!document) continue;
      for (const [, words] of wordsIn(document)) this.#stock.remove(words);
      this.#documents.delete(id);
      this.#index.discard(id);
    }
  }

  async versions(): Promise<ReadonlyMap<string, string>> {
    return new Map([...this.#documents].map(([id, { version }]) => [id, version]));
  }

  useSynonyms(synonyms: readonly PublishedSynonym[]): void {
    this.#synonyms = new SynonymRules(synonyms);
  }

  async search({ query, audiences, filter, facets, offset, limit }: SearchRequest): Promise<SearchAnswer> {
    const filters = Object.entries(filter) as [FacetName, readonly string[]][];
    const isWanted = (id: string) => {
      const document = this.#documents.get(id);
      if (!document || !audiences.includes(document.audience)) return false;
      return filters.every(([name, any]) => any.some((value) => document.facets[name].includes(value)));
    };
    const words = withoutStopWords(wordsOf(query));
    const pinned = this.#synonyms.pinnedTo(keysOf(query));
    const ids = [...new Set([...pinned, ...this.#rank(query, words)])].filter(isWanted);
    const found = ids.map((id) => this.#documents.get(id) as SearchDocument);
    return {
      hits: found.slice(offset, offset + limit).map(({ id, kind }) => ({ id, kind })),
      total: found.length,
      facets: Object.fromEntries(facets.map((name) => [name, countsOf(found, name)])),
      correctedQuery: correctedQuery(query, words, this.#stock),
      degraded: false,
    };
  }

  /** Ids of what answers the query, as it is typed or in the words of a synonym, best first. */
  #rank(query: string, words: readonly Word[]): string[] {
    const typed = termsOf(query, words, this.#stock, formTerm);
    const best = this.#scores(typed, 1);
    const keys = keysOf(query);
    const others = [...this.#synonyms.variantsOf(keys), ...codesIn(keys)];
    for (const variant of others) {
      for (const [id, score] of this.#scores(
        variant.map((key) => [{ term: key, weight: 1 }]),
        SYNONYM,
      )) {
        best.set(id, Math.max(best.get(id) ?? 0, score));
      }
    }
    return [...best].sort(([, one], [, other]) => other - one).map(([id]) => id);
  }

  /** Scores of the documents that have enough of the words, each of which may be met by any of its terms. */
  #scores(words: readonly (readonly QueryTerm[])[], factor: number): Map<string, number> {
    const queries = words.flat().map(({ term, weight, isPrefix = false }) => {
      return { queries: [term], prefix: isPrefix, boostTerm: () => weight };
    });
    if (queries.length === 0) return new Map();
    const hits = this.#index.search(
      { combineWith: 'OR', queries },
      { boost: BOOSTS, weights: { prefix: PREFIX, fuzzy: 0 } },
    );
    const scores = new Map<string, number>();
    for (const { id, score, queryTerms } of hits) {
      const met = words.filter((terms) => terms.some(({ term }) => queryTerms.includes(term))).length;
      const coverage = met / words.length;
      if (coverage >= COVERAGE) scores.set(id as string, score * factor * coverage ** 3);
    }
    return scores;
  }
}

/** The words of a document, with the texts that they stand in. */
function wordsIn(document: SearchDocument): [string, Word[]][] {
  return FIELDS.map((field) => {
    const text = textOf(document, field);
    return [text, wordsOf(text)];
  });
}

function countsOf(documents: readonly SearchDocument[], name: FacetName): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { facets } of documents) {
    for (const value of facets[name]) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}
