/** Tells this process what other processes have changed: other instances, the import, the seed. */
import type { Logger } from 'pino';
import type { Database } from '../platform/database.ts';
import { type FeedPosition, readFeed } from './changeFeed.ts';
import type { Changes } from './changes.ts';

/** Milliseconds between looks. */
const POLL_INTERVAL = 500;

export interface ChangePollerSources {
  readonly database: Database;
  readonly changes: Changes;
  /** What was committed after this position is told of: one from before anything was read that it is to tell of. */
  readonly from: FeedPosition;
  readonly log: Pick<Logger, 'warn'>;
}

export class ChangePoller {
  readonly #sources: ChangePollerSources;
  #position: FeedPosition;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #heardAt = Number.NEGATIVE_INFINITY;

  constructor(sources: ChangePollerSources) {
    this.#sources = sources;
    this.#position = sources.from;
  }

  /** Everything committed before this time, in milliseconds of `performance.now()`, has been announced; minus infinity before start. */
  get heardAt(): number {
    return this.#heardAt;
  }

  start(): void {
    this.#timer = setInterval(() => this.#tick(), POLL_INTERVAL);
    this.#timer.unref();
  }

  /** Ends when the look under way has ended. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#running;
  }

  /** One look at a time: a slow database is not asked again and again. */
  #tick(): void {
    this.#running ??= this.#poll()
      .catch((error) => this.#sources.log.warn({ err: error }, 'What other instances change could not be read'))
      .finally(() => {
        this.#running = null;
      });
  }

  async #poll(): Promise<void> {
    const { database, changes } = this.#sources;
    const begun = performance.now();
    const { changes: found, position } = await readFeed(database, this.#position);
    this.#position = position;
    const foreign = found.filter(({ origin }) => origin !== changes.origin).flatMap(({ tags }) => tags);
    if (foreign.length > 0) changes.announce(foreign);
    this.#heardAt = begun;
  }
}
