import type { Version } from '../../../generated/prisma/client.ts';
import type { CommandContext } from '../../../journal/command.ts';
import type { ClaimedEntry } from '../steps.ts';
import { takeOut } from './removeFromRelease.ts';

/**
 * Gives a new draft the place in an open release that the version which was sent back had. A release that somebody else is
 * changing just then is left alone: waiting for it while an entry is claimed could be waiting for each other.
 */
export async function passOnRelease(
  context: CommandContext,
  { kind, slug }: ClaimedEntry,
  sentBack: Version,
  draft: Version,
): Promise<void> {
  const { tx, audit } = context;
  if (sentBack.state !== 'CHANGES_REQUESTED' || !sentBack.releaseId) return;
  const [open] = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "Release" WHERE "id" = ${sentBack.releaseId}::uuid AND "state" = 'OPEN' FOR UPDATE SKIP LOCKED`;
  if (!open) return;
  const release = await tx.release.update({ where: { id: open.id }, data: { revision: { increment: 1 } } });
  await takeOut(context, release, [sentBack]);
  await tx.version.update({ where: { id: draft.id }, data: { releaseId: release.id } });
  audit({
    action: 'release.add',
    objectType: 'release',
    objectId: release.id,
    versionId: draft.id,
    revision: release.revision,
    fields: ['versions'],
    details: { kind, slug, number: draft.number },
  });
}
