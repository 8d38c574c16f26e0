/** Counts of all instances in their database, by the store of rate-limiter-flexible. */
import { createHmac } from 'node:crypto';
import { RateLimiterPostgres } from 'rate-limiter-flexible';
import type { Database } from './database.ts';

/** Counts of requests, everywhere. */
export interface RateCounts {
  /** Adds requests of a key; answers all of its present window, and the milliseconds until that ends. */
  add(subject: string, key: string, requests: number): Promise<{ requests: number; resetsIn: number }>;
}

const LARGEST_INT = 2 ** 31 - 1;

/** What the store asks of a driver. */
interface Query {
  readonly text: string;
  readonly values?: readonly unknown[];
}

/**
 * Counts in the table RateCount; what has expired is deleted by the store.
 * @param secret makes hashes of the keys: addresses of people are not kept
 * @param window seconds that requests are added up for
 */
export function rateCounts(database: Pick<Database, '$queryRawUnsafe'>, secret: string, window: number): RateCounts {
  const limiter = new RateLimiterPostgres({
    storeClient: { query: (query: Query) => run(database, query) },
    storeType: 'client',
    tableName: 'RateCount',
    tableCreated: true,
    keyPrefix: 'rate',
    points: Number.MAX_SAFE_INTEGER,
    duration: window,
  });
  return {
    add: async (subject, key, requests) => {
      const hash = createHmac('sha256', secret).update(key).digest('base64url');
      const { consumedPoints, msBeforeNext } = await limiter.penalty(`${subject}:${hash}`, requests);
      return { requests: consumedPoints, resetsIn: msBeforeNext };
    },
  };
}

async function run(database: Pick<Database, '$queryRawUnsafe'>, { text, values = [] }: Query) {
  const parameters = values.map((one) => (typeof one === 'number' && one > LARGEST_INT ? BigInt(one) : one));
  const rows = await database.$queryRawUnsafe<{ points: number; expire: bigint | null }[]>(text, ...parameters);
  return { rows: rows.map(({ points, expire }) => ({ points, expire: expire === null ? null : Number(expire) })) };
}
