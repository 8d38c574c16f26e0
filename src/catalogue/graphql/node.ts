/** Reading any object again by its global id. */
import { brandWithType } from '@pothos/core';
import type { GraphQLResolveInfo } from 'graphql';
import { builder } from '../../graphql/builder.ts';
import { type Context, chooseScope } from '../../graphql/context.ts';
import { asOfArgument, localeArgument } from '../../graphql/localized.ts';
import { nodeFinder } from '../../graphql/nodeFinders.ts';
import { findAccessRows, isAccessType } from '../../identity/graphql/nodes.ts';
import { findOwnSessions } from '../../identity/graphql/session.ts';
import { DomainError } from '../../kernel/errors.ts';
import { decodeGlobalId, encodeGlobalId, invalidId } from '../../kernel/ids.ts';
import { kindOfType } from '../kinds/registry.ts';
import { say } from '../messages.ts';
import { entriesAt } from '../reads/entrySource.ts';
import { findEditorialRows, isEditorialType } from './editorial/nodes.ts';
import { selectedColumns } from './selection.ts';

/** Ids that `nodes` takes at the most. */
const MAX_NODES = 100;

type Row = { id: string };

builder.queryFields((t) => ({
  node: t.field({
    authScopes: { may: 'entry.readPublic' },
    type: builder.nodeInterfaceRef(),
    nullable: true,
    description: 'The object with the given global id; null when there is none that the reader may see.',
    args: {
      id: t.arg.id({ required: true, description: 'Global id, as the API returned it.' }),
      asOf: t.arg({ type: 'DateTime', ...asOfArgument }),
      locale: t.arg({ type: 'Locale', ...localeArgument }),
    },
    resolve: async (_root, { id, locale, asOf }, context, info) => {
      chooseScope(context, info, { locale, asOf });
      return (await findNodes([id], context, info))[0] ?? null;
    },
  }),
  nodes: t.field({
    authScopes: { may: 'entry.readPublic' },
    type: [builder.nodeInterfaceRef()],
    nullable: { list: false, items: true },
    description:
      'The objects with the given global ids, each at the place of its id; null at the place of a missing one.',
    args: {
      ids: t.arg.idList({ required: true, description: `Global ids, ${MAX_NODES} at the most.` }),
      asOf: t.arg({ type: 'DateTime', ...asOfArgument }),
      locale: t.arg({ type: 'Locale', ...localeArgument }),
    },
    resolve: (_root, { ids, locale, asOf }, context, info) => {
      if (ids.length > MAX_NODES)
        throw new DomainError('INVALID_INPUT', say('Pass {max} ids at the most.', { max: MAX_NODES }));
      chooseScope(context, info, { locale, asOf });
      return findNodes(ids, context, info);
    },
  }),
}));

/** Objects at the places of their ids, read with one statement for each type among them. */
async function findNodes(ids: readonly string[], context: Context, info: GraphQLResolveInfo): Promise<(Row | null)[]> {
  const idsByType = new Map<string, string[]>();
  for (const { typeName, id } of ids.map((id) => decodeGlobalId(id))) {
    idsByType.set(typeName, [...(idsByType.get(typeName) ?? []), id]);
  }
  const found = new Map<string, Row>();
  for (const [typeName, wanted] of idsByType) {
    for (const row of await findRows(typeName, wanted, context, info)) {
      brandWithType(row, typeName as never);
      found.set(encodeGlobalId(typeName, row.id), row);
    }
  }
  return ids.map((id) => found.get(id) ?? null);
}

async function findRows(typeName: string, ids: string[], context: Context, info: GraphQLResolveInfo): Promise<Row[]> {
  const kind = kindOfType(typeName)?.name;
  if (kind) {
    const columns = selectedColumns(info);
    return entriesAt(context, info, { ids }).findMany({ columns, where: { kind, id: { in: ids } } });
  }
  const where = { id: { in: ids } };
  if (typeName === 'Organization') return context.live.organization.findMany({ where });
  if (typeName === 'Category') return context.live.category.findMany({ where });
  if (typeName === 'Territory') return context.live.territory.findMany({ where });
  if (isAccessType(typeName)) return findAccessRows(typeName, ids, context);
  if (typeName === 'Session') return findOwnSessions(context, ids);
  if (isEditorialType(typeName)) return findEditorialRows(typeName, ids, context);
  const find = nodeFinder(typeName);
  if (find) return find(context, ids);
  throw invalidId(say('The id is malformed: there is no such type of objects.'));
}
