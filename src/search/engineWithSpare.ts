/** An engine on another machine with what is done while it is down or slow: another one answers, or a clear refusal does. */
import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleAll,
  TimeoutStrategy,
  timeout,
  wrap,
} from 'cockatiel';
import type { Logger } from 'pino';
import { DomainError } from '../kernel/errors.ts';
import type { SearchAnswer, SearchDocument, SearchEngine, SearchRequest } from './engine.ts';
import { say } from './messages.ts';
import type { PublishedSynonym } from './publishedSynonyms.ts';

/** Milliseconds that an answer may take. */
const LIMIT = 800;
const LIMITED = timeout(LIMIT, TimeoutStrategy.Aggressive);
/** Failures one after the other after which nobody waits for the engine any more. */
const MOST_FAILURES = 3;
/** Milliseconds between looks whether it answers again. */
const PROBE_INTERVAL = 1_000;

/** Finds nothing, quickly, in an engine that works. */
const PROBE: SearchRequest = {
  ...{ query: 'a', locale: 'cs', audiences: ['PUBLIC'], filter: {}, facets: [], offset: 0, limit: 1 },
};

/** Waits for a server as long as for an answer, and no longer. */
export function limited<Result>(work: () => Promise<Result>): Promise<Result> {
  return LIMITED.execute(work);
}

export interface SpareOptions {
  /** Answers in its place; null when nobody does. */
  readonly spare: Pick<SearchEngine, 'name' | 'search' | 'useSynonyms'> | null;
  /** What an operator is to know of a failure. */
  readonly inWords: (error: unknown) => string;
  /** Told when the engine fails so often that it is not asked any more. */
  readonly onBreak?: () => void;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

export class EngineWithSpare implements SearchEngine {
  readonly #engine: SearchEngine;
  readonly #options: SpareOptions;
  readonly #breaker = circuitBreaker(handleAll, {
    breaker: new ConsecutiveBreaker(MOST_FAILURES),
    // Less than until the probe, which is the one that closes it.
    halfOpenAfter: PROBE_INTERVAL / 2,
  });
  #probe: NodeJS.Timeout | null = null;
  readonly #limited = wrap(this.#breaker, LIMITED);

  constructor(engine: SearchEngine, options: SpareOptions) {
    this.#engine = engine;
    this.#options = options;
    const { log } = options;
    this.#breaker.onBreak(() => {
      this.#probeLater();
      options.onBreak?.();
    });
    this.#breaker.onReset(() => log.info({ engine: engine.name }, 'The search engine answers again'));
  }

  /** Of the engine that answers now. */
  get name(): string {
    return this.isAnswering ? this.#engine.name : (this.#options.spare?.name ?? this.#engine.name);
  }

  /** Whether the engine itself answers. */
  get isAnswering(): boolean {
    return this.#breaker.state === CircuitState.Closed;
  }

  async search(request: SearchRequest): Promise<SearchAnswer> {
    const { spare } = this.#options;
    // While it is broken the probe alone asks it: nobody has to wait for what will not come.
    if (this.isAnswering) {
      try {
        return await this.#ask(request);
      } catch (error) {
        this.#tell(error);
      }
    }
    if (spare) return { ...(await spare.search(request)), degraded: true };
    throw new DomainError(
      'SEARCH_UNAVAILABLE',
      say('Search is out of order for the moment: try it again in a while. Everything else can be read.'),
    );
  }

  put(documents: readonly SearchDocument[]): Promise<void> {
    return this.#engine.put(documents);
  }

  remove(ids: readonly string[]): Promise<void> {
    return this.#engine.remove(ids);
  }

  versions(): Promise<ReadonlyMap<string, string>> {
    return this.#engine.versions();
  }

  useSynonyms(synonyms: readonly PublishedSynonym[]): void {
    this.#engine.useSynonyms(synonyms);
    this.#options.spare?.useSynonyms(synonyms);
  }

  #ask(request: SearchRequest): Promise<SearchAnswer> {
    return this.#limited.execute(({ signal }) => this.#engine.search(request, signal));
  }

  /** Asks again and again until an answer comes. */
  #probeLater(): void {
    this.#probe ??= setTimeout(async () => {
      await this.#ask(PROBE).catch(() => undefined);
      this.#probe = null;
      if (!this.isAnswering) this.#probeLater();
    }, PROBE_INTERVAL).unref();
  }

  #tell(error: unknown): void {
    if (error instanceof BrokenCircuitError) return;
    const { log, inWords } = this.#options;
    log.warn({ engine: this.#engine.name, why: inWords(error) }, 'The search engine did not answer');
  }
}
