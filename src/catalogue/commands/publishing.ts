/** Making versions live, and taking entries off. */
import type { Version } from '../../generated/prisma/client.ts';
import type { CommandContext } from '../../journal/command.ts';
import type { Transaction } from '../../platform/database.ts';
import { insertRows } from '../../platform/insertRows.ts';
import { makeRoom } from '../liveRows.ts';
import { type ClaimedEntry, type ClaimedVersion, takeStep, takeSteps } from './steps.ts';

/**
 * Publishes versions whose entries are claimed: what was live of those entries is superseded, the live rows and the
 * history of what was live are written.
 * @param approval who approves them in the same step; left out when they are approved
 * @throws DomainError ILLEGAL_TRANSITION when one of them is neither approved nor scheduled.
 */
export async function publishClaimed(
  context: CommandContext,
  claimed: readonly ClaimedVersion[],
  approval?: { readonly approver: string },
): Promise<void> {
  const { tx, now } = context;
  // A first version waits for publishing while nothing of its entry has been published.
  const published = claimed.filter(({ version }) => version.number > 1).map(({ entryId }) => entryId);
  const superseded = new Map((await liveVersions(tx, published)).map((version) => [version.entryId, version]));
  for (const one of claimed) {
    const before = superseded.get(one.entryId);
    if (before) await takeStep(context, 'supersede', { ...one, version: before });
    await takeSteps(context, approval ? ['approve', 'publish'] : ['publish'], one, { ...approval, publishAt: null });
  }
  if (superseded.size > 0) {
    const where = { id: { in: [...superseded.keys()] }, liveUntil: null };
    await tx.publishedEntry.updateMany({ where, data: { liveUntil: now } });
  }
  const rows = await makeRoom(tx, claimed, now, published);
  await insertRows(tx, { LiveEntry: rows, PublishedEntry: rows });
  for (const one of claimed) entryChanged(context, one);
}

/** The versions of entries that are live. */
async function liveVersions(tx: Transaction, entryIds: string[]): Promise<Version[]> {
  if (entryIds.length === 0) return [];
  const live = await tx.liveEntry.findMany({ where: { id: { in: entryIds } }, select: { versionId: true } });
  return live.length > 0 ? tx.version.findMany({ where: { id: { in: live.map((row) => row.versionId) } } }) : [];
}

/** Announces that readers see another entry, or none. */
export function entryChanged(
  { changed }: Pick<CommandContext, 'changed'>,
  entry: Pick<ClaimedEntry, 'entryId' | 'kind'>,
): void {
  changed(`entry:${entry.entryId}`);
  changed(`kind:${entry.kind}`);
}

/** What readers are told of an entry that is taken off. */
export interface Withdrawal {
  /** Why, by locale. */
  readonly reason: object;
  readonly redirectToId: string | null;
}

/** Takes a claimed entry off: its live version is withdrawn, readers find a tombstone. */
export async function withdrawClaimed(
  context: CommandContext,
  claimed: ClaimedVersion,
  withdrawal: Withdrawal,
): Promise<Version> {
  const { tx, now } = context;
  const { entryId: id, kind, slug } = claimed;
  const updated = await takeStep(context, 'withdraw', claimed, {}, withdrawal);
  const { audience, title } = await tx.liveEntry.delete({ where: { id } });
  await tx.publishedEntry.updateMany({ where: { id, liveUntil: null }, data: { liveUntil: now } });
  const { reason, redirectToId } = withdrawal;
  await tx.tombstone.create({
    data: { id, kind, slug, audience, title: title as object, reason, redirectToId, withdrawnAt: now },
  });
  entryChanged(context, claimed);
  return updated;
}
