/** Making versions live, and taking entries off. */
import type { Version } from '../../generated/prisma/client.ts';
import type { CommandContext } from '../../journal/command.ts';
import { replaceLive } from '../liveRows.ts';
import { type ClaimedEntry, type ClaimedVersion, takeStep } from './steps.ts';

/**
 * Publishes versions whose entries are claimed: what was live of those entries is superseded, the live rows and the
 * history of what was live are written.
 * @throws DomainError ILLEGAL_TRANSITION when one of them is neither approved nor scheduled.
 */
export async function publishClaimed(context: CommandContext, claimed: readonly ClaimedVersion[]): Promise<void> {
  const { tx, now } = context;
  const ids = { in: claimed.map(({ entryId }) => entryId) };
  const live = await tx.liveEntry.findMany({ where: { id: ids }, select: { id: true, version: true } });
  const liveBefore = new Map(live.map((row) => [row.id, row]));
  for (const one of claimed) {
    const before = liveBefore.get(one.entryId);
    if (before) await takeStep(context, 'supersede', { ...one, version: before.version });
    await takeStep(context, 'publish', one, { publishAt: null });
  }
  await tx.publishedEntry.updateMany({ where: { id: ids, liveUntil: null }, data: { liveUntil: now } });
  const rows = await replaceLive(tx, claimed, now);
  await tx.publishedEntry.createMany({ data: rows });
  for (const one of claimed) entryChanged(context, one);
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
