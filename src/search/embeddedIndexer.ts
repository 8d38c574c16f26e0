/** Keeps the index in the memory of this process right: fills it at start, follows changes, compares it with the database. */

import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Changes, ChangeTag } from '../journal/changes.ts';
import type { Clock } from '../kernel/clock.ts';
import { allDocuments, applyChanges, differences, type IndexTarget, REINDEX, refresh } from './reconcile.ts';
import type { IndexSnapshot } from './snapshot/indexSnapshot.ts';
import type { PublishedData } from './sources.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Milliseconds from a change to its indexing, so that a burst is one piece of work. */
const GATHER = 20;
/** Milliseconds after which what failed is tried again. */
const RETRY = 1_000;
/** Documents that an index in memory is meant for. */
const SUPPORTED = 50_000;
/** Milliseconds between comparisons with the database. */
const RECONCILE_INTERVAL = 10 * 60_000;

/** How far the index is. */
export interface IndexState {
  /** Whether everything that the database held at start is in. */
  readonly isReady: boolean;
  /** Since when the oldest change waits that is not in yet; null when none does. */
  readonly waitingSince: Date | null;
  readonly reconciledAt: Date | null;
  /** Documents that the last comparison found wrong and made right. */
  readonly repaired: number;
}

export interface EmbeddedIndexerSources {
  readonly live: PublishedData;
  readonly changes: Changes;
  readonly target: IndexTarget;
  /** What is to be right before the documents are, such as synonyms. */
  readonly vocabulary: Pick<Vocabulary, 'fill' | 'follow'>;
  /** The index as an earlier process stored it; null where none is stored. */
  readonly snapshot: Pick<IndexSnapshot, 'load' | 'save'> | null;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

export class EmbeddedIndexer {
  readonly #sources: EmbeddedIndexerSources;
  /** Changes that are not in the index yet, with the time that they were heard of. */
  #waiting = new Map<ChangeTag, Date>();
  /** Those that are being put in. */
  #underWay: ReadonlyMap<ChangeTag, Date> = new Map();
  #isReady = false;
  /** Whether the index is stored as it is. */
  #isStored = true;
  #reconciledAt: Date | null = null;
  #repaired = 0;
  #work: Promise<void> = Promise.resolve();
  #isScheduled = false;
  readonly #stop = new AbortController();
  #unsubscribe = () => {};

  constructor(sources: EmbeddedIndexerSources) {
    this.#sources = sources;
  }

