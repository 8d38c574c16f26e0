/** Releases: versions that are published together or not at all. */
import DataLoader from 'dataloader';
import type { Release } from '../../../generated/prisma/client.ts';
import { builder } from '../../../graphql/builder.ts';
import { connectionTypes, type Order, planPage, toConnection } from '../../../graphql/connection.ts';
import { type Context, editorial, loaderOf } from '../../../graphql/context.ts';
import { enumValues } from '../../../graphql/enumValues.ts';
import { isOneOf } from '../../../graphql/filter.ts';
import type { Issue } from '../../../kernel/errors.ts';
import { idOf } from '../../../kernel/ids.ts';
import { RELEASE_JOB } from '../../jobs.ts';
import type { ReleaseState } from '../../releaseLifecycle.ts';
import type { VersionRow } from '../../workingRows.ts';
import { EntryVersionRef } from './types.ts';

const STATE_DESCRIPTIONS: Record<ReleaseState, string> = {
  OPEN: 'Being put together: versions can be added and removed.',
  SCHEDULED: 'To be published at a set time; its versions stay as they are until then.',
  PUBLISHED: 'Published, all of it.',
  DISCARDED: 'Given up.',
};

const ReleaseStateEnum = builder.enumType('ReleaseState', {
  description: 'States in the life of a release.',
  values: enumValues(STATE_DESCRIPTIONS),
});

export const ReleaseRef = builder.objectRef<Release>('Release');

builder.node(ReleaseRef, {
  authScopes: { may: 'entry.readDrafts' },
  description: 'A named set of versions, at most one of an entry, that are published together or not at all.',
  id: { resolve: ({ id }) => id },
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What it is called.' }),
    state: t.field({
      type: ReleaseStateEnum,
      description: 'Where in its life it is.',
      resolve: ({ state }) => state as never,
    }),
    revision: t.exposeInt('revision', { description: 'Grows with every change: pass it as `expectedRevision`.' }),
    versions: t.field({
      type: [EntryVersionRef],
      description: 'Its versions, by kind and slug of their entries.',
      resolve: ({ id }, _args, context) => versionsLoader(context).load(id),
    }),
    author: t.exposeString('author', { description: 'Pseudonym of whoever began it.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was begun.' }),
    publishAt: t.expose('publishAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it is to be published, if it is scheduled.',
    }),
    publishedAt: t.expose('publishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was published; null while it is not.',
    }),
    publishError: t.string({
      nullable: true,
      description: 'Why it could not be published when its time came, if so; that is tried again from time to time.',
      resolve: async ({ id, state }, _args, context) => {
        const where = { kind: RELEASE_JOB, subject: id, doneAt: null };
        return state === 'SCHEDULED' ? ((await editorial(context).job.findFirst({ where }))?.lastError ?? null) : null;
      },
    }),
  }),
});

builder.objectField(EntryVersionRef, 'release', (t) =>
  t.field({
    type: ReleaseRef,
    nullable: true,
    description: 'The release that it is in, if any.',
    resolve: ({ releaseId }, _args, context) => releaseOf(context, releaseId),
  }),
);

/** The release with the id, if there is one; all that one answer shows are read together. */
export function releaseOf(context: Context, id: string | null): Promise<Release | null> | null {
  const loader = loaderOf(context, 'releases', () => {
    return new DataLoader(async (ids: readonly string[]) => {
      const found = await editorial(context).release.findMany({ where: { id: { in: [...ids] } } });
      const byId = new Map(found.map((release) => [release.id, release]));
      return ids.map((one) => byId.get(one) ?? null);
    });
  });
  return id === null ? null : loader.load(id);
}

function versionsLoader(context: Context): DataLoader<string, VersionRow[]> {
  return loaderOf(context, 'versions of releases', () => {
    return new DataLoader(async (ids: readonly string[]) => {
      const found = await editorial(context).version.findMany({
        where: { releaseId: { in: [...ids] } },
        include: { entry: true },
        orderBy: [{ entry: { kind: 'asc' } }, { entry: { slug: 'asc' } }],
      });
      return ids.map((id) => found.filter(({ releaseId }) => releaseId === id));
    });
  });
}

/** The id of a release from its global id. */
export const releaseIdOf = (globalId: string, path?: Issue['path']): string => idOf('Release', globalId, path);

const ReleaseFilter = builder.inputRef<{ states?: string[] | null }>('ReleaseFilter').implement({
  description: 'Which releases to list.',
  fields: (t) => ({
    states: t.field({ type: [ReleaseStateEnum], description: 'In one of these states.' }),
  }),
});

const NEWEST: Order = { column: 'createdAt', holds: 'instant', direction: 'desc' };

builder.queryFields((t) => ({
  release: t.field({
    authScopes: { may: 'entry.readDrafts' },
    type: ReleaseRef,
    nullable: true,
    description: 'The release with the given id; null when there is none. For editors.',
    args: { id: t.arg.id({ required: true, description: 'Global id of the release.' }) },
    resolve: (_root, { id }, context) => editorial(context).release.findUnique({ where: { id: releaseIdOf(id) } }),
  }),
  releases: t.connection(
    {
      authScopes: { may: 'entry.readDrafts' },
      type: ReleaseRef,
      nullable: true,
      description: 'Releases, the newest first. For editors.',
      args: { filter: t.arg({ type: ReleaseFilter, description: 'Which releases to list; all when left out.' }) },
      resolve: async (_root, { filter, ...args }, context) => {
        const { release } = editorial(context);
        const where = { AND: isOneOf('state', filter?.states) };
        const page = planPage(args, NEWEST);
        const found = await release.findMany({ ...page.query, where: { AND: [where, page.query.where] } });
        return toConnection(page, found, (take) => release.count({ where, take }));
      },
    },
    ...connectionTypes('Release', 'releases'),
  ),
}));
