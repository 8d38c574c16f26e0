/** How the work that was put off is getting on. */
import type { Database } from '../platform/database.ts';

export interface OutboxState {
  /** Jobs whose time has come and that are not done. */
  readonly due: number;
  /** Seconds since the time of the oldest of them; 0 without one. */
  readonly lag: number;
  /** Jobs that failed and will be tried again. */
  readonly failed: number;
}

/** In one statement over an index of unfinished jobs. */
export async function readOutbox(database: Database, now: Date): Promise<OutboxState> {
  const [row] = await database.$queryRaw<{ due: bigint; oldest: Date | null; failed: bigint }[]>`
    SELECT count(*) FILTER (WHERE "runAt" <= ${now}) AS "due",
      min("runAt") FILTER (WHERE "runAt" <= ${now}) AS "oldest",
      count(*) FILTER (WHERE "attempts" > 0) AS "failed"
    FROM "Job" WHERE "doneAt" IS NULL`;
  const { due, oldest, failed } = row as NonNullable<typeof row>;
  const lag = oldest ? Math.max(0, (now.getTime() - oldest.getTime()) / 1_000) : 0;
  return { due: Number(due), lag, failed: Number(failed) };
}
