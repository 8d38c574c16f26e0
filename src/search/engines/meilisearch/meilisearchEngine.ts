/** The engine over a Meilisearch server: one index for all instances, its words cut down by our analyzer. See ADR 55. */
import type { Meilisearch, Settings } from 'meilisearch';
import { digestOf } from '../../../kernel/digest.ts';
import type { FacetName, SearchAnswer, SearchDocument, SearchEngine, SearchRequest } from '../../engine.ts';
import type { PublishedSynonym } from '../../publishedSynonyms.ts';
import type { IndexRebuild, SharedTarget } from '../../sharedTarget.ts';
import { FEW } from '../memory/ranking.ts';
import { marksOf, questionOf } from '../question.ts';
import { SynonymRules } from '../synonymRules.ts';
import { deleteIndex, done, isMissingIndex, type MeilisearchAddress, openMeilisearch } from './client.ts';
import { type Candidate, type IndexedDocument, indexedDocument } from './indexedDocument.ts';
import { KeptLexicon } from './keptLexicon.ts';
import { planOf } from './plan.ts';
import { ranked } from './ranking.ts';
import { MeilisearchRebuild } from './rebuild.ts';
import { INDEX_VERSION, SETTINGS } from './settings.ts';

/** Hits that are ranked among themselves; those of one block come before those of the next one. */
const BLOCK = 200;
/** Versions read at once. */
const PAGE = 5_000;

export class MeilisearchEngine implements SearchEngine, SharedTarget {
  readonly name = 'meilisearch';
  readonly index: string;
  readonly #client: Meilisearch;
  readonly #lexicon: KeptLexicon;
  #synonyms = new SynonymRules([]);

  /** @param prefix begins the names of its indexes; an own one for each database */
  constructor(address: MeilisearchAddress, prefix: string) {
    this.#client = openMeilisearch(address);
    this.index = `${prefix}-${INDEX_VERSION}`;
    this.#lexicon = new KeptLexicon(this.#client, this.index);
  }

  useSynonyms(synonyms: readonly PublishedSynonym[]): void {
    this.#synonyms = new SynonymRules(synonyms);
  }

  async search(request: SearchRequest, signal?: AbortSignal): Promise<SearchAnswer> {
    const { query, facets, offset, limit } = request;
    const lexicon = await this.#lexicon.get();
    const question = questionOf(query, this.#synonyms, lexicon);
    const { near, pinned, corrected } = question;
    const plan = planOf(question, request, lexicon);
    if (!plan) return { ...nothing(facets), correctedQuery: corrected, marks: marksOf(near), degraded: false };
    const first = Math.floor(offset / BLOCK) * BLOCK;
    const size = Math.ceil((offset + limit) / BLOCK) * BLOCK - first;
    const page = { offset: first, limit: size };
    const good = await this.#ask(plan.good, facets, page, signal);
    const far = good.total - pinned.length < FEW ? question.far() : [];
    const found = far.length > 0 ? await this.#ask(plan.all(far), facets, page, signal) : good;
    const ways = [...near, ...far];
    const blocks = Array.from({ length: size / BLOCK }, (_, block) =>
      ranked(found.candidates.slice(block * BLOCK, (block + 1) * BLOCK), ways, pinned, lexicon),
    );
    const hits = blocks.flat().slice(offset - first, offset - first + limit);
    return {
      hits: hits.map(({ id, kind }) => ({ id, kind })),
      total: found.total,
      facets: found.facets,
      correctedQuery: corrected,
      marks: marksOf(ways),
      degraded: false,
    };
  }

  /** Asks for the tiers one after the other, each document once. Totals and counts are of all of them. */
  async #ask(
    tiers: readonly string[],
    facets: readonly FacetName[],
    page: { offset: number; limit: number },
    signal: AbortSignal | undefined,
  ) {
    const attribute = (facet: FacetName) => `facets.${facet}`;
    const answer = await this.#client.multiSearch<never, Candidate>(
      {
        federation: { ...page, facetsByIndex: { [this.index]: facets.map(attribute) } },
        queries: tiers.map((filter, place) => ({
          ...{ indexUid: this.index, q: '', filter, attributesToRetrieve: ['id', 'kind', 'weights'] },
          federationOptions: { weight: 1 - place / 10 },
        })),
      } as never,
      signal ? { signal } : {},
    );
    const { hits, estimatedTotalHits = 0, facetsByIndex } = answer as never as FederatedAnswer;
    const counts = facetsByIndex?.[this.index]?.distribution ?? {};
    return {
      candidates: hits,
      total: estimatedTotalHits,
      facets: Object.fromEntries(
        facets.map((facet) => [facet, new Map(Object.entries(counts[attribute(facet)] ?? {}))]),
      ) as SearchAnswer['facets'],
    };
  }

  async put(documents: readonly SearchDocument[]): Promise<void> {
    if (documents.length === 0) return;
    await this.#mustBeThere();
    await done(this.#client, this.#documents.addDocuments(documents.map(indexedDocument), { primaryKey: 'id' }));
    await this.#lexicon.renew();
  }

  async remove(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.#mustBeThere();
    await done(this.#client, this.#documents.deleteDocuments([...ids]));
    await this.#lexicon.renew();
  }

  async versions(): Promise<ReadonlyMap<string, string>> {
    const versions = new Map<string, string>();
    for (let offset = 0; ; offset += PAGE) {
      const { results, total } = await this.#documents.getDocuments({ fields: ['id', 'version'], offset, limit: PAGE });
      for (const { id, version } of results) versions.set(id, version);
      if (offset + PAGE >= total) return versions;
    }
  }

  /** How many documents the index holds. */
  async count(): Promise<number> {
    return (await this.#documents.getStats()).numberOfDocuments;
  }

  async isCurrent(): Promise<boolean> {
    try {
      const settings = (await this.#client.index(this.index).getSettings()) as Settings & Record<string, unknown>;
      return Object.entries(SETTINGS).every(([name, value]) => holds(value, settings[name]));
    } catch (error) {
      if (isMissingIndex(error)) return false;
      throw error;
    }
  }

  rebuild(): Promise<IndexRebuild> {
    return MeilisearchRebuild.begin(this.#client, this.index, () => this.#lexicon.renew());
  }

  async drop(indexes: readonly string[]): Promise<void> {
    for (const index of indexes) await deleteIndex(this.#client, index);
  }

  get #documents() {
    return this.#client.index<IndexedDocument>(this.index);
  }

  /** Meilisearch would make an index of documents that have none, without settings. */
  async #mustBeThere(): Promise<void> {
    await this.#client.getRawIndex(this.index);
  }
}

interface FederatedAnswer {
  readonly hits: readonly Candidate[];
  readonly estimatedTotalHits?: number;
  readonly facetsByIndex?: Record<string, { readonly distribution: Record<string, Record<string, number>> }>;
}

function nothing(facets: readonly FacetName[]): Pick<SearchAnswer, 'hits' | 'total' | 'facets'> {
  return { hits: [], total: 0, facets: Object.fromEntries(facets.map((facet) => [facet, new Map()])) };
}

/** Whether what is wanted is so; the server answers more than what was set. */
function holds(wanted: unknown, present: unknown): boolean {
  if (wanted === null || typeof wanted !== 'object' || Array.isArray(wanted))
    return digestOf(wanted) === digestOf(present);
  return Object.entries(wanted).every(([name, value]) =>
    holds(value, (present as Record<string, unknown> | null)?.[name]),
  );
}