  get state(): IndexState {
    const times = [...this.#underWay.values(), ...this.#waiting.values()];
    const [waitingSince = null] = times.sort((one, other) => one.getTime() - other.getTime());
    return { isReady: this.#isReady, waitingSince, reconciledAt: this.#reconciledAt, repaired: this.#repaired };
  }

  /** Fills the index in the background and keeps it right from then on. */
  start(): void {
    this.#unsubscribe = this.#sources.changes.subscribe((tags) => this.#hear(tags));
    this.#do('The search index could not be filled', () => this.#begin());
    const timer = setInterval(() => {
      this.#do('The search index could not be compared with the database', () => this.reconcile());
      this.#do('The search index could not be stored', () => this.#store());
    }, RECONCILE_INTERVAL);
    timer.unref();
    this.#stop.signal.addEventListener('abort', () => clearInterval(timer));
  }

  /** Ends when the work under way has ended and the index is stored. */
  async stop(): Promise<void> {
    this.#unsubscribe();
    this.#stop.abort();
    await this.#work;
    await this.#store();
  }

  /** Ends when everything that was heard of until now is in the index. */
  async settled(): Promise<void> {
    do await this.#work;
    while (this.#isScheduled && !this.#stop.signal.aborted);
  }

  /** Makes every document anew, as after a change of how they are made. */
  async rebuild(): Promise<void> {
    const { live, target } = this.#sources;
    await this.#fill();
    await refresh(live, target, await differences(live, target));
  }

  /** Compares the index with the database and makes right what is wrong. Changes that are on their way do not count. */
  async reconcile(): Promise<void> {
    const { live, target, clock, log } = this.#sources;
    const suspects = new Set(await differences(live, target));
    let repaired = 0;
    if (suspects.size > 0) {
      await wait(RETRY, undefined, { signal: this.#stop.signal }).catch(() => undefined);
      await this.#applyWaiting();
      const wrong = (await differences(live, target)).filter((id) => suspects.has(id));
      await refresh(live, target, wrong);
      repaired = wrong.length;
    }
    if (repaired > 0) this.#isStored = false;
    if (repaired > 0) log.warn({ repaired }, 'The search index differed from the database and was repaired');
    this.#reconciledAt = clock();
    this.#repaired = repaired;
  }

  #hear(tags: readonly ChangeTag[]): void {
    if (tags.includes(REINDEX)) this.#do('The search index could not be made anew', () => this.rebuild());
    const now = this.#sources.clock();
    for (const tag of tags) if (!this.#waiting.has(tag)) this.#waiting.set(tag, now);
    this.#schedule(GATHER);
  }

  #schedule(delay: number): void {
    if (this.#isScheduled || this.#stop.signal.aborted) return;
    this.#isScheduled = true;
    this.#work = this.#work
      .then(() => wait(delay, undefined, { ref: false, signal: this.#stop.signal }))
      .then(() => this.#applyWaiting())
      .then(
        () => {
          this.#isScheduled = false;
        },
        (error) => {
          this.#isScheduled = false;
          if (this.#stop.signal.aborted) return;
          this.#sources.log.warn({ err: error }, 'Changes could not be indexed and will be tried again');
          this.#schedule(RETRY);
        },
      )
      .then(() => {
        if (this.#waiting.size > 0) this.#schedule(RETRY);
      });
  }

  /** Indexes what waits. What is heard of meanwhile waits for the next time: its row may have been read before. */
  async #applyWaiting(): Promise<void> {
    const { live, target, vocabulary } = this.#sources;
    const taken = this.#waiting;
    if (taken.size === 0) return;
    this.#waiting = new Map();
    this.#underWay = taken;
    try {
      const tags = [...taken.keys()];
      await vocabulary.follow(tags);
      this.#isStored = false;
      await applyChanges(live, target, tags);
    } catch (error) {
      this.#waiting = new Map([...taken, ...this.#waiting].map(([tag, at]) => [tag, taken.get(tag) ?? at]));
      throw error;
    } finally {
      this.#underWay = new Map();
    }
  }

  /** Fills the index from the snapshot and what has changed since, or else from the database. */
  async #begin(): Promise<void> {
    const { live, target, vocabulary, snapshot, clock, log } = this.#sources;
    const start = performance.now();
    if (!(await snapshot?.load())) {
      await this.#fill();
      if (this.#isReady) await snapshot?.save();
      return;
    }
    await vocabulary.fill();
    const stale = await differences(live, target);
    await refresh(live, target, stale);
    this.#isReady = true;
    this.#isStored = stale.length === 0;
    this.#reconciledAt = clock();
    const ms = Math.round(performance.now() - start);
    log.info({ renewed: stale.length, ms }, 'The search index is read from where it was stored');
  }

  async #fill(): Promise<void> {
    const { live, target, vocabulary, clock, log } = this.#sources;
    const start = performance.now();
    let count = 0;
    await vocabulary.fill();
    for await (const documents of allDocuments(live)) {
      if (this.#stop.signal.aborted) return;
      await target.put(documents);
      count += documents.length;
    }
    this.#isReady = true;
    this.#reconciledAt = clock();
    log.info({ documents: count, ms: Math.round(performance.now() - start) }, 'The search index is filled');
    if (count > SUPPORTED) {
      log.warn(
        { documents: count, supported: SUPPORTED },
        'The search index in memory is not meant for so many documents: use Meilisearch',
      );
    }
  }

  /** Stores the index if it has changed since it was stored. */
  async #store(): Promise<void> {
    if (this.#isStored || !this.#isReady) return;
    this.#isStored = true;
    await this.#sources.snapshot?.save();
  }

  /** One piece of work after the other; what fails at start is tried again. */
  #do(failure: string, work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch(async (error) => {
      if (this.#stop.signal.aborted) return;
      this.#sources.log.warn({ err: error }, failure);
      await wait(RETRY, undefined, { ref: false, signal: this.#stop.signal }).catch(() => undefined);
      if (!this.#isReady) this.#do(failure, work);
    });
  }
}
