/** Deletes counts of searches without a result when their time is over. */
import type { PeriodicJob } from '../../journal/periodicJobs.ts';
import type { JobHandlers } from '../../journal/worker.ts';
import { firstKeptDay } from './missRules.ts';

export const PURGE_MISSES_JOB = 'search.purgeMisses';

export const missJobs: JobHandlers = {
  [PURGE_MISSES_JOB]: async (_job, { tx, now }) => {
    await tx.searchMiss.deleteMany({ where: { day: { lt: firstKeptDay(now) } } });
  },
};

export const missPeriods: readonly PeriodicJob[] = [{ kind: PURGE_MISSES_JOB, everyMs: 3_600_000 }];
