/** Makes the chain over the audit log longer by what was written since. */
import type { AuditRecord } from '../generated/prisma/client.ts';
import type { Transaction } from '../platform/database.ts';
import { type ChainHead, EMPTY_CHAIN, hashOf } from './auditChain.ts';

/** Records sealed in one transaction at the most, so that others do not wait long for its lock, or for PGlite. */
export const SEAL_BATCH = 500;

/** Key of the advisory lock that whoever makes the chain longer holds: one at a time, of all instances. */
const CHAIN_LOCK = 0x61756469;

/**
 * Records commit out of the order of their ids, but not by more than this, in milliseconds: a command ends after one
 * minute. What is later nevertheless is found when the whole log is looked at.
 */
const LATEST_COMMIT = 600_000;

/** Which records to seal. */
export interface SealOptions {
  /** Only those after this id; from ten minutes ago on when left out, which takes the same time however long the log. */
  readonly after?: bigint | undefined;
  readonly batch?: number;
}

/** What was sealed. */
export interface Sealed {
  readonly count: number;
  /** When there may be more: the id to go on after. */
  readonly goOnAfter: bigint | null;
}

/**
 * Seals records that have no seal yet, in the order of their ids, up to a batch. The transaction must be READ COMMITTED,
 * as those of Prisma are unless asked otherwise: then what is read after waiting for the lock is up to date.
 */
export async function sealAudit(tx: Transaction, now: Date, options: SealOptions = {}): Promise<Sealed> {
  const { after = await settledBefore(tx, now), batch = SEAL_BATCH } = options;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${CHAIN_LOCK}::bigint)`;
  const records = await tx.auditRecord.findMany({
    where: { id: { gt: after }, seal: null },
    orderBy: { id: 'asc' },
    take: batch,
  });
  if (records.length === 0) return { count: 0, goOnAfter: null };
  const seals = chained(await headOf(tx), records);
  // Not by createMany: writing its statement of 2,000 parameters would take Prisma longer than all the rest.
  await tx.$executeRaw`
    INSERT INTO "AuditSeal" ("position", "recordId", "hash", "sealedAt")
    SELECT *, ${now}::timestamptz FROM unnest(
      ${seals.map(({ position }) => position)}::bigint[],
      ${records.map(({ id }) => id)}::bigint[],
      ${seals.map(({ hash }) => hash)}::text[])`;
  return { count: records.length, goOnAfter: records.length < batch ? null : (records.at(-1)?.id ?? null) };
}

/** The places that records take in the chain after `head`. */
function chained(head: ChainHead, records: readonly AuditRecord[]): ChainHead[] {
  let last = head;
  return records.map((record) => {
    last = { position: last.position + 1n, hash: hashOf(last.hash, record) };
    return last;
  });
}

/** The end of the chain. */
export async function headOf(tx: Transaction): Promise<ChainHead> {
  const last = await tx.auditSeal.findFirst({ orderBy: { position: 'desc' }, select: { position: true, hash: true } });
  return last ?? EMPTY_CHAIN;
}

/** An id up to which all records had been written long enough ago that none can still be on its way. */
async function settledBefore(tx: Transaction, now: Date): Promise<bigint> {
  const settled = await tx.auditSeal.findFirst({
    where: { sealedAt: { lt: new Date(now.getTime() - LATEST_COMMIT) } },
    orderBy: { position: 'desc' },
    select: { recordId: true },
  });
  return settled?.recordId ?? 0n;
}
