import { describe, expect, it } from 'vitest';
import { COUNT_LIMIT, planPage, toConnection } from '../../src/graphql/connection.ts';

describe('the count of a connection', () => {
  const order = { column: 'titleKey', direction: 'asc' } as const;
  /** A table with so many rows, counted as a database does: no further than it is told. */
  const connectionOf = (rows: number) => {
    const asked: number[] = [];
    const count = async (atMost: number) => {
      asked.push(atMost);
      return Math.min(rows, atMost);
    };
    return { connection: toConnection(planPage({}, order), [], count), asked };
  };

  it.each([0, 1, COUNT_LIMIT - 1, COUNT_LIMIT])('is exact for %i rows', async (rows) => {
    const { connection } = connectionOf(rows);
    expect([await connection.totalCount(), await connection.totalCountIsExact()]).toEqual([rows, true]);
  });

  it.each([COUNT_LIMIT + 1, 1_000_000])('is at least the limit for %i rows', async (rows) => {
    const { connection } = connectionOf(rows);
    expect([await connection.totalCount(), await connection.totalCountIsExact()]).toEqual([COUNT_LIMIT, false]);
  });

  it('is counted once for both fields, no further than the limit, and not unless it is asked for', async () => {
    const { connection, asked } = connectionOf(5);
    expect(asked).toEqual([]);
    await Promise.all([connection.totalCount(), connection.totalCountIsExact(), connection.totalCount()]);
    expect(asked).toEqual([COUNT_LIMIT + 1]);
  });
});
