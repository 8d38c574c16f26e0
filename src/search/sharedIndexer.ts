/**
 * Keeps the one index that all instances share right. One of them at a time does it, from a position in the feed of changes that is
 * kept in the database; another one goes on from there when it is gone. See ADR 52.
 */
import type { Logger } from 'pino';
import { type FeedPosition, presentPosition, readFeed } from '../journal/changeFeed.ts';
import type { Changes, ChangeTag } from '../journal/changes.ts';
import { CHANGE_LIFETIME } from '../journal/purge.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Database } from '../platform/database.ts';
import { applyChanges, differences, type IndexTarget, refresh } from './reconcile.ts';

/** Milliseconds between looks at the feed, and for which one instance may do it before another one takes over. */
const INTERVAL = 500;
const LEASE = 30_000;
/** Milliseconds between comparisons with the database. */
const RECONCILE_INTERVAL = 10 * 60_000;
/** Longest wait after failures in milliseconds; it begins with the interval and doubles. */
const LONGEST_WAIT = 5_000;

export interface SharedIndexerSources {
  readonly database: Database;
  readonly changes: Changes;
  readonly target: IndexTarget;
  /** Name of the index: of its position. */
  readonly name: string;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

/** How far the shared index is, whichever instance keeps it. */
export interface SharedIndexState {
  /** Since when the oldest change waits that is not in yet; null when none does. */
  readonly waitingSince: Date | null;
  readonly reconciledAt: Date | null;
  readonly repaired: number;
}

interface PositionRow {
  readonly horizon: bigint;
  readonly seen: bigint[];
  readonly readAt: Date | null;
  readonly reconciledAt: Date | null;
}

export class SharedIndexer {
  readonly #sources: SharedIndexerSources;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #unsubscribe = () => {};
  #failures = 0;
  #isStopped = false;

  constructor(sources: SharedIndexerSources) {
    this.#sources = sources;
  }

  start(): void {
    this.#unsubscribe = this.#sources.changes.subscribe(() => this.#plan(0));
    this.#plan(0);
  }

  /** Ends when the work under way has ended; another instance may go on at once. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#unsubscribe();
    if (this.#timer) clearTimeout(this.#timer);
    await this.#running;
    const { database, changes, name } = this.#sources;
    await database.searchPosition.updateMany({ where: { name, holder: changes.origin }, data: { heldUntil: null } });
  }

  /** How far the index is. */
  async state(): Promise<SharedIndexState> {
    const { database, name } = this.#sources;
    const row = await database.searchPosition.findUnique({ where: { name } });
    if (!row) return { waitingSince: null, reconciledAt: null, repaired: 0 };
    const { changes } = await readFeed(database, positionOf(row));
    return { waitingSince: changes[0]?.at ?? null, reconciledAt: row.reconciledAt, repaired: row.repaired };
  }

  /** Brings the index to what the feed tells, if no other instance is at it. */
  async follow(): Promise<void> {
    const { database, target, clock, name } = this.#sources;
    const present = await presentPosition(database);
    // Nothing is written while there is nothing to do.
    const known = await database.searchPosition.findUnique({ where: { name } });
    if (
      known &&
      !this.#mustCompare(known, present) &&
      (await readFeed(database, positionOf(known))).changes.length === 0
    )
      return;
    const row = await this.#hold();
    if (!row) return;
    if (this.#mustCompare(row, present)) {
      await this.#keep(present, { reconciledAt: clock(), repaired: await this.#compare() });
      return;
    }
    const { changes, position } = await readFeed(database, positionOf(row));
    const tags: ChangeTag[] = changes.flatMap((change) => change.tags);
    if (tags.length > 0) await applyChanges(database, target, tags);
    await this.#keep(position);
  }

  /** Whether the feed alone cannot tell what the index lacks: at first, after a long absence, in a restored database, and at times. */
  #mustCompare({ horizon, readAt, reconciledAt }: PositionRow, present: FeedPosition): boolean {
    const now = this.#sources.clock().getTime();
    if (!readAt || !reconciledAt || horizon > present.horizon) return true;
    return now - readAt.getTime() > CHANGE_LIFETIME / 2 || now - reconciledAt.getTime() > RECONCILE_INTERVAL;
  }

  async #compare(): Promise<number> {
    const { database, target, log } = this.#sources;
    const wrong = await differences(database, target);
    await refresh(database, target, wrong);
    if (wrong.length > 0) log.warn({ repaired: wrong.length }, 'The shared search index differed and was repaired');
    return wrong.length;
  }

  /** Takes the position, unless another instance holds it. */
  async #hold(): Promise<PositionRow | undefined> {
    const { database, changes, name } = this.#sources;
    const [row] = await database.$queryRaw<PositionRow[]>`
      INSERT INTO "SearchPosition" AS "p" ("name", "horizon", "seen", "holder", "heldUntil")
      VALUES (${name}, 0, '{}', ${changes.origin}::uuid, now() + ${LEASE} * interval '1 millisecond')
          ON CONFLICT ("name") DO UPDATE SET "holder" = EXCLUDED."holder", "heldUntil" = EXCLUDED."heldUntil"
       WHERE "p"."holder" = EXCLUDED."holder" OR "p"."heldUntil" IS NULL OR "p"."heldUntil" < now()
   RETURNING "horizon", "seen", "readAt", "reconciledAt"`;
    return row;
  }

  /** Keeps the position, unless another instance has taken it meanwhile: then that one does the work again. */
  async #keep(
    { horizon, seen }: FeedPosition,
    comparison: { reconciledAt?: Date; repaired?: number } = {},
  ): Promise<void> {
    const { database, changes, name, clock } = this.#sources;
    await database.searchPosition.updateMany({
      where: { name, holder: changes.origin },
      data: { horizon, seen: [...seen], readAt: clock(), ...comparison },
    });
  }

  #plan(delay: number): void {
    if (this.#isStopped || this.#running) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#running = this.#followSafely().finally(() => {
        this.#running = null;
        this.#plan(Math.min(INTERVAL * 2 ** this.#failures, LONGEST_WAIT));
      });
    }, delay).unref();
  }

  async #followSafely(): Promise<void> {
    const { log, name } = this.#sources;
    try {
      await this.follow();
      if (this.#failures > 0) log.info({ index: name }, 'The shared search index is being kept again');
      this.#failures = 0;
    } catch (error) {
      if (this.#failures === 0)
        log.warn({ err: error, index: name }, 'The shared search index could not be kept right');
      this.#failures = Math.min(this.#failures + 1, 10);
    }
  }
}

function positionOf({ horizon, seen }: Pick<PositionRow, 'horizon' | 'seen'>): FeedPosition {
  return { horizon, seen: new Set(seen) };
}
