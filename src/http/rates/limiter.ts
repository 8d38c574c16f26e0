/**
 * Counts requests in memory, so that a request never waits for a database. Where several instances share one, those who use a
 * good part of their allowance here are added up there in the background, once a second (ADR 81).
 */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { RateLimited } from '../../graphql/limits/rateLimited.ts';
import type { Allowance } from '../../graphql/limits/usage.ts';
import type { RateCounts } from '../../platform/rateCounts.ts';
import { RATE_SUBJECTS, type RateSubject, type Rates, WINDOW } from './rates.ts';

export class RateLimiter {
  readonly #rates: Rates;
  readonly #limiters: Readonly<Record<RateSubject, RateLimiterMemory>>;
  readonly #sharing: Sharing | null;

  constructor(rates: Rates, sharing: Sharing | null = null) {
    this.#rates = rates;
    this.#sharing = sharing;
    this.#limiters = Object.fromEntries(
      RATE_SUBJECTS.map((subject) => [subject, new RateLimiterMemory({ points: rates[subject], duration: WINDOW })]),
    ) as Record<RateSubject, RateLimiterMemory>;
  }

  /**
   * Counts one request of a key.
   * @throws RateLimited when the key has none left in the present window
   */
  async take(subject: RateSubject, key: string): Promise<Allowance> {
    const limit = this.#rates[subject];
    try {
      const counted = await this.#limiters[subject].consume(key);
      this.#sharing?.note(this.#limiters[subject], subject, key, counted.consumedPoints / limit);
      return allowanceOf(limit, counted);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      throw new RateLimited(Math.max(1, Math.ceil(error.msBeforeNext / 1000)));
    }
  }

  /** Ends the sharing with other instances. */
  async stop(): Promise<void> {
    await this.#sharing?.stop();
  }
}

function allowanceOf(limit: number, { remainingPoints, msBeforeNext }: RateLimiterRes): Allowance {
  return { limit, remaining: remainingPoints, resetAt: new Date(Date.now() + msBeforeNext) };
}

/** Milliseconds between two times of adding up. */
const INTERVAL = 1_000;
/** Part of the allowance from which on a key is added up: those who ask little never reach the database. */
const SHARED_FROM = 0.05;

interface Pending {
  readonly limiter: RateLimiterMemory;
  readonly subject: RateSubject;
  readonly key: string;
  /** Requests that were counted here and not added up yet. */
  requests: number;
}

/** Adds up what this instance counts with what others do. */
export class Sharing {
  readonly #counts: RateCounts;
  readonly #onFailure: (error: unknown) => void;
  readonly #pending = new Map<string, Pending>();
  readonly #timer: NodeJS.Timeout;
  #running: Promise<void> = Promise.resolve();

  constructor(counts: RateCounts, onFailure: (error: unknown) => void) {
    this.#counts = counts;
    this.#onFailure = onFailure;
    this.#timer = setInterval(() => {
      this.#running = this.#running.then(() => this.addUp());
    }, INTERVAL).unref();
  }

  /** Notes a request of a key that has used this part of its allowance. */
  note(limiter: RateLimiterMemory, subject: RateSubject, key: string, part: number): void {
    const name = `${subject} ${key}`;
    const pending = this.#pending.get(name);
    if (pending) pending.requests += 1;
    else if (part >= SHARED_FROM) this.#pending.set(name, { limiter, subject, key, requests: 1 });
  }

  /** Adds up all that is pending; what fails stays counted here alone. */
  async addUp(): Promise<void> {
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { limiter, subject, key, requests } of pending) {
      try {
        const all = await this.#counts.add(subject, key, requests);
        const meanwhile = this.#pending.get(`${subject} ${key}`)?.requests ?? 0;
        await limiter.set(key, all.requests + meanwhile, Math.max(all.resetsIn, 1) / 1000);
      } catch (error) {
        this.#onFailure(error);
        return;
      }
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }
}
