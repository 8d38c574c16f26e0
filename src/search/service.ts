/** What the schema and the composition root know of search. */
import type { SearchAnswer, SearchRequest } from './engine.ts';
import type { MissRecorder } from './misses/missRecorder.ts';
import type { Suggestions } from './suggestions.ts';

/** How search is, for operators. */
export interface SearchStatus {
  /** Name of the engine that answers. */
  readonly engine: string;
  /** Whether another engine answers than the one that was chosen, or the index is not complete yet. */
  readonly degraded: boolean;
  readonly documents: number;
  /** Seconds since the oldest change that is not in the index yet; 0 when there is none. */
  readonly lag: number;
  readonly reconciledAt: Date | null;
  /** Documents that the last comparison with the database repaired. */
  readonly repaired: number;
  readonly analyzerVersion: string;
}

/** Search as resolvers use it. */
export interface Search {
  /**
   * Asks the engine that answers now.
   * @throws DomainError SEARCH_UNAVAILABLE when none does
   */
  find(request: SearchRequest): Promise<SearchAnswer>;
  readonly suggestions: Pick<Suggestions, 'find'>;
  readonly misses: Pick<MissRecorder, 'record'>;
  status(): Promise<SearchStatus>;
}
