/** Proves the audit log of a database. */
import type { Database } from '../platform/database.ts';
import { type ChainHead, type ChainLink, type ChainReport, verifyChain } from './auditChain.ts';

/** Links read at a time. */
const PAGE = 1_000;
/** Milliseconds between two reports of how far it is. */
const REPORT_INTERVAL = 5_000;

/** What is found of the log. */
export interface AuditReport extends ChainReport, AuditCounts {}

/** Records in the log. */
export interface AuditCounts {
  readonly records: number;
  readonly sealed: number;
  /** When the oldest record was written that is not sealed yet; null when all are. */
  readonly oldestUnsealed: Date | null;
}

/** How to prove it. */
export interface VerifyOptions {
  /** A head seen before, which must be in the chain. */
  readonly expected?: ChainHead | undefined;
  readonly report?: (message: string) => void;
  /** Milliseconds since whenever. */
  readonly clock?: () => number;
  /** Links read at a time, and between two looks at the clock. */
  readonly page?: number;
}

/** Reads the whole chain, page by page, and proves it. Others may go on writing and sealing. */
export async function verifyAudit(
  database: Database,
  { expected, report = () => undefined, clock = () => performance.now(), page = PAGE }: VerifyOptions = {},
): Promise<AuditReport> {
  const total = await database.auditSeal.count();
  let reportedAt = clock();
  const onLink = ({ position }: ChainHead) => {
    // Looking at the clock for every link would take longer than hashing it.
    if (position % BigInt(page) !== 0n || clock() - reportedAt < REPORT_INTERVAL) return;
    reportedAt = clock();
    report(`  ${position.toLocaleString('en')} of ${total.toLocaleString('en')} seals proved`);
  };
  const chain = await verifyChain(readLinks(database, page), expected, onLink);
  return { ...chain, ...(await countRecords(database)) };
}

/** In one statement, and so of one instant. */
async function countRecords(database: Database): Promise<AuditCounts> {
  const [counts] = await database.$queryRaw<{ records: bigint; sealed: bigint; oldest: Date | null }[]>`
    SELECT count(*) AS "records", count(s."recordId") AS "sealed", min(r."at") FILTER (WHERE s."recordId" IS NULL) AS "oldest"
    FROM "AuditRecord" r LEFT JOIN "AuditSeal" s ON s."recordId" = r."id"`;
  if (!counts) throw new Error('the audit log could not be counted');
  return { records: Number(counts.records), sealed: Number(counts.sealed), oldestUnsealed: counts.oldest };
}

async function* readLinks(database: Database, page: number): AsyncGenerator<ChainLink> {
  let after: bigint | undefined;
  for (;;) {
    const seals = await database.auditSeal.findMany({
      ...(after === undefined ? {} : { where: { position: { gt: after } } }),
      orderBy: { position: 'asc' },
      take: page,
    });
    // Not as a relation: Prisma takes a record that is gone for a fault of its own.
    const ids = seals.map(({ recordId }) => recordId);
    const records = await database.auditRecord.findMany({ where: { id: { in: ids } } });
    const recordOf = new Map(records.map((record) => [record.id, record]));
    for (const { position, recordId, hash } of seals) {
      yield { position, recordId, hash, record: recordOf.get(recordId) ?? null };
    }
    after = seals.at(-1)?.position;
    if (after === undefined) return;
  }
}
