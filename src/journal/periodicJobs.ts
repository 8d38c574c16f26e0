/** Work that is done again and again: one job of a kind, which is put off again when it is done. */
import { v5 } from 'uuid';
import type { Database } from '../platform/database.ts';

/** A kind of job that is to be done again and again. */
export interface PeriodicJob {
  readonly kind: string;
  /** Milliseconds from one run to the next; runs that were missed are not made up for. */
  readonly everyMs: number;
}

/** Namespace of the ids of periodic jobs; a random UUID. */
const NAMESPACE = 'b92e9f3c-a39c-4e56-b936-a5d814a10a39';

/** The id of the one job of a kind: the same on every instance, so that the database refuses a second one. */
export function periodicJobId(kind: string): string {
  return v5(kind, NAMESPACE);
}

/** Makes the jobs that are not there yet, due at once. */
export async function ensurePeriodicJobs(database: Database, jobs: readonly PeriodicJob[], now: Date): Promise<void> {
  const rows = jobs.map(({ kind }) => {
    return { id: periodicJobId(kind), kind, subject: '', payload: {}, runAt: now, createdAt: now };
  });
  await database.job.createMany({ data: rows, skipDuplicates: true });
}
