/** The rows that readers see of versions. */
import type { Prisma, Version } from '../generated/prisma/client.ts';
import type { Transaction } from '../platform/database.ts';
import { insertRows } from '../platform/insertRows.ts';
import type { CommonContent } from './kinds/common.ts';
import { kindOf } from './kinds/registry.ts';
import { projectLive } from './projection.ts';

/** A version that is to be what readers see of its entry. */
export interface PublishableVersion {
  readonly entryId: string;
  readonly kind: string;
  readonly slug: string;
  readonly version: Pick<Version, 'id' | 'number' | 'content'>;
}

/** Puts versions in the place of what readers see of their entries. */
export async function replaceLive(tx: Transaction, versions: readonly PublishableVersion[], now: Date): Promise<void> {
  await insertRows(tx, { LiveEntry: await makeRoom(tx, versions, now) });
}

/**
 * Takes away what readers see of the entries of versions; answers the live rows that are to be written in its place.
 * @param published ids of those entries that may have been published before; all of them when left out
 */
export async function makeRoom(
  tx: Transaction,
  versions: readonly PublishableVersion[],
  now: Date,
  published: string[] = versions.map(({ entryId }) => entryId),
): Promise<Prisma.LiveEntryCreateManyInput[]> {
  const first = published.length > 0 ? await clearPlaces(tx, published) : new Map<string, Date>();
  return versions.map((one) => liveRow(one, first.get(one.entryId) ?? now, now));
}

/** Takes away what readers see of entries; answers when each was published for the first time. */
async function clearPlaces(tx: Transaction, entryIds: string[]): Promise<Map<string, Date>> {
  await tx.liveEntry.deleteMany({ where: { id: { in: entryIds } } });
  await tx.tombstone.deleteMany({ where: { id: { in: entryIds } } });
  return firstPublications(tx, entryIds);
}

/** When each entry was published for the first time; entries that never were are absent. */
async function firstPublications(tx: Transaction, entryIds: string[]): Promise<Map<string, Date>> {
  const past = await tx.publishedEntry.groupBy({
    by: ['id'],
    where: { id: { in: entryIds } },
    _min: { firstPublishedAt: true },
  });
  return new Map(past.flatMap(({ id, _min }) => (_min.firstPublishedAt ? [[id, _min.firstPublishedAt] as const] : [])));
}

function liveRow({ entryId, kind, slug, version }: PublishableVersion, firstPublishedAt: Date, publishedAt: Date) {
  const dates = { firstPublishedAt, publishedAt };
  const published = { entryId, slug, versionId: version.id, versionNumber: version.number, ...dates };
  return projectLive(kindOf(kind), published, version.content as unknown as CommonContent);
}
