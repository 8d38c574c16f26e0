/** Entries across kinds. */
import { builder } from '../../graphql/builder.ts';
import { connectionTypes } from '../../graphql/connection.ts';
import { chooseScope } from '../../graphql/context.ts';
import { asOfArgument, localeArgument } from '../../graphql/localized.ts';
import { LevelOfAssuranceEnum } from '../../identity/graphql/levelOfAssurance.ts';
import type { LevelOfAssurance } from '../../kernel/viewer.ts';
import { term } from '../terms.ts';
import { CatalogueEntryRef } from './catalogueEntry.ts';
import { type EntryListArguments, EntryOrderInput, listEntries } from './entryFields.ts';
import { defineEntryFilter } from './entryFilter.ts';
import { EntryKindEnum } from './shared.ts';

interface AnyEntryConditions {
  kinds?: string[] | null;
  requiredLevels?: LevelOfAssurance[] | null;
  cooperationTypeCodes?: string[] | null;
}

const filter = defineEntryFilter<AnyEntryConditions>(
  'CatalogueEntryFilter',
  'Which entries to list; all the conditions given hold together.',
  (t) => ({
    kinds: t.field({ type: [EntryKindEnum], description: 'Of one of these kinds.' }),
    requiredLevels: t.field({
      type: [LevelOfAssuranceEnum],
      description: 'Asking for one of these levels of assurance.',
    }),
    cooperationTypeCodes: t.stringList({
      description: 'Answering to one of these types of cooperation, such as TILE.',
    }),
  }),
  ({ kinds, requiredLevels, cooperationTypeCodes }) => [
    kinds?.map((kind) => term('kind', kind)),
    requiredLevels?.map((level) => term('level', level)),
    cooperationTypeCodes?.map((code) => term('cooperation', code)),
  ],
);

builder.queryField('entries', (t) =>
  t.connection(
    {
      authScopes: { may: 'entry.readPublic' },
      type: CatalogueEntryRef,
      nullable: true,
      description: 'Published entries of all kinds that the reader may see, by Czech title unless ordered otherwise.',
      args: {
        filter: t.arg({ type: filter.input, description: 'Which entries to list; all when left out.' }),
        orderBy: t.arg({
          type: EntryOrderInput,
          description: 'Order of the list; by title, ascending, when left out.',
        }),
        asOf: t.arg({ type: 'DateTime', ...asOfArgument }),
        locale: t.arg({ type: 'Locale', ...localeArgument }),
      },
      resolve: (_root, { locale, asOf, ...args }, context, info) => {
        chooseScope(context, info, { locale, asOf });
        return listEntries(null, filter, args as EntryListArguments<AnyEntryConditions>, context, info);
      },
    },
    ...connectionTypes('CatalogueEntry', 'entries'),
  ),
);
