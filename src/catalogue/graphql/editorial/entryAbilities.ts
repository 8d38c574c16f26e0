/** What whoever asks can do with an entry, so that front ends show only what will work. */
import DataLoader from 'dataloader';
import { builder } from '../../../graphql/builder.ts';
import { type Context, editorial, loaderOf } from '../../../graphql/context.ts';
import { may } from '../../../kernel/permissions.ts';
import { type Abilities, abilitiesOf, NOTHING, STANDING_STATES, type Standing } from '../../abilities.ts';
import type { VersionState } from '../../lifecycle.ts';
import { CatalogueEntryRef } from '../catalogueEntry.ts';
import { EditorialEntryRef } from './types.ts';

const EntryAbilitiesRef = builder.objectRef<Abilities>('EntryAbilities').implement({
  description:
    'What the viewer can do with an entry as it stands now: their roles, its state and its authors allow it.',
  fields: (t) => ({
    edit: t.exposeBoolean('edit', { description: 'Change its draft, or begin one.' }),
    submit: t.exposeBoolean('submit', { description: 'Submit its draft for review.' }),
    approve: t.exposeBoolean('approve', {
      description: 'Approve its version in review; never what the viewer wrote in.',
    }),
    publish: t.exposeBoolean('publish', { description: 'Publish its approved or scheduled version.' }),
    withdraw: t.exposeBoolean('withdraw', { description: 'Withdraw what readers see of it.' }),
  }),
});

const viewerCan = {
  type: EntryAbilitiesRef,
  description: 'What the viewer can do with it now; nothing for who is no editor.',
} as const;

builder.objectField(EditorialEntryRef, 'viewerCan', (t) =>
  t.field({ ...viewerCan, resolve: ({ id }, _args, context) => abilitiesIn(context, id) }),
);

builder.prismaInterfaceField(CatalogueEntryRef, 'viewerCan', (t) =>
  t.field({ ...viewerCan, resolve: ({ id }, _args, context) => abilitiesIn(context, id) }),
);

/** One statement for all entries of an answer, and none for who is no editor. */
function abilitiesIn(context: Context, entryId: string): Abilities | Promise<Abilities> {
  if (!may(context.viewer, 'entry.readDrafts')) return NOTHING;
  const loader = loaderOf(context, 'standing of entries', () => {
    return new DataLoader(async (ids: readonly string[]) => {
      const versions = await editorial(context).version.findMany({
        where: { entryId: { in: [...ids] }, state: { in: [...STANDING_STATES] } },
        select: { entryId: true, state: true, authors: true },
      });
      return ids.map((id) => standingOf(versions.filter((version) => version.entryId === id)));
    });
  });
  return loader.load(entryId).then((standing) => abilitiesOf(context.viewer, standing));
}

function standingOf(versions: readonly { readonly state: string; readonly authors: string[] }[]): Standing {
  const open = versions.find(({ state }) => state !== 'PUBLISHED');
  return {
    open: open ? { state: open.state as VersionState, authors: open.authors } : null,
    isLive: versions.some(({ state }) => state === 'PUBLISHED'),
  };
}
