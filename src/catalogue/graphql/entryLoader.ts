import DataLoader from 'dataloader';
import type { GraphQLResolveInfo, ResponsePath } from 'graphql';
import type { LiveEntry } from '../../generated/prisma/client.ts';
import { type Context, loaderOf } from '../../graphql/context.ts';
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
  const found = await entryLoader(context, info).loadMany(ids);
  return found.filter((entry): entry is LiveEntry => {
    if (entry instanceof Error) throw entry;
    return entry !== null;
  });
}

function entryLoader(context: Context, info: GraphQLResolveInfo): EntryLoader {
  return loaderOf(context, `entries at ${fieldPath(info.path)}`, () => {
    const query = selectedColumns(context, info);
    return new DataLoader(async (ids) => {
      const rows = await entriesAt(context, info).findMany({ ...query, where: { id: { in: [...ids] } } });
      const byId = new Map(rows.map((row) => [row.id, row]));
      return ids.map((id) => byId.get(id) ?? null);
    });
  });
}

/** The path of a field without places in lists: the same for every row. */
function fieldPath(path: ResponsePath | undefined): string {
  if (!path) return '';
  const parent = fieldPath(path.prev);
  return typeof path.key === 'number' ? parent : `${parent}.${path.key}`;
}
