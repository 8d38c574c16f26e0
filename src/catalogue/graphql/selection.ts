import type { GraphQLResolveInfo } from 'graphql';
import { columnsAt } from '../../graphql/rowColumnsPlugin.ts';

/** What makes a row an entry of its type, whatever is asked of it. */
const ALWAYS = ['id', 'kind', 'title'];

/**
 * The columns of live entries that the query being answered needs, and no others; in one order, whatever the order of fields.
 * @param paths where below the field being resolved the entries stand, see {@link columnsAt}
 * @param besides columns that are needed beside what the query asks for
 */
export function selectedColumns(
  info: GraphQLResolveInfo,
  { paths, besides = [] }: { readonly paths?: string[][]; readonly besides?: readonly string[] } = {},
): readonly string[] {
  return [...new Set([...ALWAYS, ...columnsAt(info, paths), ...besides])].sort();
}
