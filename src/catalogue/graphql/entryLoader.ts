import DataLoader from 'dataloader';
import type { GraphQLResolveInfo } from 'graphql';
import type { LiveEntry } from '../../generated/prisma/client.ts';
import { type Context, instantAt, loaderOf } from '../../graphql/context.ts';
import { entriesAt } from '../reads/entrySource.ts';
import { selectedColumns } from './selection.ts';

type EntryLoader = DataLoader<string, LiveEntry | null>;

/**
 * Live entries by id, in the given order, without those that are not published or not visible: one statement for all
 * the rows of a list, with the columns that the query asks for.
 */
export async function loadEntries(
  ids: readonly string[],
  context: Context,
  info: GraphQLResolveInfo,
): Promise<LiveEntry[]> {
  if (ids.length === 0) return [];
  const found = await entryLoader(context, info, selectedColumns(info)).loadMany(ids);
  return found.filter((entry): entry is LiveEntry => {
    if (entry instanceof Error) throw entry;
    return entry !== null;
  });
}

function entryLoader(context: Context, info: GraphQLResolveInfo, columns: readonly string[]): EntryLoader {
  const instant = instantAt(context, info)?.toISOString() ?? 'now';
  return loaderOf(context, `entries as of ${instant} with ${columns.join()}`, () => {
    return new DataLoader(async (ids) => {
      const entries = entriesAt(context, info, { ids });
      const rows = await entries.findMany({ columns, where: { id: { in: [...ids] } } });
      const byId = new Map(rows.map((row) => [row.id, row]));
      return ids.map((id) => byId.get(id) ?? null);
    });
  });
}
