/** Deletes what the journal keeps for a time only. */
import type { Transaction } from '../platform/database.ts';
import { KEY_LIFETIME } from './idempotency.ts';

/** How long a job that is done is kept for those who look into what happened, in milliseconds: 7 days. */
export const DONE_JOB_LIFETIME = 7 * 24 * 3_600_000;

/** How long changes are kept for those who read the feed, in milliseconds: a day. Who was away for longer starts anew. */
export const CHANGE_LIFETIME = 24 * 3_600_000;

/** Deletes idempotency keys that are not valid any more, jobs done and changes told long ago. */
export async function purge(tx: Transaction, now: Date): Promise<void> {
  const before = (lifetime: number) => ({ lt: new Date(now.getTime() - lifetime) });
  await tx.idempotencyKey.deleteMany({ where: { createdAt: before(KEY_LIFETIME) } });
  await tx.changeRecord.deleteMany({ where: { at: before(CHANGE_LIFETIME) } });
  await tx.job.deleteMany({ where: { doneAt: before(DONE_JOB_LIFETIME) } });
}
