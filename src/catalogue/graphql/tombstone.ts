import type { Tombstone } from '../../generated/prisma/client.ts';
import { builder } from '../../graphql/builder.ts';
import { chooseLocale } from '../../graphql/context.ts';
import { LocalizedInterface, localeArgument, requiredTextOf } from '../../graphql/localized.ts';
import type { KindName } from '../kinds/registry.ts';
import { visibleTo } from '../reads/visibility.ts';
import { CatalogueEntryRef } from './catalogueEntry.ts';
import { loadEntries } from './entryLoader.ts';
import { EntryKindEnum } from './shared.ts';

const TombstoneRef = builder.objectRef<Tombstone>('Tombstone').implement({
  description: 'What is left of an entry that was withdrawn.',
  interfaces: [LocalizedInterface],
  fields: (t) => ({
    kind: t.field({ type: EntryKindEnum, description: 'Kind of the entry.', resolve: ({ kind }) => kind as KindName }),
    slug: t.exposeString('slug', { description: 'Slug of the entry.' }),
    title: t.string({
      description: 'Title that it had.',
      resolve: ({ title }, _args, context, info) => requiredTextOf(title, context, info),
    }),
    reason: t.string({
      description: 'Why it was withdrawn.',
      resolve: ({ reason }, _args, context, info) => requiredTextOf(reason, context, info),
    }),
    withdrawnAt: t.expose('withdrawnAt', { type: 'DateTime', description: 'When it was withdrawn.' }),
    redirectTo: t.field({
      type: CatalogueEntryRef,
      nullable: true,
      description: 'The entry to look at instead, if there is one that the reader may see.',
      resolve: async ({ redirectToId }, _args, context, info) =>
        redirectToId ? ((await loadEntries([redirectToId], context, info))[0] ?? null) : null,
    }),
  }),
});

builder.queryField('tombstone', (t) =>
  t.field({
    authScopes: { may: 'entry.readPublic' },
    type: TombstoneRef,
    nullable: true,
    description: 'What became of an entry that was published once; null when it was not withdrawn.',
    args: {
      kind: t.arg({ type: EntryKindEnum, required: true, description: 'Kind of the entry.' }),
      slug: t.arg.string({ required: true, description: 'Slug of the entry.' }),
      locale: t.arg({ type: 'Locale', ...localeArgument }),
    },
    resolve: (_root, { kind, slug, locale }, context, info) => {
      chooseLocale(context, info, locale);
      return context.live.tombstone.findFirst({ where: { kind, slug, ...visibleTo(context.viewer) } });
    },
  }),
);
