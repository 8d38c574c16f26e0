/** The engines that the configuration asks for. */
import { EmbeddedEngine } from './engines/embedded.ts';
import { MeilisearchEngine } from './engines/meilisearch/meilisearchEngine.ts';
import type { Engines } from './parts.ts';

/** Which engines there are to be. */
export interface EngineOptions {
  /** Where Meilisearch is; without one the embedded engine answers alone. */
  readonly meilisearch?:
    | { readonly url: string; readonly key: string | undefined; readonly prefix: string }
    | undefined;
  /** Whether there is an index in the memory of this process, too, when there is Meilisearch. */
  readonly embedded: boolean;
}

export function openEngines({ meilisearch, embedded }: EngineOptions): Engines {
  if (!meilisearch) return { meilisearch: null, embedded: new EmbeddedEngine() };
  const { prefix, ...address } = meilisearch;
  return {
    meilisearch: new MeilisearchEngine(address, prefix),
    embedded: embedded ? new EmbeddedEngine() : null,
  };
}
