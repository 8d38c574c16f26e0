/** The parts of search put together over an engine. */
import type { Logger } from 'pino';
import type { Changes } from '../journal/changes.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Database } from '../platform/database.ts';
import { WORDS_VERSION } from './analyzer/words.ts';
import { EmbeddedIndexer } from './embeddedIndexer.ts';
import type { SearchDocument, SearchEngine } from './engine.ts';
import type { EmbeddedEngine } from './engines/embedded.ts';
import { SynonymRules } from './engines/synonymRules.ts';
import { marksOf } from './highlighting.ts';
import { MissRecorder } from './misses/missRecorder.ts';
import type { Search } from './service.ts';
import { IndexSnapshot, type SnapshotPlace } from './snapshot/indexSnapshot.ts';
import { Suggestions } from './suggestions.ts';
import { Vocabulary } from './vocabulary.ts';

export interface SearchSources {
  readonly database: Database;
  readonly changes: Changes;
  readonly clock: Clock;
  readonly log: Logger;
  readonly engine: EmbeddedEngine;
  /** Where the index is stored for the next start; nowhere when left out. */
  readonly snapshot?: SnapshotPlace | undefined;
}

/** Search, and what keeps its indexes right once it is started. */
export interface SearchParts extends Search {
  readonly engine: SearchEngine;
  start(): void;
  /** Ends when the work under way has ended. */
  stop(): Promise<void>;
  /** Ends when what has been committed until now by this process can be found. */
  settled(): Promise<void>;
  /** Writes the counts of searches without a result that are in memory yet. */
  flushMisses(): Promise<void>;
}

export function createSearch({ database, changes, clock, log, engine, snapshot }: SearchSources): SearchParts {
  const suggestions = new Suggestions();
  let rules = new SynonymRules([]);
  const misses = new MissRecorder(database, clock, log);
  const vocabulary = new Vocabulary(database, suggestions, (synonyms) => {
    engine.useSynonyms(synonyms);
    rules = new SynonymRules(synonyms);
  });
  const indexer = new EmbeddedIndexer({
    live: database,
    changes,
    target: withSuggestions(engine, suggestions),
    vocabulary,
    snapshot: snapshot ? new IndexSnapshot(snapshot, { engine, suggestions, log }) : null,
    clock,
    log,
  });
  return {
    engine,
    suggestions,
    misses,
    marksOf: (query, corrected) => marksOf(query, corrected, rules),
    status: async () => {
      const { isReady, waitingSince, reconciledAt, repaired } = indexer.state;
      return {
        engine: engine.name,
        degraded: !isReady,
        documents: (await engine.versions()).size,
        lag: waitingSince ? (clock().getTime() - waitingSince.getTime()) / 1_000 : 0,
        reconciledAt,
        repaired,
        analyzerVersion: WORDS_VERSION,
      };
    },
    start: () => indexer.start(),
    stop: async () => {
      await indexer.stop();
      await misses.flush();
    },
    settled: () => indexer.settled(),
    flushMisses: () => misses.flush(),
  };
}

/** Documents go to the engine and to what is offered while somebody types. */
function withSuggestions(engine: SearchEngine, suggestions: Suggestions) {
  return {
    put: async (documents: readonly SearchDocument[]) => {
      await engine.put(documents);
      suggestions.put(documents);
    },
    remove: async (ids: readonly string[]) => {
      await engine.remove(ids);
      suggestions.remove(ids);
    },
    versions: () => engine.versions(),
  };
}
