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
import { IndexLease, LeaseLost } from './indexLease.ts';
import { allDocuments, applyChanges, differences, type IndexTarget, refresh } from './reconcile.ts';
import type { SharedTarget } from './sharedTarget.ts';
import { countSources } from './sources.ts';

/** Milliseconds between looks at the feed. */
const INTERVAL = 500;
/** Milliseconds between comparisons with the database. */
const RECONCILE_INTERVAL = 10 * 60_000;
/** Milliseconds after which an index that nobody has compared belongs to programs that do not run any more. */
const ABANDONED = 24 * 60 * 60_000;
/** Longest wait after failures in milliseconds; it begins with the interval and doubles. */
const LONGEST_WAIT = 2_000;

export interface SharedIndexerSources {
  readonly database: Database;
  readonly changes: Changes;
  readonly target: SharedTarget;
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

/** Told of documents sent, of all that there are. */
export type ReportProgress = (sent: number, total: number) => void;

type DocumentTarget = Pick<IndexTarget, 'put' | 'remove'>;

interface PositionRow {
  readonly horizon: bigint;
  readonly seen: bigint[];
  readonly readAt: Date | null;
  readonly reconciledAt: Date | null;
}

export class SharedIndexer {
  readonly #sources: SharedIndexerSources;
  readonly #lease: IndexLease;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #unsubscribe = () => {};
  #failures = 0;
  #isStopped = false;
  /** Whether the index was there when it was looked at last, and nothing has failed since. */
  #isSure = false;

  constructor(sources: SharedIndexerSources) {
    const { database, changes, target } = sources;
    this.#sources = sources;
    this.#lease = new IndexLease(database, target.index, changes.origin);
  }

  start(): void {
    this.#unsubscribe = this.#sources.changes.subscribe(() => this.#plan(0));
    this.#plan(0);
  }

  /** Ends when what is being written is written; another instance may go on at once. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#unsubscribe();
    if (this.#timer) clearTimeout(this.#timer);
    await this.#running;
  }

  /** Looks whether the index is still there before anything else is done. */
  doubt(): void {
    this.#isSure = false;
  }

