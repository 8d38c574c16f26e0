/** Does the journal's own work, all of it again and again. */
import type { PeriodicJob } from './periodicJobs.ts';
import { purge } from './purge.ts';
import { sealAudit } from './sealAudit.ts';
import type { DueJob, JobContext, JobHandlers } from './worker.ts';

/** Seals what was written to the audit log lately. */
export const SEAL_JOB = 'journal.sealAudit';
/** Looks for what is not sealed in the whole audit log. */
export const SEAL_ALL_JOB = 'journal.sealAuditFromStart';
/** Deletes what is kept for a time only. */
export const PURGE_JOB = 'journal.purge';

export const journalJobs: JobHandlers = {
  [SEAL_JOB]: (job, context) => seal(job, context),
  [SEAL_ALL_JOB]: (job, context) => seal(job, context, 0n),
  [PURGE_JOB]: (_job, { tx, now }) => purge(tx, now),
};

/** How often they are done. */
export const journalPeriods: readonly PeriodicJob[] = [
  { kind: SEAL_JOB, everyMs: 10_000 },
  { kind: SEAL_ALL_JOB, everyMs: 3_600_000 },
  { kind: PURGE_JOB, everyMs: 3_600_000 },
];

/** Seals a batch; when there is more, the job is done again and goes on from there. */
async function seal({ payload }: DueJob, { tx, now, repeat }: JobContext, start?: bigint): Promise<void> {
  const { after } = payload as { after?: string };
  const { goOnAfter } = await sealAudit(tx, now, { after: after === undefined ? start : BigInt(after) });
  if (goOnAfter !== null) repeat({ after: String(goOnAfter) });
}
