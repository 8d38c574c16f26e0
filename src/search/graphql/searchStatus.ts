import { builder } from '../../graphql/builder.ts';
import type { SearchStatus } from '../service.ts';

const SearchStatusRef = builder.objectRef<SearchStatus>('SearchStatus').implement({
  authScopes: { may: 'search.readStatus' },
  description: 'How search is.',
  fields: (t) => ({
    engine: t.exposeString('engine', { description: 'Name of the engine that answers now.' }),
    degraded: t.exposeBoolean('degraded', {
      description: 'Whether it answers in the place of the chosen one, or its index is not filled yet.',
    }),
    documents: t.exposeInt('documents', { description: 'How many entries and organizations the index holds.' }),
    lag: t.exposeFloat('lag', {
      description: 'Seconds since the oldest change that is not in the index yet; 0 when everything is.',
    }),
    lastReconciled: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the index was filled from the database or compared with it last.',
      resolve: ({ reconciledAt }) => reconciledAt,
    }),
    repaired: t.exposeInt('repaired', {
      description: 'How many documents that comparison found wrong and made right.',
    }),
    analyzerVersion: t.exposeString('analyzerVersion', {
      description: 'Version of the rules that words are cut down by.',
    }),
  }),
});

builder.queryField('searchStatus', (t) =>
  t.field({
    authScopes: { may: 'search.readStatus' },
    type: SearchStatusRef,
    nullable: true,
    description: 'How search is. For operators.',
    resolve: (_root, _args, { search }) => search.status(),
  }),
);
