import { queryFromInfo } from '@pothos/plugin-prisma';
import type { GraphQLResolveInfo } from 'graphql';
import type { Prisma } from '../../generated/prisma/client.ts';
import type { Context } from '../../graphql/context.ts';

/** Where in the answer the entries stand, and what is needed beside what the query asks for. */
export interface SelectionOptions {
  readonly typeName?: string;
  readonly paths?: string[][];
  readonly select?: Prisma.LiveEntrySelect;
}

/** The columns of live entries that the query being answered needs, and no others. */
export function selectedColumns(
  context: Context,
  info: GraphQLResolveInfo,
  options: SelectionOptions = {},
): { select: Prisma.LiveEntrySelect } {
  return queryFromInfo({ context, info, ...options } as never) as { select: Prisma.LiveEntrySelect };
}
