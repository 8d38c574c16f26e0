/** A new index beside the one in use, which it replaces from one moment to the next when it is whole. */
import type { EnqueuedTask, Meilisearch } from 'meilisearch';
import type { SearchDocument } from '../../engine.ts';
import type { IndexRebuild } from '../../sharedTarget.ts';
import { deleteIndex, done, isMissingIndex } from './client.ts';
import { type IndexedDocument, indexedDocument } from './indexedDocument.ts';
import { SETTINGS } from './settings.ts';

/** Pieces of work that the server may have before it: it takes several of them at once. */
const MOST_WAITING = 8;

export class MeilisearchRebuild implements IndexRebuild {
  readonly #client: Meilisearch;
  readonly #index: string;
  readonly #next: string;
  readonly #onFinish: () => Promise<void>;
  #waiting: EnqueuedTask[] = [];

  private constructor(client: Meilisearch, index: string, onFinish: () => Promise<void>) {
    this.#client = client;
    this.#index = index;
    this.#next = `${index}-next`;
    this.#onFinish = onFinish;
  }

  /** Makes the empty index; what a rebuild that was cut off has left is deleted. */
  static async begin(client: Meilisearch, index: string, onFinish: () => Promise<void>): Promise<MeilisearchRebuild> {
    const rebuild = new MeilisearchRebuild(client, index, onFinish);
    await deleteIndex(client, rebuild.#next);
    await done(client, client.createIndex(rebuild.#next, { primaryKey: 'id' }));
    await done(client, client.index(rebuild.#next).updateSettings(SETTINGS));
    return rebuild;
  }

  async put(documents: readonly SearchDocument[]): Promise<void> {
    if (documents.length > 0) await this.#send(this.#documents.addDocuments(documents.map(indexedDocument)));
  }

  async remove(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.#send(this.#documents.deleteDocuments([...ids]));
  }

  async settled(): Promise<void> {
    while (this.#waiting.length > 0) await this.#awaitFirst();
  }

  async finish(): Promise<void> {
    await this.settled();
    const rename = !(await this.#isThere(this.#index));
    await done(this.#client, this.#client.swapIndexes([{ indexes: [this.#next, this.#index], rename }]));
    await deleteIndex(this.#client, this.#next);
    await this.#onFinish();
  }

  async #send(task: PromiseLike<EnqueuedTask>): Promise<void> {
    this.#waiting.push(await task);
    while (this.#waiting.length > MOST_WAITING) await this.#awaitFirst();
  }

  async #awaitFirst(): Promise<void> {
    const task = this.#waiting.shift();
    if (task) await done(this.#client, task);
  }

  async #isThere(index: string): Promise<boolean> {
    try {
      await this.#client.getRawIndex(index);
      return true;
    } catch (error) {
      if (isMissingIndex(error)) return false;
      throw error;
    }
  }

  get #documents() {
    return this.#client.index<IndexedDocument>(this.#next);
  }
}
