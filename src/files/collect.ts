/** Deletes files that nothing refers to, and bytes that no file has. */
import type { PeriodicJob } from '../journal/periodicJobs.ts';
import type { JobContext, JobHandlers } from '../journal/worker.ts';
import type { FileStorage } from '../platform/files/fileStorage.ts';
import { deleteUnusedContent } from './keeping.ts';
import { UNUSED_LIFETIME } from './limits.ts';
import { unusedFiles } from './unused.ts';

export const COLLECT_JOB = 'files.collect';
export const SWEEP_JOB = 'files.sweep';

/** Files that one run deletes at the most; more are done in the next one, at once. */
const BATCH = 100;

export function fileJobs(storage: FileStorage): JobHandlers {
  return {
    [COLLECT_JOB]: (_job, context) => collect(storage, context),
    [SWEEP_JOB]: (_job, context) => sweep(storage, context),
  };
}

/** How often they are done: every hour, and once a day. */
export const filePeriods: readonly PeriodicJob[] = [
  { kind: COLLECT_JOB, everyMs: 3_600_000 },
  { kind: SWEEP_JOB, everyMs: 24 * 3_600_000 },
];

/** Deletes files that were awaited in vain or that nothing refers to, with their bytes when no other file has them. */
async function collect(storage: FileStorage, { tx, now, repeat }: JobContext): Promise<void> {
  const before = new Date(now.getTime() - UNUSED_LIFETIME);
  const where = { ...unusedFiles, createdAt: { lt: before } };
  const old = await tx.file.findMany({ where, select: { id: true, hash: true }, take: BATCH });
  // What got a reference meanwhile stays.
  await tx.file.deleteMany({ where: { id: { in: old.map(({ id }) => id) }, ...unusedFiles } });
  const hashes = new Set(old.flatMap(({ hash }) => hash ?? []));
  for (const hash of [...hashes].sort()) {
    await deleteUnusedContent(tx, hash, (one) => storage.delete(one), now);
  }
  if (old.length === BATCH) repeat({});
}

/** Deletes bytes without a row: of what was stored by a transaction that did not end well. */
async function sweep(storage: FileStorage, { tx, now }: JobContext): Promise<void> {
  const before = now.getTime() - UNUSED_LIFETIME;
  for await (const { hash, storedAt } of storage.list()) {
    if (storedAt.getTime() > before) continue;
    if ((await tx.file.count({ where: { hash } })) > 0) continue;
    await deleteUnusedContent(tx, hash, (one) => storage.delete(one), now);
  }
}
