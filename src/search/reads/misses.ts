import type { Database } from '../../platform/database.ts';
import { firstKeptDay } from '../misses/missRules.ts';

/** A query that found nothing. */
export interface Miss {
  readonly query: string;
  readonly count: number;
  /** The last day on which it was asked, as UTC midnight. */
  readonly lastDay: Date;
}

/** The queries that found nothing most often on the days that are kept, most frequent first. */
export async function frequentMisses(database: Database, now: Date, first: number): Promise<Miss[]> {
  const groups = await database.searchMiss.groupBy({
    by: ['query'],
    where: { day: { gte: firstKeptDay(now) } },
    _sum: { count: true },
    _max: { day: true },
    orderBy: [{ _sum: { count: 'desc' } }, { query: 'asc' }],
    take: first,
  });
  return groups.map(({ query, _sum, _max }) => ({ query, count: _sum.count ?? 0, lastDay: _max.day ?? now }));
}
