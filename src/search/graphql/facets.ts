/** Counts of what was found, by value. */
import type { GraphQLResolveInfo } from 'graphql';
import { enumName } from '../../catalogue/graphql/shared.ts';
import { builder } from '../../graphql/builder.ts';
import type { Context } from '../../graphql/context.ts';
import { textOf } from '../../graphql/localized.ts';
import type { FacetName } from '../engine.ts';

export const SearchFacetEnum = builder.enumType('SearchFacetName', {
  description: 'What counts can be asked for.',
  values: {
    KIND: { value: 'kind', description: 'Kind of what was found, as in `SearchKind`.' },
    CATEGORY: { value: 'category', description: 'Category; the value is its slug.' },
    ORGANIZATION_KIND: {
      value: 'organizationKind',
      description: 'Kind of the organization, as in `OrganizationKind`.',
    },
    TERRITORY: { value: 'territory', description: 'Territory that it is meant for; the value is its slug.' },
    REQUIRED_LEVEL: {
      value: 'level',
      description: 'Level of assurance that is asked for, as in `LevelOfAssurance`; NONE where no sign-in is needed.',
    },
    DEPLOYMENT: { value: 'deployment', description: 'Where a form is filled in, as in `FormDeployment`.' },
    COOPERATION_TYPE: { value: 'cooperationType', description: 'Type of cooperation; the value is its code.' },
  } as const satisfies Record<string, { value: FacetName; description: string }>,
});

/** A value and how many have it. */
interface FacetValue {
  readonly value: string;
  readonly label: object | null;
  readonly count: number;
}

export interface Facet {
  readonly facet: FacetName;
  readonly values: readonly FacetValue[];
}

const FacetValueRef = builder.objectRef<FacetValue>('SearchFacetValue').implement({
  description: 'A value, and how many of what was found have it.',
  fields: (t) => ({
    value: t.exposeString('value', { description: 'The value, as the filter takes it.' }),
    label: t.string({
      nullable: true,
      description: 'Its name for people, where it has one: categories and territories.',
      resolve: ({ label }, _args, context: Context, info: GraphQLResolveInfo) => textOf(label, context, info),
    }),
    count: t.exposeInt('count', { description: 'How many that the reader may see have it, the whole filter holding.' }),
  }),
});

export const FacetRef = builder.objectRef<Facet>('SearchFacet').implement({
  description: 'Counts of what was found, by value.',
  fields: (t) => ({
    facet: t.field({ type: SearchFacetEnum, description: 'What is counted.', resolve: ({ facet }) => facet }),
    values: t.field({
      type: [FacetValueRef],
      description: 'The values that were found, most frequent first.',
      resolve: ({ values }) => [...values],
    }),
  }),
});

/** The engine's counts as readers see them: slugs and names in the place of ids. */
export async function facetsOf(
  asked: readonly FacetName[],
  counts: Readonly<Partial<Record<FacetName, ReadonlyMap<string, number>>>>,
  { references }: Context,
): Promise<Facet[]> {
  const named = { category: await references.categories(), territory: await references.territories() };
  return [...new Set(asked)].map((facet) => {
    const rows = facet === 'category' || facet === 'territory' ? named[facet] : null;
    const values = [...(counts[facet] ?? [])].flatMap(([value, count]): FacetValue[] => {
      if (!rows) return [{ value: facet === 'kind' ? enumName(value) : value, label: null, count }];
      const row = rows.get(value);
      return row ? [{ value: row.slug, label: row.name as object, count }] : [];
    });
    const order = (one: FacetValue, other: FacetValue) => other.count - one.count || (one.value < other.value ? -1 : 1);
    return { facet, values: values.sort(order) };
  });
}
