/** The search engines that this run has: what holds of one must hold of the other. */
import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import type { SearchDocument, SearchEngine } from '../../src/search/engine.ts';
import { EmbeddedEngine } from '../../src/search/engines/embedded.ts';
import type { MeilisearchAddress } from '../../src/search/engines/meilisearch/client.ts';
import { MeilisearchEngine } from '../../src/search/engines/meilisearch/meilisearchEngine.ts';

/** Whether there is a Meilisearch server; where there is none, the summary of the run says so. */
export const HAS_MEILISEARCH = inject('meilisearch') !== null;

/** The server of the run. */
export async function meilisearchAddress(): Promise<MeilisearchAddress> {
  const response = await fetch(inject('meilisearch') as string);
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as MeilisearchAddress;
}

/** A prefix of indexes that nobody else uses. */
export const newPrefix = () => `test-${randomUUID().slice(0, 8)}`;

/** An engine over an index of its own. */
export async function meilisearchEngine(documents: readonly SearchDocument[] = []): Promise<MeilisearchEngine> {
  const engine = new MeilisearchEngine(await meilisearchAddress(), newPrefix());
  const rebuild = await engine.rebuild();
  await rebuild.put(documents);
  await rebuild.finish();
  return engine;
}

/** Engines by name, each made with documents in it. */
export const ENGINES: Readonly<Record<string, (documents?: readonly SearchDocument[]) => Promise<SearchEngine>>> = {
  embedded: async (documents = []) => {
    const engine = new EmbeddedEngine();
    await engine.put(documents);
    return engine;
  },
  meilisearch: meilisearchEngine,
};
