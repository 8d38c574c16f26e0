/** What search holds beside documents: synonyms, and categories among the suggestions. Follows changes like the index. */

import type { ChangeTag } from '../journal/changes.ts';
import type { Localized } from '../kernel/locale.ts';
import { CATEGORY } from './documents.ts';
import { type PublishedSynonym, publishedSynonyms } from './publishedSynonyms.ts';
import type { PublishedData } from './sources.ts';
import type { Suggestions } from './suggestions.ts';

export class Vocabulary {
  readonly #live: PublishedData;
  readonly #suggestions: Suggestions;
  readonly #useSynonyms: (synonyms: readonly PublishedSynonym[]) => void;
  #synonymIds: ReadonlySet<string> = new Set();

  /** @param useSynonyms given all published synonyms whenever one of them has changed */
  constructor(
    live: PublishedData,
    suggestions: Suggestions,
    useSynonyms: (synonyms: readonly PublishedSynonym[]) => void,
  ) {
    this.#live = live;
    this.#suggestions = suggestions;
    this.#useSynonyms = useSynonyms;
  }

  /** Reads all of it. */
  async fill(): Promise<void> {
    await this.#readSynonyms();
    await this.#readCategories();
  }

  /** Reads what the changes reach. */
  async follow(tags: readonly ChangeTag[]): Promise<void> {
    const entryIds = tags.filter((tag) => tag.startsWith('entry:')).map((tag) => tag.slice('entry:'.length));
    if (await this.#areSynonymsAmong(entryIds)) await this.#readSynonyms();
    if (tags.some((tag) => tag.startsWith('category:'))) await this.#readCategories();
  }

  /** Whether one of the entries is a synonym, or was one until now. */
  async #areSynonymsAmong(ids: string[]): Promise<boolean> {
    if (ids.length === 0) return false;
    if (ids.some((id) => this.#synonymIds.has(id))) return true;
    return (await this.#live.liveEntry.count({ where: { kind: 'synonym', id: { in: ids } } })) > 0;
  }

  async #readSynonyms(): Promise<void> {
    const synonyms = await publishedSynonyms(this.#live);
    this.#synonymIds = new Set(synonyms.map(({ id }) => id));
    this.#useSynonyms(synonyms);
  }

  async #readCategories(): Promise<void> {
    const categories = await this.#live.category.findMany({ select: { id: true, name: true } });
    this.#suggestions.put(
      categories.map(({ id, name }) => ({ id, kind: CATEGORY, audience: 'PUBLIC', title: name as Localized })),
    );
  }
}
