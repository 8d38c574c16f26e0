/** Work that is put off: written with what causes it, done by the worker. */
import type { Prisma } from '../generated/prisma/client.ts';
import { newId } from '../kernel/ids.ts';
import type { Transaction } from '../platform/database.ts';

/** A piece of work to be done at a time. */
export interface NewJob {
  readonly kind: string;
  /** What it is about: there is one unfinished job at the most of a kind and subject. */
  readonly subject: string;
  readonly payload?: Prisma.InputJsonObject;
  readonly runAt: Date;
}

/** Puts work off; replaces an unfinished job of the same kind and subject. */
export async function putOff(tx: Transaction, job: NewJob, now: Date): Promise<void> {
  await cancelJobs(tx, job.kind, job.subject);
  await tx.job.create({ data: { id: newId(), payload: {}, ...job, createdAt: now } });
}

/** Cancels the unfinished job of a kind and subject; answers whether there was one. */
export async function cancelJobs(tx: Transaction, kind: string, subject: string): Promise<boolean> {
  const { count } = await tx.job.deleteMany({ where: { kind, subject, doneAt: null } });
  return count > 0;
}
