/** Filters of entries: conditions that all kinds share, and room for a kind's own. */
import type { InputFieldBuilder, InputFieldRef } from '@pothos/core';
import { type BuilderTypes, builder } from '../../graphql/builder.ts';
import type { Context } from '../../graphql/context.ts';
import {
  type Combinators,
  composeFilter,
  type DateTimeRange,
  DateTimeRangeInput,
  inRange,
  isOneOf,
} from '../../graphql/filter.ts';
import type { Uses } from '../../graphql/uses.ts';
import { decodeGlobalId } from '../../kernel/ids.ts';
import {
  type OrganizationConditions,
  OrganizationFilter,
  organizationWhere,
} from '../../organizations/graphql/organizationFilter.ts';
import type { Category, Territory } from '../../organizations/referenceData.ts';
import { containing, within } from '../../organizations/territoryTree.ts';
import { kindOfType } from '../kinds/registry.ts';
import { term } from '../terms.ts';

interface TerritoryReach {
  readonly slugs: string[];
  readonly includeContaining?: boolean | null;
  readonly includeWithin?: boolean | null;
  readonly includeNationwide?: boolean | null;
}

const TerritoryReachInput = builder.inputRef<TerritoryReach>('TerritoryReach').implement({
  description: 'Which territories an entry may be meant for.',
  fields: (t) => ({
    slugs: t.stringList({ required: true, description: 'Slugs of territories.' }),
    includeContaining: t.boolean({ description: 'Also what is meant for a territory around one of them.' }),
    includeWithin: t.boolean({ description: 'Also what is meant for a territory inside one of them.' }),
    includeNationwide: t.boolean({ description: 'Also what is meant for the whole state.' }),
  }),
});

/** Conditions that entries of all kinds have. */
export interface EntryConditions extends Combinators<EntryConditions> {
  ids?: string[] | null;
  slugs?: string[] | null;
  organization?: OrganizationConditions | null;
  categorySlugs?: string[] | null;
  territory?: TerritoryReach | null;
  isDemonstration?: boolean | null;
  updated?: DateTimeRange | null;
  published?: DateTimeRange | null;
}

type InputFields = InputFieldBuilder<BuilderTypes, 'InputObject'>;
type FieldMap = Record<string, InputFieldRef<BuilderTypes, unknown>>;

/**
 * Terms that a kind's own conditions ask for. Each inner list is one condition: an entry must have at least one of its
 * terms.
 */
export type TermsOf<Own> = (own: Own) => (string[] | null | undefined)[];

/** A filter input of entries, and the conditions of its own fields. */
export interface EntryFilter<Own = object> {
  readonly input: ReturnType<typeof builder.inputRef<EntryConditions & Own>>;
  readonly terms: TermsOf<Own>;
}

/** Defines the filter input `name`; `own` adds a kind's fields, `terms` says which terms they ask for. */
export function defineEntryFilter<Own extends object>(
  name: string,
  description: string,
  own: (t: InputFields) => FieldMap,
  terms: TermsOf<Own>,
): EntryFilter<Own> {
  const input = builder.inputRef<EntryConditions & Own>(name);
  input.implement({
    description,
    fields: (t) =>
      ({
        and: t.field({ type: [input], description: 'All of these hold too.' }),
        or: t.field({ type: [input], description: 'At least one of these holds too.' }),
        not: t.field({ type: input, description: 'This does not hold.' }),
        ids: t.idList({ description: 'With one of these global ids.' }),
        slugs: t.stringList({ description: 'With one of these slugs.' }),
        organization: t.field({ type: OrganizationFilter, description: 'Provided by such an organization.' }),
        categorySlugs: t.stringList({ description: 'In at least one of the categories with these slugs.' }),
        territory: t.field({ type: TerritoryReachInput, description: 'Meant for such a territory.' }),
        isDemonstration: t.boolean({
          description: 'With values invented for demonstration (true) or without (false).',
        }),
        updated: t.field({ type: DateTimeRangeInput, description: 'Changed in this span.' }),
        published: t.field({
          type: DateTimeRangeInput,
          description: 'Published, in the present version, in this span.',
        }),
        ...own(t as unknown as InputFields),
      }) as never,
  });
  return { input, terms };
}

/** The database condition of a filter. */
export async function entryWhere<Own extends object>(
  { terms }: EntryFilter<Own>,
  filter: (EntryConditions & Own) | null | undefined,
  { references, uses }: Context,
): Promise<object> {
  if (!filter) return {};
  const [categories, territories] = await Promise.all([references.categories(), references.territories()]);
  return composeFilter<EntryConditions>(filter, (one) => [
    ...(one.ids ? [{ OR: one.ids.map(entryWithId) }] : []),
    ...isOneOf('slug', one.slugs),
    ...(one.organization ? [providedBy(one.organization, uses)] : []),
    ...hasTerm(one.categorySlugs && categoryTerms(one.categorySlugs, categories)),
    ...(one.territory ? [territoryWhere(one.territory, territories)] : []),
    ...(typeof one.isDemonstration === 'boolean' ? hasTerm([term('demonstration', String(one.isDemonstration))]) : []),
    ...inRange('updatedAt', one.updated),
    ...inRange('publishedAt', one.published),
    ...terms(one as unknown as Own).flatMap(hasTerm),
  ]);
}

function providedBy(organization: OrganizationConditions, uses: Uses): object {
  uses.note('organization:*');
  return { organization: organizationWhere(organization) };
}

function entryWithId(globalId: string): object {
  const { typeName, id } = decodeGlobalId(globalId);
  return { id, kind: kindOfType(typeName)?.name ?? typeName };
}

function hasTerm(terms: string[] | null | undefined): object[] {
  return terms ? [{ terms: { hasSome: terms } }] : [];
}

function categoryTerms(slugs: readonly string[], categories: ReadonlyMap<string, Category>): string[] {
  return [...categories.values()].filter(({ slug }) => slugs.includes(slug)).map(({ id }) => term('category', id));
}

function territoryWhere(reach: TerritoryReach, territories: ReadonlyMap<string, Territory>): object {
  const named = [...territories.values()].filter(({ slug }) => reach.slugs.includes(slug)).map(({ id }) => id);
  const reached = [
    ...named,
    ...(reach.includeContaining ? named.flatMap((id) => containing(territories, id)) : []),
    ...(reach.includeWithin ? named.flatMap((id) => within(territories, id)) : []),
  ];
  const meant = { terms: { hasSome: [...new Set(reached)].map((id) => term('territory', id)) } };
  return reach.includeNationwide ? { OR: [meant, { territoryId: null }] } : meant;
}
