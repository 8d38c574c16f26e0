/** The lookup and the connection that every kind has. */
import type { ObjectRef } from '@pothos/core';
import type { GraphQLResolveInfo } from 'graphql';
import type { LiveEntry } from '../../generated/prisma/client.ts';
import { type BuilderTypes, builder } from '../../graphql/builder.ts';
import {
  COUNTED,
  type Connection,
  connectionTypes,
  type Order,
  type PageArguments,
  planPage,
  toConnection,
} from '../../graphql/connection.ts';
import { type Context, chooseScope } from '../../graphql/context.ts';
import { asOfArgument, localeArgument } from '../../graphql/localized.ts';
import { fieldsAt } from '../../graphql/lookahead.ts';
import { kindOf } from '../kinds/registry.ts';
import { entriesAt } from '../reads/entrySource.ts';
import { type EntryConditions, type EntryFilter, entryWhere } from './entryFilter.ts';
import { selectedColumns } from './selection.ts';

const ORDER_COLUMNS = { TITLE: 'titleKey', UPDATED_AT: 'updatedAt', PUBLISHED_AT: 'publishedAt' } as const;

const EntryOrderField = builder.enumType('EntryOrderField', {
  description: 'What entries can be ordered by.',
  values: {
    TITLE: { description: 'Czech title, in the order of the Czech alphabet.' },
    UPDATED_AT: { description: 'When it was changed last.' },
    PUBLISHED_AT: { description: 'When the present version was published.' },
  } satisfies Record<keyof typeof ORDER_COLUMNS, object>,
});

const OrderDirection = builder.enumType('OrderDirection', {
  description: 'Direction of an order.',
  values: {
    ASC: { description: 'From the first or the oldest.' },
    DESC: { description: 'From the last or the newest.' },
  },
});

interface EntryOrder {
  readonly field: keyof typeof ORDER_COLUMNS;
  readonly direction: 'ASC' | 'DESC';
}

export const EntryOrderInput = builder.inputRef<EntryOrder>('EntryOrder').implement({
  description: 'An order of entries.',
  fields: (t) => ({
    field: t.field({ type: EntryOrderField, required: true, description: 'What to order by.' }),
    direction: t.field({ type: OrderDirection, required: true, description: 'In which direction.' }),
  }),
});

/** Where the entries stand in a connection. */
const PAGE_PATHS = [['nodes'], ['edges', 'node']];

/** Arguments of a list of entries. */
export interface EntryListArguments<Own> extends PageArguments {
  readonly filter?: (EntryConditions & Own) | null | undefined;
  readonly orderBy?: EntryOrder | null | undefined;
}

/** Fields of a connection that need the number of all rows. */
const COUNTS = ['totalCount', 'totalCountIsExact'];

/**
 * A page of live entries that the viewer may see; `kind` null for all kinds. One statement, and one for the number of all; with a filter
 * both are found by one, unless there are too many.
 */
export async function listEntries<Own extends object>(
  kind: string | null,
  filter: EntryFilter<Own>,
  args: EntryListArguments<Own>,
  context: Context,
  info: GraphQLResolveInfo,
): Promise<Connection<LiveEntry>> {
  const order = toOrder(args.orderBy);
  const page = planPage(args, order);
  const conditions = [kind ? { kind } : {}, await entryWhere(filter, args.filter, context)];
  const entries = entriesAt(context, info, { kind: kind ?? '*' });
  const columns = selectedColumns(info, { paths: PAGE_PATHS, besides: [order.column] });
  const all = { AND: conditions };
  const isCounted = fieldsAt(info).some(({ name }) => COUNTS.includes(name));
  const counted = args.filter && isCounted ? await entries.findCounted({ ...page.query, columns, all }, COUNTED) : null;
  const rows =
    counted?.rows ?? (await entries.findMany({ ...page.query, columns, where: { AND: [all, page.query.where] } }));
  return toConnection(page, rows, async () => counted?.count ?? entries.count(all, COUNTED));
}

function toOrder(orderBy: EntryOrder | null | undefined): Order {
  if (!orderBy) return { column: ORDER_COLUMNS.TITLE, direction: 'asc' };
  const holds = orderBy.field === 'TITLE' ? 'sortKey' : 'instant';
  return { column: ORDER_COLUMNS[orderBy.field], holds, direction: orderBy.direction === 'ASC' ? 'asc' : 'desc' };
}

/** The live entry of the kind with the slug, if the viewer may see it. */
async function findEntry(kind: string, slug: string, context: Context, info: GraphQLResolveInfo) {
  const wanted = { columns: selectedColumns(info), where: { kind, slug }, take: 1 };
  const [row] = await entriesAt(context, info, null).findMany(wanted);
  // One that is not there may come as any entry of the kind.
  context.uses.note(row ? `entry:${row.id}` : `kind:${kind}`);
  return row ?? null;
}

/** A kind's place in the queries. */
export interface EntryQueries<Own> {
  readonly kind: string;
  /** The kind's GraphQL object. */
  readonly type: object;
  readonly singular: string;
  readonly plural: string;
  /** What the entries are called in descriptions. */
  readonly noun: { readonly one: string; readonly many: string };
  readonly filter: EntryFilter<Own>;
}

/** Adds the lookup by slug and the connection of a kind. */
export function addEntryQueries<Own extends object>(queries: EntryQueries<Own>): void {
  const { kind, singular, plural, noun, filter } = queries;
  // Each kind's ref knows only the columns that its type always selects; here all of them count as one.
  const type = queries.type as ObjectRef<BuilderTypes, LiveEntry>;
  builder.queryFields((t) => ({
    [singular]: t.field({
      authScopes: { may: 'entry.readPublic' },
      type,
      nullable: true,
      description: `The ${noun.one} with the given slug; null when there is none that the reader may see.`,
      args: {
        slug: t.arg.string({ required: true, description: `Slug of the ${noun.one}.` }),
        asOf: t.arg({ type: 'DateTime', ...asOfArgument }),
        locale: t.arg({ type: 'Locale', ...localeArgument }),
      },
      resolve: (_root, { slug, locale, asOf }, context, info) => {
        chooseScope(context, info, { locale, asOf });
        return findEntry(kind, slug, context, info);
      },
    }),
    [plural]: t.connection(
      {
        authScopes: { may: 'entry.readPublic' },
        type,
        nullable: true,
        description: `Published ${noun.many} that the reader may see, by Czech title unless ordered otherwise.`,
        args: {
          filter: t.arg({ type: filter.input, description: `Which ${noun.many} to list; all when left out.` }),
          orderBy: t.arg({
            type: EntryOrderInput,
            description: 'Order of the list; by title, ascending, when left out.',
          }),
          asOf: t.arg({ type: 'DateTime', ...asOfArgument }),
          locale: t.arg({ type: 'Locale', ...localeArgument }),
        },
        resolve: (_root, { locale, asOf, ...args }, context, info) => {
          chooseScope(context, info, { locale, asOf });
          return listEntries(kind, filter, args as EntryListArguments<Own>, context, info);
        },
      },
      ...connectionTypes(kindOf(kind).typeName, noun.many),
    ),
  }));
}
