/**
 * Counts requests in memory, so that a request never waits for a database. Where several instances share one, those who use a
 * good part of their allowance here are added up there in the background, once a second (ADR 81).
 */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { RateLimited } from '../../graphql/limits/rateLimited.ts';
import type { Allowance } from '../../graphql/limits/usage.ts';
import { RATE_SUBJECTS, type RateSubject, type Rates, WINDOW } from './rates.ts';
import type { Sharing } from './sharing.ts';

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
    const limiter = this.#limiters[subject];
    try {
      const counted = await limiter.consume(key);
      const standing = { requests: counted.consumedPoints, limit, resetsIn: counted.msBeforeNext };
      this.#sharing?.note({ limiter, subject, key }, standing);
      return allowanceOf(limit, counted);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      throw refusalFor(error);
    }
  }

  /**
   * Looks without counting.
   * @throws RateLimited when the key has none left in the present window
   */
  async mustHaveLeft(subject: RateSubject, key: string): Promise<void> {
    const counted = await this.#limiters[subject].get(key);
    if (counted && counted.consumedPoints >= this.#rates[subject]) throw refusalFor(counted);
  }

  /** Ends the sharing with other instances. */
  async stop(): Promise<void> {
    await this.#sharing?.stop();
  }
}

function refusalFor({ msBeforeNext }: RateLimiterRes): RateLimited {
  return new RateLimited(Math.max(1, Math.ceil(msBeforeNext / 1_000)));
}

function allowanceOf(limit: number, { remainingPoints, msBeforeNext }: RateLimiterRes): Allowance {
  return { limit, remaining: remainingPoints, resetAt: new Date(Date.now() + msBeforeNext) };
}
