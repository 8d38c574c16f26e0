import { CatalogueEntryRef } from '../../catalogue/graphql/catalogueEntry.ts';
import { loadEntries } from '../../catalogue/graphql/entryLoader.ts';
import { TombstoneRef } from '../../catalogue/graphql/tombstone.ts';
import { kindOf } from '../../catalogue/kinds/registry.ts';
import { builder } from '../../graphql/builder.ts';
import { encodeGlobalId } from '../../kernel/ids.ts';
import type { ShownPin } from '../reads/ownPins.ts';

export const PinRef = builder.objectRef<ShownPin>('Pin').implement({
  description: 'A tile or a form that a person keeps at hand.',
  fields: (t) => ({
    entryId: t.field({
      type: 'ID',
      description: 'Global id of the entry, for moving and unpinning it; good for one that is withdrawn as well.',
      resolve: ({ entryId, kind }) => encodeGlobalId(kindOf(kind).typeName, entryId),
    }),
    entry: t.field({
      type: CatalogueEntryRef,
      nullable: true,
      description: 'The entry as it is now; null when it was withdrawn.',
      resolve: async ({ entryId }, _args, context, info) => (await loadEntries([entryId], context, info))[0] ?? null,
    }),
    tombstone: t.field({
      type: TombstoneRef,
      nullable: true,
      description: 'What became of the entry when it was withdrawn; null as long as it is published.',
      resolve: ({ tombstone }) => tombstone,
    }),
    createdAt: t.expose('pinnedAt', { type: 'DateTime', description: 'When it was pinned.' }),
  }),
});
