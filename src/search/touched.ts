/** Which documents a change reaches: its own, and all that name what was changed. */

import { term } from '../catalogue/terms.ts';
import type { ChangeTag } from '../journal/changes.ts';
import type { PublishedData } from './sources.ts';

type Table = 'entry' | 'organization' | 'category' | 'territory';

/** Ids of the entries and organizations whose documents may be others after the changes; also of those that are gone. */
export async function touchedDocuments(live: PublishedData, tags: readonly ChangeTag[]): Promise<string[]> {
  const ids = idsByTable(tags);
  const isOne = (changed: string[]) => ({ in: changed });
  const anyOf = [
    ...(ids.organization.length > 0 ? [{ organizationId: isOne(ids.organization) }] : []),
    ...(ids.category.length > 0 ? [{ terms: { hasSome: ids.category.map((id) => term('category', id)) } }] : []),
    ...(ids.territory.length > 0 ? [{ territoryId: isOne(ids.territory) }] : []),
  ];
  const select = { id: true } as const;
  const entries = anyOf.length > 0 ? await live.liveEntry.findMany({ where: { OR: anyOf }, select }) : [];
  const territoryId = isOne(ids.territory);
  const organizations =
    ids.territory.length > 0 ? await live.organization.findMany({ where: { territoryId }, select }) : [];
  return [...new Set([...ids.entry, ...ids.organization, ...[...entries, ...organizations].map(({ id }) => id)])];
}

function idsByTable(tags: readonly ChangeTag[]): Record<Table, string[]> {
  const ids: Record<Table, string[]> = { entry: [], organization: [], category: [], territory: [] };
  for (const tag of new Set(tags)) {
    const [table, id] = tag.split(':');
    if (table !== undefined && id !== undefined && Object.hasOwn(ids, table)) ids[table as Table].push(id);
  }
  return ids;
}
