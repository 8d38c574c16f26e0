/** The lexicon of an index, read again when the index has changed: at once after our own changes, soon after those of others. */
import type { Meilisearch } from 'meilisearch';
import { LEXICON_ATTRIBUTES, Lexicon } from './lexicon.ts';

/** Milliseconds for which nobody looks whether the index has changed. */
const FRESH = 1_000;

export class KeptLexicon {
  readonly #client: Meilisearch;
  readonly #index: string;
  #lexicon: Lexicon | null = null;
  /** State of the index that the lexicon was read from. */
  #state = '';
  #lookedAt = 0;
  #reading: Promise<Lexicon> | null = null;

  constructor(client: Meilisearch, index: string) {
    this.#client = client;
    this.#index = index;
  }

  /**
   * The lexicon as it is known; the first one is waited for. Who gives up waiting does not stop its reading: in a large index that may
   * take longer than a search may.
   */
  async get(): Promise<Lexicon> {
    if (!this.#lexicon) return await this.#read();
    // Who asks does not wait for it: words that have come since are found whole anyway.
    if (performance.now() - this.#lookedAt > FRESH) this.#read().catch(() => undefined);
    return this.#lexicon;
  }

  /** Reads it again if anybody has used it yet. */
  async renew(): Promise<void> {
    if (!this.#lexicon) return;
    await this.#reading?.catch(() => undefined);
    await this.#read();
  }

  #read(): Promise<Lexicon> {
    this.#reading ??= this.#readIfChanged().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  async #readIfChanged(): Promise<Lexicon> {
    this.#lookedAt = performance.now();
    const { createdAt, updatedAt } = await this.#client.getRawIndex(this.#index);
    const state = `${createdAt} ${updatedAt}`;
    if (this.#lexicon && state === this.#state) return this.#lexicon;
    const { facetDistribution = {}, totalHits } = await this.#client
      .index(this.#index)
      .search('', { hitsPerPage: 1, page: 1, attributesToRetrieve: ['id'], facets: LEXICON_ATTRIBUTES });
    this.#lexicon = new Lexicon(totalHits, facetDistribution);
    this.#state = state;
    return this.#lexicon;
  }
}
