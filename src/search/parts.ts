/** The parts of search put together over its engines. */
import type { Logger } from 'pino';
import type { Changes } from '../journal/changes.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Database } from '../platform/database.ts';
import { WORDS_VERSION } from './analyzer/words.ts';
import { EmbeddedIndexer } from './embeddedIndexer.ts';
import type { SearchEngine } from './engine.ts';
import type { EmbeddedEngine } from './engines/embedded.ts';
import { inWords } from './engines/meilisearch/client.ts';
import type { MeilisearchEngine } from './engines/meilisearch/meilisearchEngine.ts';
import { EngineWithSpare, limited } from './engineWithSpare.ts';
import { MissRecorder } from './misses/missRecorder.ts';
import { ownTarget } from './ownTarget.ts';
import type { Search, SearchStatus } from './service.ts';
import { SharedIndexer } from './sharedIndexer.ts';
import { IndexSnapshot, type SnapshotPlace } from './snapshot/indexSnapshot.ts';
import { Suggestions } from './suggestions.ts';
import { Vocabulary } from './vocabulary.ts';

/** The engines that there are, one at the least. */
export type Engines =
  | { readonly meilisearch: MeilisearchEngine; readonly embedded: EmbeddedEngine | null }
  | { readonly meilisearch: null; readonly embedded: EmbeddedEngine };

export interface SearchSources {
  readonly database: Database;
  readonly changes: Changes;
  readonly clock: Clock;
  readonly log: Logger;
  readonly engines: Engines;
  /** Where the index in memory is stored for the next start; nowhere when left out. */
  readonly snapshot?: SnapshotPlace | undefined;
}

/** Search, and what keeps its indexes right once it is started. */
export interface SearchParts extends Search {
  readonly engine: SearchEngine;
  start(): void;
  /** Ends when the work under way has ended. */
  stop(): Promise<void>;
  /** Ends when what has been committed until now by this process can be found in its own index. */
  settled(): Promise<void>;
  /** Writes the counts of searches without a result that are in memory yet. */
  flushMisses(): Promise<void>;
}

export function createSearch({ database, changes, clock, log, engines, snapshot }: SearchSources): SearchParts {
  const { embedded, meilisearch } = engines;
  const suggestions = new Suggestions();
  const misses = new MissRecorder(database, clock, log);
  const shared = meilisearch ? sharedParts(meilisearch, { database, changes, clock, log, engines }) : null;
  const engine: SearchEngine = shared?.engine ?? (embedded as EmbeddedEngine);
  const vocabulary = new Vocabulary(database, suggestions, (synonyms) => engine.useSynonyms(synonyms));
  const target = ownTarget(embedded, suggestions);
  const stored = snapshot && embedded ? new IndexSnapshot(snapshot, { engine: embedded, suggestions, log }) : null;
  const indexer = new EmbeddedIndexer({ live: database, changes, target, vocabulary, snapshot: stored, clock, log });
  return {
    engine,
    suggestions,
    misses,
    find: async (request) => {
      const answer = await engine.search(request);
      // An index that is not whole yet has less than there is.
      return shared || indexer.state.isReady ? answer : { ...answer, degraded: true };
    },
    status: async () => {
      const ofShared = await shared?.status();
      if (ofShared) return ofShared;
      const { isReady, waitingSince, reconciledAt, repaired } = indexer.state;
      const documents = embedded ? (await embedded.versions()).size : 0;
      return {
        ...{ engine: engine.name, degraded: shared !== null || !isReady, documents },
        ...{ lag: secondsSince(waitingSince, clock), reconciledAt, repaired, analyzerVersion: WORDS_VERSION },
      };
    },
    start: () => {
      indexer.start();
      shared?.indexer.start();
    },
    stop: async () => {
      await shared?.indexer.stop();
      await indexer.stop();
      await misses.flush();
    },
    settled: () => indexer.settled(),
    flushMisses: () => misses.flush(),
  };
}

/** What there is more of when instances share an index. */
function sharedParts(meilisearch: MeilisearchEngine, { database, changes, clock, log, engines }: SearchSources) {
  const indexer = new SharedIndexer({ database, changes, target: meilisearch, clock, log });
  const engine = new EngineWithSpare(meilisearch, {
    ...{ spare: engines.embedded, inWords, log },
    onBreak: () => indexer.doubt(),
  });
  /** Null while the engine does not answer. */
  const status = async (): Promise<SearchStatus | null> => {
    if (!engine.isAnswering) return null;
    const documents = await limited(() => meilisearch.count()).catch(() => null);
    if (documents === null) return null;
    const { waitingSince, reconciledAt, repaired } = await indexer.state();
    return {
      ...{ engine: meilisearch.name, degraded: false, documents, lag: secondsSince(waitingSince, clock) },
      ...{ reconciledAt, repaired, analyzerVersion: WORDS_VERSION },
    };
  };
  return { indexer, engine, status };
}

function secondsSince(time: Date | null, clock: Clock): number {
  return time ? (clock().getTime() - time.getTime()) / 1_000 : 0;
}
