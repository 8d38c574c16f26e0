/** What editors ask: one entry, versions by state and author, translations that are behind. */
import { builder } from '../../../graphql/builder.ts';
import { connectionTypes, type Order, planPage, toConnection } from '../../../graphql/connection.ts';
import { type Context, chooseLocale, editorial } from '../../../graphql/context.ts';
import { type DateTimeRange, DateTimeRangeInput, inRange, isOneOf } from '../../../graphql/filter.ts';
import { localeArgument } from '../../../graphql/localized.ts';
import { kindOf } from '../../kinds/registry.ts';
import { EntryKindEnum } from '../shared.ts';
import { EditorialEntryRef, EntryVersionRef, VersionStateEnum } from './types.ts';

interface VersionConditions {
  states?: string[] | null;
  kinds?: string[] | null;
  slugs?: string[] | null;
  isMine?: boolean | null;
  awaitsMyReview?: boolean | null;
  hasStaleTexts?: boolean | null;
  changed?: DateTimeRange | null;
  publishAt?: DateTimeRange | null;
}

const EntryVersionFilter = builder.inputRef<VersionConditions>('EntryVersionFilter').implement({
  description: 'Which versions to list; all the conditions given hold together.',
  fields: (t) => ({
    states: t.field({ type: [VersionStateEnum], description: 'In one of these states.' }),
    kinds: t.field({ type: [EntryKindEnum], description: 'Of entries of one of these kinds.' }),
    slugs: t.stringList({ description: 'Of entries with one of these slugs.' }),
    isMine: t.boolean({ description: 'Written by the viewer (true) or by others alone (false).' }),
    awaitsMyReview: t.boolean({ description: 'In review and not written by the viewer: theirs to approve.' }),
    hasStaleTexts: t.boolean({ description: 'With translations that are older than their Czech source.' }),
    changed: t.field({ type: DateTimeRangeInput, description: 'Changed, or moved to another state, in this span.' }),
    publishAt: t.field({ type: DateTimeRangeInput, description: 'To be published in this span.' }),
  }),
});

function versionWhere(filter: VersionConditions | null | undefined, { viewer }: Context): object {
  if (!filter) return {};
  const mine = { authors: { has: viewer.actor } };
  const whenGiven = (value: boolean | null | undefined, condition: object) =>
    typeof value === 'boolean' ? [value ? condition : { NOT: condition }] : [];
  return {
    AND: [
      ...isOneOf('state', filter.states),
      ...isOneOf('kind', filter.kinds).map((entry) => ({ entry })),
      ...isOneOf('slug', filter.slugs).map((entry) => ({ entry })),
      ...whenGiven(filter.isMine, mine),
      ...whenGiven(filter.awaitsMyReview, { state: 'IN_REVIEW', NOT: mine }),
      ...whenGiven(filter.hasStaleTexts, { NOT: { stale: { equals: [] } } }),
      ...inRange('changedAt', filter.changed),
      ...inRange('publishAt', filter.publishAt),
    ],
  };
}

const NEWEST_CHANGE: Order = { column: 'changedAt', holds: 'instant', direction: 'desc' };

builder.queryFields((t) => ({
  editorialEntry: t.field({
    authScopes: { may: 'entry.readDrafts' },
    type: EditorialEntryRef,
    nullable: true,
    description: 'An entry as its editors see it; null when there is none. For editors.',
    args: {
      kind: t.arg({ type: EntryKindEnum, required: true, description: 'Kind of the entry.' }),
      slug: t.arg.string({ required: true, description: 'Slug of the entry.' }),
      locale: t.arg({ type: 'Locale', ...localeArgument }),
    },
    resolve: (_root, { kind, slug, locale }, context, info) => {
      chooseLocale(context, info, locale);
      return editorial(context).entry.findUnique({ where: { kind_slug: { kind: kindOf(kind).name, slug } } });
    },
  }),
  entryVersions: t.connection(
    {
      authScopes: { may: 'entry.readDrafts' },
      type: EntryVersionRef,
      nullable: true,
      description: 'Versions of entries, the most recently changed first. For editors.',
      args: {
        filter: t.arg({ type: EntryVersionFilter, description: 'Which versions to list; all when left out.' }),
        locale: t.arg({ type: 'Locale', ...localeArgument }),
      },
      resolve: async (_root, { filter, locale, ...args }, context, info) => {
        chooseLocale(context, info, locale);
        const { version } = editorial(context);
        const where = versionWhere(filter, context);
        const page = planPage(args, NEWEST_CHANGE);
        const query = { ...page.query, where: { AND: [where, page.query.where] }, include: { entry: true } };
        return toConnection(page, await version.findMany(query), (take) => version.count({ where, take }));
      },
    },
    ...connectionTypes('EntryVersion', 'versions'),
  ),
}));
