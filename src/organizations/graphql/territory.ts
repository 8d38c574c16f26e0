import { builder } from '../../graphql/builder.ts';
import { connectionTypes } from '../../graphql/connection.ts';
import { chooseLocale } from '../../graphql/context.ts';
import { type Combinators, composeFilter, isOneOf } from '../../graphql/filter.ts';
import { LocalizedInterface, localeArgument } from '../../graphql/localized.ts';
import { withHeld } from '../../kernel/held.ts';
import type { TERRITORY_LEVELS } from '../content.ts';
import { listByName } from '../reads/listByName.ts';
import type { Territory } from '../referenceData.ts';
import { NamedInterface } from './named.ts';

export const TerritoryLevelEnum = builder.enumType('TerritoryLevel', {
  description: 'Levels of territories.',
  values: {
    STATE: { description: 'The whole Czech Republic.' },
    REGION: { description: 'A region (kraj), NUTS 3.' },
    MUNICIPALITY: { description: 'A municipality (obec).' },
  } satisfies Record<(typeof TERRITORY_LEVELS)[number], object>,
});

export const TerritoryRef = builder.objectRef<Territory>('Territory');

builder.node(TerritoryRef, {
  description: 'The state, a region or a municipality that a service is meant for.',
  interfaces: [NamedInterface, LocalizedInterface],
  id: { resolve: ({ id }) => id },
  fields: (t) => ({
    level: t.field({
      type: TerritoryLevelEnum,
      description: 'Whether it is the state, a region or a municipality.',
      resolve: ({ level }) => level as (typeof TERRITORY_LEVELS)[number],
    }),
    ruianCode: t.exposeString('ruianCode', {
      nullable: true,
      description: 'Code of a municipality in the register of territorial identification (RÚIAN).',
    }),
    nutsCode: t.exposeString('nutsCode', { nullable: true, description: 'NUTS code of the state or of a region.' }),
    parent: t.field({
      type: TerritoryRef,
      nullable: true,
      description: 'The territory around it: the region of a municipality, the state of a region.',
      resolve: ({ parentId }, _args, { references }) =>
        parentId ? withHeld(references.territories(), (territories) => territories.get(parentId) ?? null) : null,
    }),
  }),
});

interface TerritoryConditions extends Combinators<TerritoryConditions> {
  levels?: (typeof TERRITORY_LEVELS)[number][] | null;
  slugs?: string[] | null;
  parentSlugs?: string[] | null;
  ruianCodes?: string[] | null;
  nutsCodes?: string[] | null;
}

const TerritoryFilter = builder.inputRef<TerritoryConditions>('TerritoryFilter');
TerritoryFilter.implement({
  description: 'Which territories to list; all the conditions given hold together.',
  fields: (t) => ({
    and: t.field({ type: [TerritoryFilter], description: 'All of these hold too.' }),
    or: t.field({ type: [TerritoryFilter], description: 'At least one of these holds too.' }),
    not: t.field({ type: TerritoryFilter, description: 'This does not hold.' }),
    levels: t.field({ type: [TerritoryLevelEnum], description: 'Of one of these levels.' }),
    slugs: t.stringList({ description: 'With one of these slugs.' }),
    parentSlugs: t.stringList({ description: 'Directly inside the territory with one of these slugs.' }),
    ruianCodes: t.stringList({ description: 'With one of these RÚIAN codes.' }),
    nutsCodes: t.stringList({ description: 'With one of these NUTS codes.' }),
  }),
});

builder.queryFields((t) => ({
  territory: t.field({
    authScopes: { may: 'entry.readPublic' },
    type: TerritoryRef,
    nullable: true,
    description: 'The territory with the given slug; null when there is none.',
    args: {
      slug: t.arg.string({ required: true, description: 'Slug of the territory.' }),
      locale: t.arg({ type: 'Locale', ...localeArgument }),
    },
    resolve: async (_root, { slug, locale }, context, info) => {
      chooseLocale(context, info, locale);
      const territories = await context.references.territories();
      return [...territories.values()].find((territory) => territory.slug === slug) ?? null;
    },
  }),
  territories: t.connection(
    {
      authScopes: { may: 'entry.readPublic' },
      type: TerritoryRef,
      nullable: true,
      description: 'Territories in the Czech order of their names.',
      args: {
        filter: t.arg({ type: TerritoryFilter, description: 'Which territories to list; all when left out.' }),
        locale: t.arg({ type: 'Locale', ...localeArgument }),
      },
      resolve: (_root, { filter, locale, ...page }, context, info) => {
        chooseLocale(context, info, locale);
        return listByName(context.live.territory, page, composeFilter(filter, conditions));
      },
    },
    ...connectionTypes('Territory', 'territories'),
  ),
}));

function conditions(filter: TerritoryConditions): object[] {
  return [
    ...isOneOf('level', filter.levels),
    ...isOneOf('slug', filter.slugs),
    ...isOneOf('ruianCode', filter.ruianCodes),
    ...isOneOf('nutsCode', filter.nutsCodes),
    ...isOneOf('slug', filter.parentSlugs).map((parent) => ({ parent })),
  ];
}
