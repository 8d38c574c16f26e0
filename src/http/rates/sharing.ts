/** Adds up in the background what the instances of the service count, each in its memory (ADR 81). */
import { LRUCache } from 'lru-cache';
import type { RateLimiterMemory } from 'rate-limiter-flexible';
import type { RateCounts } from '../../platform/rateCounts.ts';
import type { RateSubject } from './rates.ts';

/** Milliseconds between two times of adding up. */
const INTERVAL = 1_000;
/** Part of the allowance from which on a key is added up: those who ask little never reach the database. */
const SHARED_FROM = 0.05;
/** Keys remembered that are added up; far more than can use a good part of their allowance at a time. */
const MAX_SHARED = 100_000;

/** A key, and where it is counted here. */
export interface Counted {
  readonly limiter: RateLimiterMemory;
  readonly subject: RateSubject;
  readonly key: string;
}

/** How far a key is in its present window. */
export interface Standing {
  readonly requests: number;
  readonly limit: number;
  /** Milliseconds until the window ends. */
  readonly resetsIn: number;
}

interface Pending extends Counted {
  /** Requests that were counted here and not added up yet. */
  requests: number;
  /** End of their window, in milliseconds of `performance.now()`. */
  readonly until: number;
}

const nameOf = ({ subject, key }: Counted) => `${subject} ${key}`;

export class Sharing {
  readonly #counts: RateCounts;
  readonly #onFailure: (error: unknown) => void;
  readonly #pending = new Map<string, Pending>();
  /** Keys that were added up in their present window: of them only what comes from then on is to be added. */
  readonly #shared = new LRUCache<string, true>({ max: MAX_SHARED });
  readonly #timer: NodeJS.Timeout;
  #running: Promise<void> = Promise.resolve();

  constructor(counts: RateCounts, onFailure: (error: unknown) => void) {
    this.#counts = counts;
    this.#onFailure = onFailure;
    this.#timer = setInterval(() => {
      this.#running = this.#running.then(() => this.addUp());
    }, INTERVAL).unref();
  }

  /** Notes a request that was counted here, and how far its key is with it. */
  note(counted: Counted, { requests, limit, resetsIn }: Standing): void {
    const name = nameOf(counted);
    const now = performance.now();
    const pending = this.#pending.get(name);
    const until = now + resetsIn;
    if (pending && pending.until > now) pending.requests += 1;
    else if (this.#shared.has(name)) this.#pending.set(name, { ...counted, requests: 1, until });
    else if (requests >= limit * SHARED_FROM) this.#pending.set(name, { ...counted, requests, until });
  }

  /** Adds up all that is pending; what fails is tried again, as long as its window lasts. */
  async addUp(): Promise<void> {
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const [at, one] of pending.entries()) {
      try {
        await this.#addOne(one);
      } catch (error) {
        for (const left of pending.slice(at)) this.#putBack(left);
        this.#onFailure(error);
        return;
      }
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  async #addOne(one: Pending): Promise<void> {
    const { limiter, subject, key, requests, until } = one;
    const ttl = until - performance.now();
    if (ttl <= 0) return;
    const name = nameOf(one);
    // Before the answer comes: what is counted meanwhile is not in these requests.
    this.#shared.set(name, true, { ttl });
    const all = await this.#counts.add(subject, key, requests);
    const resetsIn = Math.max(all.resetsIn, 1);
    this.#shared.set(name, true, { ttl: resetsIn });
    const meanwhile = this.#pending.get(name)?.requests ?? 0;
    await limiter.set(key, all.requests + meanwhile, resetsIn / 1_000);
  }

  #putBack(one: Pending): void {
    const name = nameOf(one);
    const meanwhile = this.#pending.get(name);
    if (meanwhile) meanwhile.requests += one.requests;
    else this.#pending.set(name, one);
    this.#shared.set(name, true, { ttl: Math.max(1, one.until - performance.now()) });
  }
}
