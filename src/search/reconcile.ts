/** Bringing an index to what the database holds: for what was changed, and for all of it. */
import type { ChangeTag } from '../journal/changes.ts';
import { documentsOf, entryVersion, organizationVersion } from './documents.ts';
import type { SearchDocument } from './engine.ts';
import { allSources, allStamps, type PublishedData, sourcesOf } from './sources.ts';
import { touchedDocuments } from './touched.ts';

/** What an index is brought up to date by. */
export interface IndexTarget {
  /** Puts whole documents in the place of those with the same ids. */
  put(documents: readonly SearchDocument[]): Promise<void>;
  /** Takes documents out; those that are not there are no error. */
  remove(ids: readonly string[]): Promise<void>;
  /** The version of each document that the index holds, by id. */
  versions(): Promise<ReadonlyMap<string, string>>;
}

/** Asks every instance, by the feed of changes, to make its index anew. */
export const REINDEX: ChangeTag = 'search:reindex';

/** Documents made and put at once. */
const BATCH = 500;

/** Brings the documents that the changes reach to what the database holds now. May be done again at any time. */
export async function applyChanges(
  live: PublishedData,
  target: Pick<IndexTarget, 'put' | 'remove'>,
  tags: readonly ChangeTag[],
): Promise<void> {
  await refresh(live, target, await touchedDocuments(live, tags));
}

/** Brings the documents with the ids to what the database holds now. */
export async function refresh(
  live: PublishedData,
  target: Pick<IndexTarget, 'put' | 'remove'>,
  ids: readonly string[],
): Promise<void> {
  for (let start = 0; start < ids.length; start += BATCH) {
    const batch = ids.slice(start, start + BATCH);
    const documents = documentsOf(await sourcesOf(live, batch));
    const present = new Set(documents.map(({ id }) => id));
    const gone = batch.filter((id) => !present.has(id));
    if (documents.length > 0) await target.put(documents);
    if (gone.length > 0) await target.remove(gone);
  }
}

/** All documents that the index is to hold, in batches. */
export async function* allDocuments(live: PublishedData): AsyncGenerator<SearchDocument[]> {
  for await (const sources of allSources(live)) yield documentsOf(sources);
}

/** Ids of the documents that the index lacks, has too many, or has in another version than the database. */
export async function differences(live: PublishedData, target: Pick<IndexTarget, 'versions'>): Promise<string[]> {
  const stamps = await allStamps(live);
  const wanted = new Map([
    ...stamps.entries.map((entry) => [entry.id, entryVersion(entry, stamps)] as const),
    ...[...stamps.organizations.keys()].map((id) => [id, organizationVersion(id, stamps)] as const),
  ]);
  const held = await target.versions();
  return [
    ...[...wanted].filter(([id, version]) => held.get(id) !== version).map(([id]) => id),
    ...[...held.keys()].filter((id) => !wanted.has(id)),
  ];
}
