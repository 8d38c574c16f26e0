/** Deletes what sign-in keeps for a time only. */
import type { PeriodicJob } from '../journal/periodicJobs.ts';
import type { JobHandlers } from '../journal/worker.ts';
import type { Transaction } from '../platform/database.ts';

/** How long a session that is over is kept, so that its browser is told how it ended, in milliseconds: 30 days. */
export const OVER_SESSION_LIFETIME = 30 * 24 * 3_600_000;

/** Deletes attempts that have expired and sessions that have been over for long; whoever brings one of those has expired. */
export async function purgeSignIns(tx: Transaction, now: Date): Promise<void> {
  const longAgo = new Date(now.getTime() - OVER_SESSION_LIFETIME);
  await tx.signInAttempt.deleteMany({ where: { expiresAt: { lt: now } } });
  await tx.session.deleteMany({ where: { OR: [{ endedAt: { lt: longAgo } }, { expiresAt: { lt: longAgo } }] } });
}

const PURGE_JOB = 'identity.purge';

export const identityJobs: JobHandlers = {
  [PURGE_JOB]: (_job, { tx, now }) => purgeSignIns(tx, now),
};

/** How often it is done. */
export const identityPeriods: readonly PeriodicJob[] = [{ kind: PURGE_JOB, everyMs: 3_600_000 }];
