/** Counts the queries that found nothing, a day and a query together, once they are of several people. */
import type { Logger } from 'pino';
import type { Clock } from '../../kernel/clock.ts';
import type { Database } from '../../platform/database.ts';
import { dayOf, keptQuery } from './missRules.ts';
import { Occasions } from './occasions.ts';

/** Milliseconds between writes: a search does not wait for its count, and a thousand searches are one statement. */
const WRITE_INTERVAL = 2_000;
/** Different queries remembered between two writes, and kept of a day: who searches for noise does not fill the database. */
const MOST_AT_ONCE = 500;
const MOST_A_DAY = 10_000;

export class MissRecorder {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #log: Pick<Logger, 'warn'>;
  readonly #occasions = new Occasions();
  #counts = new Map<string, number>();
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(database: Database, clock: Clock, log: Pick<Logger, 'warn'>) {
    this.#database = database;
    this.#clock = clock;
    this.#log = log;
  }

  /** Counts a query that found nothing, if it may be kept. Returns at once; it is written soon after. */
  record(query: string): void {
    const kept = keptQuery(query);
    const times = kept === null ? 0 : this.#occasions.timesToCount(kept, this.#clock().getTime());
    if (kept === null || times === 0) return;
    if (!this.#counts.has(kept) && this.#counts.size >= MOST_AT_ONCE) return;
    this.#counts.set(kept, (this.#counts.get(kept) ?? 0) + times);
    this.#timer ??= setTimeout(() => void this.flush(), WRITE_INTERVAL).unref();
  }

  /** Writes what was counted. A count that cannot be written is lost: it is statistics, and a search has been answered. */
  flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const counts = this.#counts;
    this.#counts = new Map();
    this.#writing = this.#writing
      .then(() => this.#write(counts))
      .catch((error) => this.#log.warn({ err: error }, 'Searches without a result could not be counted'));
    return this.#writing;
  }

  async #write(counts: ReadonlyMap<string, number>): Promise<void> {
    if (counts.size === 0) return;
    // In one order on all instances, so that they do not wait for each other in a circle.
    const queries = [...counts.keys()].sort();
    const numbers = queries.map((query) => counts.get(query) ?? 0);
    const day = dayOf(this.#clock());
    await this.#database.$executeRaw`
      INSERT INTO "SearchMiss" AS "kept" ("day", "query", "count")
      SELECT ${day}::date, "query", "count" FROM unnest(${queries}::text[], ${numbers}::int[]) AS "missed" ("query", "count")
       WHERE (SELECT count(*) FROM "SearchMiss" WHERE "day" = ${day}::date) < ${MOST_A_DAY}
          OR EXISTS (SELECT FROM "SearchMiss" "known" WHERE "known"."day" = ${day}::date AND "known"."query" = "missed"."query")
       ORDER BY "query"
          ON CONFLICT ("day", "query") DO UPDATE SET "count" = "kept"."count" + EXCLUDED."count"`;
  }
}
