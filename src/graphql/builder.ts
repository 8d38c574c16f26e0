/** The schema builder. It knows no types of the domain; every room's `graphql/` folder adds its own. */
import SchemaBuilder from '@pothos/core';
import PrismaPlugin from '@pothos/plugin-prisma';
import RelayPlugin from '@pothos/plugin-relay';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import type PrismaTypes from '../generated/pothos.ts';
import { getDatamodel } from '../generated/pothos.ts';
import { decodeGlobalId, encodeGlobalId } from '../kernel/ids.ts';
import { type Action, assertMay } from '../kernel/permissions.ts';
import { accessPlugin } from './accessPlugin.ts';
import type { Context } from './context.ts';
import { rowColumnsPlugin } from './rowColumnsPlugin.ts';

/** Scalars beyond those of the GraphQL specification; defined in `scalars.ts`. */
type Scalars = {
  DateTime: { Input: Date; Output: Date };
  Date: { Input: string; Output: string };
  URL: { Input: string; Output: string };
  Locale: { Input: string; Output: string };
  EmailAddress: { Input: string; Output: string };
  HTML: { Input: string; Output: string };
  Markdown: { Input: string; Output: string };
};

/** What every connection can tell of all its pages together. */
interface Counted {
  totalCount: () => Promise<number>;
  totalCountIsExact: () => Promise<boolean>;
}

interface SchemaTypes {
  Context: Context;
  PrismaTypes: PrismaTypes;
  AuthScopes: { may: Action };
  Scalars: Scalars;
  Connection: Counted;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: false;
  DefaultNodeNullability: false;
}

export const builder = new SchemaBuilder<SchemaTypes>({
  // First the outermost: who may not ask is told so before anything is resolved.
  plugins: [ScopeAuthPlugin, accessPlugin, RelayPlugin, PrismaPlugin, rowColumnsPlugin],
  scopeAuth: {
    authScopes: ({ viewer }) => ({
      may: (action) => {
        assertMay(viewer, action);
        return true;
      },
    }),
  },
  defaultFieldNullability: false,
  prisma: {
    client: (context) => context.live as never,
    dmmf: getDatamodel(),
  },
  relay: {
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    encodeGlobalID: (typename, id) => encodeGlobalId(typename, String(id)),
    decodeGlobalID: (globalId) => {
      const { typeName, id } = decodeGlobalId(globalId);
      return { typename: typeName, id };
    },
    nodeTypeOptions: { description: 'An object with a global id, that `node` and `nodes` find again.' },
    idFieldOptions: { description: 'Opaque global id: pass it to `node` or `nodes` to read the object again.' },
    edgesFieldOptions: { nullable: false, description: 'The rows of this page with their cursors.' },
    nodesOnConnection: { description: 'The rows of this page, for readers who need no cursor of each.' },
    nodeFieldOptions: { nullable: false, description: 'The row.' },
    cursorFieldOptions: { description: 'Place of the row in this order: pass it as `after` or `before`.' },
    pageInfoFieldOptions: { description: 'Whether there are further pages, and where they start.' },
    pageInfoTypeOptions: { description: 'Where a page lies in the whole list (Relay cursor connections).' },
    hasNextPageFieldOptions: { description: 'Whether rows follow after this page.' },
    hasPreviousPageFieldOptions: { description: 'Whether rows precede this page.' },
    startCursorFieldOptions: { description: 'Cursor of the first row of this page; null when it is empty.' },
    endCursorFieldOptions: { description: 'Cursor of the last row of this page; null when it is empty.' },
    firstArgOptions: {
      description:
        'How many rows from the start, or after `after`: 1 to 100, 20 when neither `first` nor `last` is given.',
    },
    lastArgOptions: { description: 'How many rows from the end, or before `before`: 1 to 100.' },
    afterArgOptions: { description: 'Cursor after which the page starts.' },
    beforeArgOptions: { description: 'Cursor before which the page ends.' },
    defaultConnectionTypeOptions: { description: 'A page of rows.' },
    defaultEdgeTypeOptions: { description: 'A row and its place in the list.' },
  },
});

/** Types of the builder, for functions that take its refs. */
export type BuilderTypes = (typeof builder)['$inferSchemaTypes'];

builder.globalConnectionFields((t) => ({
  totalCount: t.int({
    description:
      'How many rows the filter lets through on all pages together, counted when asked for, up to 10,000: where there are more, ' +
      '`totalCountIsExact` is false.',
    resolve: (connection) => (connection as unknown as Counted).totalCount(),
  }),
  totalCountIsExact: t.boolean({
    description: 'Whether there are exactly `totalCount` rows; false where there are more than are counted.',
    resolve: (connection) => (connection as unknown as Counted).totalCountIsExact(),
  }),
}));

builder.queryType({ description: 'Everything that can be read.' });
builder.mutationType({ description: 'Everything that can be changed.' });
