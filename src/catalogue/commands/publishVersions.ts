import { defineCommand } from '../../journal/command.ts';
import { DomainError } from '../../kernel/errors.ts';
import type { Transaction } from '../../platform/database.ts';
import type { CommonContent } from '../kinds/common.ts';
import { kindOf } from '../kinds/registry.ts';
import { projectLive } from '../projection.ts';

/**
 * Publishes drafts: readers see them from the commit on, all of them or none. A version that was live before is
 * superseded. Input: ids of versions, one for each entry.
 * @throws DomainError ILLEGAL_TRANSITION when one of them is not a draft.
 */
export const publishVersions = defineCommand({
  action: 'entry.publish',
  async run({ tx, now, changed }, versionIds: readonly string[]): Promise<void> {
    await markPublished(tx, versionIds);
    const versions = await tx.version.findMany({
      where: { id: { in: [...versionIds] } },
      include: { entry: { include: { live: { select: { versionId: true, firstPublishedAt: true } } } } },
    });
    const rows = versions.map(({ id, number, content, entry }) => {
      const dates = { firstPublishedAt: entry.live?.firstPublishedAt ?? now, publishedAt: now };
      const version = { entryId: entry.id, slug: entry.slug, versionId: id, versionNumber: number, ...dates };
      return projectLive(kindOf(entry.kind), version, content as unknown as CommonContent);
    });
    const superseded = versions.flatMap(({ entry }) => entry.live?.versionId ?? []);
    const entries = { id: { in: versions.map(({ entryId }) => entryId) } };
    await tx.version.updateMany({ where: { id: { in: superseded } }, data: { state: 'SUPERSEDED' } });
    await tx.entry.updateMany({ where: entries, data: { revision: { increment: 1 } } });
    await tx.liveEntry.deleteMany({ where: entries });
    await tx.liveEntry.createMany({ data: rows });
    for (const { entryId } of versions) changed(`entry:${entryId}`);
  },
});

/** Moves the drafts on, once: of two that publish at the same time the second finds no draft any more. */
async function markPublished(tx: Transaction, versionIds: readonly string[]): Promise<void> {
  const { count } = await tx.version.updateMany({
    where: { id: { in: [...versionIds] }, state: 'DRAFT' },
    data: { state: 'PUBLISHED' },
  });
  if (count === versionIds.length) return;
  throw new DomainError('ILLEGAL_TRANSITION', 'Only drafts can be published: one of these versions is not a draft.');
}
