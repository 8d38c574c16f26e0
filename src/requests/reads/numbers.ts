/** Requests in numbers, for the agency: a few statements, however many requests there are. */
import type { Database } from '../../platform/database.ts';
import { OPEN_REQUEST_STATES, type RequestState } from '../workflow.ts';

/** Ages of requests that wait, by the days since they were first submitted: from the one up to the other. */
const AGE_BUCKETS = [
  { name: 'UP_TO_7_DAYS', below: 7 },
  { name: 'UP_TO_14_DAYS', below: 14 },
  { name: 'UP_TO_30_DAYS', below: 30 },
  { name: 'UP_TO_90_DAYS', below: 90 },
  { name: 'OVER_90_DAYS', below: Number.POSITIVE_INFINITY },
] as const;
export type AgeBucket = (typeof AGE_BUCKETS)[number]['name'];

/** Things that are most often missing, at the most. */
const MOST_MISSING = 20;

export interface Counted<Name extends string = string> {
  readonly name: Name;
  readonly count: number;
}

/** Requests that were begun in a span of time, in numbers. */
export interface RequestNumbers {
  readonly byState: readonly Counted<RequestState>[];
  readonly byType: readonly Counted[];
  /** Of those that were submitted and not decided, at `now`. */
  readonly byAge: readonly Counted<AgeBucket>[];
  readonly decided: number;
  /** Days from the first submission to the decision; null when nothing was decided. */
  readonly medianDays: number | null;
  readonly p90Days: number | null;
  /** Codes of what the applicants found missing, most often first. */
  readonly missing: readonly Counted[];
}

/** Counts the requests that were begun in a span; its start belongs to it, its end does not. */
export async function countRequests(
  database: Pick<Database, '$queryRaw'>,
  { from, to }: { readonly from: Date; readonly to: Date },
  now: Date,
): Promise<RequestNumbers> {
  const byState = await database.$queryRaw<Counted<RequestState>[]>`
    SELECT "state" AS "name", count(*)::int AS "count" FROM "CooperationRequest"
     WHERE "createdAt" >= ${from} AND "createdAt" < ${to} GROUP BY 1 ORDER BY 1`;
  const byType = await database.$queryRaw<Counted[]>`
    SELECT "type" AS "name", count(*)::int AS "count" FROM "CooperationRequest", unnest("types") AS "type"
     WHERE "createdAt" >= ${from} AND "createdAt" < ${to} GROUP BY 1 ORDER BY 2 DESC, 1`;
  const limits = AGE_BUCKETS.flatMap(({ below }) => (Number.isFinite(below) ? [below] : []));
  const ages = await database.$queryRaw<{ bucket: number; count: number }[]>`
    SELECT width_bucket((extract(epoch FROM ${now}::timestamptz - "submittedAt") / 86400)::float8, ${limits}::float8[])
           AS "bucket", count(*)::int AS "count"
      FROM "CooperationRequest"
     WHERE "createdAt" >= ${from} AND "createdAt" < ${to}
       AND "submittedAt" IS NOT NULL AND "state" = ANY(${[...OPEN_REQUEST_STATES]}) GROUP BY 1`;
  const [times] = await database.$queryRaw<{ decided: number; medianDays: number | null; p90Days: number | null }[]>`
    SELECT count(*)::int AS "decided",
           percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM "endedAt" - "submittedAt") / 86400) AS "medianDays",
           percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM "endedAt" - "submittedAt") / 86400) AS "p90Days"
      FROM "CooperationRequest"
     WHERE "createdAt" >= ${from} AND "createdAt" < ${to} AND "state" IN ('APPROVED', 'REJECTED')`;
  const missing = await database.$queryRaw<Counted[]>`
    SELECT "code" AS "name", count(*)::int AS "count" FROM "CooperationRequest", unnest("shortfalls") AS "code"
     WHERE "createdAt" >= ${from} AND "createdAt" < ${to} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${MOST_MISSING}`;
  const countOf = new Map(ages.map(({ bucket, count }) => [bucket, count]));
  const byAge = AGE_BUCKETS.map(({ name }, place) => ({ name, count: countOf.get(place) ?? 0 }));
  const { decided = 0, medianDays = null, p90Days = null } = times ?? {};
  return { byState, byType, byAge, decided, medianDays, p90Days, missing };
}
