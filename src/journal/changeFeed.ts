/**
 * What was committed, by whichever process, in rows written with what they tell of: an outbox that any number of readers read,
 * each at its own position. See ADR 51.
 */
import type { Database, Transaction } from '../platform/database.ts';
import { insertRows, type NewRow } from '../platform/insertRows.ts';
import type { ChangeTag } from './changes.ts';

/** What one transaction changed. */
export interface FeedChange {
  readonly id: bigint;
  /** The process that wrote it. */
  readonly origin: string;
  readonly tags: readonly ChangeTag[];
  readonly at: Date;
}

/**
 * How far somebody has read. Ids of rows are given before the commit, so that rows come to light out of order: a last id alone would
 * skip some. All transactions before `horizon` had ended, so that their rows have been seen; of later ones, those in `seen` were.
 */
export interface FeedPosition {
  readonly horizon: bigint;
  readonly seen: ReadonlySet<bigint>;
}

/** Writes down what the transaction changed. */
export async function recordChanges(
  tx: Transaction,
  tags: readonly ChangeTag[],
  { origin, now }: { readonly origin: string; readonly now: Date },
): Promise<void> {
  await insertRows(tx, { ChangeRecord: changeRows(tags, { origin, now }) });
}

/** The row that says what a transaction changed; the database adds which one it was. None when nothing did. */
export function changeRows(
  tags: readonly ChangeTag[],
  { origin, now }: { readonly origin: string; readonly now: Date },
): NewRow<'ChangeRecord'>[] {
  return tags.length > 0 ? [{ origin, tags: [...new Set(tags)], at: now }] : [];
}

/** The position from which everything that is not committed yet will be read. */
export async function presentPosition(database: Database): Promise<FeedPosition> {
  const [row] = await database.$queryRaw<{ horizon: bigint }[]>`
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS "horizon"`;
  return { horizon: (row as { horizon: bigint }).horizon, seen: new Set() };
}

interface FeedRow {
  readonly horizon: bigint;
  readonly id: bigint | null;
  readonly transaction: bigint;
  readonly origin: string;
  readonly tags: ChangeTag[];
  readonly at: Date;
}

/** Changes that were committed since the position, in one statement, and the position after them. */
export async function readFeed(
  database: Database,
  { horizon, seen }: FeedPosition,
): Promise<{ changes: FeedChange[]; position: FeedPosition }> {
  const rows = await database.$queryRaw<FeedRow[]>`
    SELECT "present"."horizon", "id", "transaction", "origin", "tags", "at"
      FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS "horizon") AS "present"
      LEFT JOIN "ChangeRecord" ON "transaction" >= ${horizon}
     ORDER BY "id"`;
  const found = rows.filter((row): row is FeedRow & { id: bigint } => row.id !== null);
  const ended = rows[0]?.horizon ?? horizon;
  const open = found.filter(({ transaction }) => transaction >= ended);
  return {
    changes: found.filter(({ id }) => !seen.has(id)),
    position: { horizon: ended, seen: new Set(open.map(({ id }) => id)) },
  };
}