  /** How far the index is. */
  async state(): Promise<SharedIndexState> {
    const row = await this.#position();
    if (!row) return { waitingSince: null, reconciledAt: null, repaired: 0 };
    const { changes } = await readFeed(this.#sources.database, positionOf(row));
    return { waitingSince: changes[0]?.at ?? null, reconciledAt: row.reconciledAt, repaired: row.repaired };
  }

  /** Brings the index to what the feed tells, if no other instance is at it. */
  async follow(): Promise<void> {
    const { database, target } = this.#sources;
    const present = await presentPosition(database);
    const known = await this.#position();
    this.#isSure ||= await target.isCurrent();
    // Nothing is written while there is nothing to do.
    if (known && this.#isSure && !this.#mustCompare(known, present) && (await this.#isUpToDate(known))) return;
    await this.#lease.whileHeld(async () => {
      // Another instance may have done it meanwhile.
      this.#isSure = await target.isCurrent();
      if (this.#isSure) await this.#bringUp(present);
      else await this.#makeAnew();
    });
  }

  /**
   * Makes the index anew beside the present one, which is followed and asked meanwhile, and puts it in its place.
   * @returns false when another instance is at the index
   */
  async rebuild(report: ReportProgress = () => {}): Promise<boolean> {
    return await this.#lease.whileHeld(() => this.#makeAnew(report));
  }

  async #bringUp(present: FeedPosition): Promise<void> {
    const { database, target } = this.#sources;
    const row = await this.#position();
    if (!row || this.#mustCompare(row, present)) {
      await this.#compare(present);
      return;
    }
    const { changes, position } = await readFeed(database, positionOf(row));
    await applyChanges(database, this.#writing(target), tagsOf(changes));
    await this.#keep(position);
  }

  async #makeAnew(report: ReportProgress = () => {}): Promise<void> {
    const { database, target, log, clock } = this.#sources;
    const start = performance.now();
    let position = await presentPosition(database);
    const isThere = await target.isCurrent();
    const total = await countSources(database);
    const next = await target.rebuild();
    const writing = this.#writing(next);
    let sent = 0;
    for await (const documents of allDocuments(database)) {
      await writing.put(documents);
      sent += documents.length;
      report(sent, total);
      if (isThere && (await this.#position())) await this.#bringUp(position);
    }
    await next.settled();
    // What has changed meanwhile; what does while this is sent comes with the next changes.
    for (let isDone = false; !isDone; ) {
      const { changes, position: after } = await readFeed(database, position);
      await applyChanges(database, writing, tagsOf(changes));
      position = after;
      isDone = changes.length === 0;
    }
    await next.settled();
    this.#mustGoOn();
    await next.finish();
    await this.#keep(position, { reconciledAt: clock(), repaired: 0 });
    this.#isSure = true;
    log.info(
      { index: target.index, documents: sent, ms: Math.round(performance.now() - start) },
      'The shared search index is made anew',
    );
  }

  /** Whether the feed alone cannot tell what the index lacks: at first, after a long absence, in a restored database, and at times. */
  #mustCompare({ horizon, readAt, reconciledAt }: PositionRow, present: FeedPosition): boolean {
    const now = this.#sources.clock().getTime();
    if (!readAt || !reconciledAt || horizon > present.horizon) return true;
    return now - readAt.getTime() > CHANGE_LIFETIME / 2 || now - reconciledAt.getTime() > RECONCILE_INTERVAL;
  }

  async #isUpToDate(row: PositionRow): Promise<boolean> {
    return (await readFeed(this.#sources.database, positionOf(row))).changes.length === 0;
  }

  async #compare(present: FeedPosition): Promise<void> {
    const { database, target, log, clock } = this.#sources;
    const wrong = await differences(database, target);
    await refresh(database, this.#writing(target), wrong);
    if (wrong.length > 0) log.warn({ repaired: wrong.length }, 'The shared search index differed and was repaired');
    await this.#keep(present, { reconciledAt: clock(), repaired: wrong.length });
    await this.#dropAbandoned();
  }

  /** An index to write to as long as this instance is to. */
  #writing(index: DocumentTarget): DocumentTarget {
    return {
      put: async (documents) => {
        this.#mustGoOn();
        await index.put(documents);
      },
      remove: async (ids) => {
        this.#mustGoOn();
        await index.remove(ids);
      },
    };
  }

  /** @throws when this instance is told to stop, or another one has taken over: what is left is done from the position that is kept */
  #mustGoOn(): void {
    if (this.#isStopped) throw new Error('The keeping of the search index is stopped.');
    this.#lease.mustBeHeld();
  }

  /** Deletes the indexes of programs that do not run any more, such as of earlier versions of this one. */
  async #dropAbandoned(): Promise<void> {
    const { database, target, clock } = this.#sources;
    const reconciledAt = { lt: new Date(clock().getTime() - ABANDONED) };
    const rows = await database.searchPosition.findMany({ where: { reconciledAt, name: { not: target.index } } });
    if (rows.length === 0) return;
    const names = rows.map(({ name }) => name);
    await target.drop(names);
    await database.searchPosition.deleteMany({ where: { reconciledAt, name: { in: names } } });
  }

  #position() {
    return this.#sources.database.searchPosition.findUnique({ where: { name: this.#sources.target.index } });
  }

  /** Keeps the position. Where another instance has taken the index meanwhile, what we wrote may be older than what it did: then it compares. */
  async #keep(
    { horizon, seen }: FeedPosition,
    comparison: { reconciledAt?: Date; repaired?: number } = {},
  ): Promise<void> {
    const { database, changes, target, clock } = this.#sources;
    const where = { name: target.index };
    const data = { horizon, seen: [...seen], readAt: clock(), ...comparison };
    const { count } = await database.searchPosition.updateMany({ where: { ...where, holder: changes.origin }, data });
    if (count > 0) return;
    await database.searchPosition.updateMany({ where, data: { readAt: null } });
    throw new LeaseLost();
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
    const { log, target } = this.#sources;
    try {
      await this.follow();
      if (this.#failures > 0) log.info({ index: target.index }, 'The shared search index is being kept again');
      this.#failures = 0;
    } catch (error) {
      if (this.#isStopped) return;
      if (this.#failures === 0)
        log.warn({ err: error, index: target.index }, 'The shared search index could not be kept right');
      this.#failures = Math.min(this.#failures + 1, 10);
      this.doubt();
    }
  }
}

function positionOf({ horizon, seen }: Pick<PositionRow, 'horizon' | 'seen'>): FeedPosition {
  return { horizon, seen: new Set(seen) };
}

const tagsOf = (changes: readonly { tags: readonly ChangeTag[] }[]) => changes.flatMap(({ tags }) => tags);
