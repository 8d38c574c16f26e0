import { FormDeploymentEnum } from '../../catalogue/kinds/form/graphql.ts';
import { builder } from '../../graphql/builder.ts';
import type { Context } from '../../graphql/context.ts';
import { LevelOfAssuranceEnum } from '../../identity/graphql/levelOfAssurance.ts';
import { DomainError } from '../../kernel/errors.ts';
import type { Held } from '../../kernel/held.ts';
import { LEVELS_OF_ASSURANCE } from '../../kernel/viewer.ts';
import { type OrganizationKind, OrganizationKindEnum } from '../../organizations/graphql/organizationFilter.ts';
import type { FacetName, SearchRequest } from '../engine.ts';
import { say } from '../messages.ts';
import { SearchKindEnum } from './searchKind.ts';

/** In the place of a level of assurance where no sign-in is needed. */
const NO_LEVEL = 'NONE';

/** Values in a filter at the most, in all its lists together. */
const MAX_VALUES = 200;

export interface SearchConditions {
  readonly kinds?: readonly string[] | null;
  readonly categorySlugs?: readonly string[] | null;
  readonly organizationKinds?: readonly OrganizationKind[] | null;
  readonly territorySlugs?: readonly string[] | null;
  readonly requiredLevels?: readonly string[] | null;
  readonly requiresSignIn?: boolean | null;
  readonly deployments?: readonly string[] | null;
  readonly cooperationTypeCodes?: readonly string[] | null;
}

export const SearchFilterInput = builder.inputRef<SearchConditions>('SearchFilter').implement({
  description: 'What to look among; all the conditions given hold together.',
  fields: (t) => ({
    kinds: t.field({ type: [SearchKindEnum], description: 'Of one of these kinds.' }),
    categorySlugs: t.stringList({ description: 'In at least one of the categories with these slugs.' }),
    organizationKinds: t.field({
      type: [OrganizationKindEnum],
      description: 'Organizations of one of these kinds, and what they provide.',
    }),
    territorySlugs: t.stringList({ description: 'Meant for one of the territories with these slugs.' }),
    requiredLevels: t.field({
      type: [LevelOfAssuranceEnum],
      description: 'Asking for one of these levels of assurance.',
    }),
    requiresSignIn: t.boolean({ description: 'Whether any level of assurance is asked for.' }),
    deployments: t.field({ type: [FormDeploymentEnum], description: 'Forms that are filled in there.' }),
    cooperationTypeCodes: t.stringList({
      description: 'Answering to one of these types of cooperation, such as TILE.',
    }),
  }),
});

/**
 * The engine's filter: values by facet, of which a document must have one of each.
 * @throws DomainError INVALID_INPUT for a filter that is too large
 */
export async function engineFilter(
  filter: SearchConditions | null | undefined,
  { references }: Context,
): Promise<SearchRequest['filter']> {
  if (!filter) return {};
  const count = Object.values(filter).reduce<number>(
    (sum, value) => sum + (Array.isArray(value) ? value.length : 1),
    0,
  );
  if (count > MAX_VALUES)
    throw new DomainError('INVALID_INPUT', say('A filter may have {max} values at the most.', { max: MAX_VALUES }));
  const idsOf = async (rows: Held<ReadonlyMap<string, { id: string; slug: string }>>, slugs: readonly string[]) =>
    [...(await rows).values()].filter(({ slug }) => slugs.includes(slug)).map(({ id }) => id);
  const { kinds, categorySlugs, organizationKinds, territorySlugs, deployments, cooperationTypeCodes } = filter;
  const asked: Partial<Record<FacetName, readonly string[] | null | undefined>> = {
    kind: kinds,
    category: categorySlugs && (await idsOf(references.categories(), categorySlugs)),
    organizationKind: organizationKinds,
    territory: territorySlugs && (await idsOf(references.territories(), territorySlugs)),
    level: levels(filter),
    deployment: deployments,
    cooperationType: cooperationTypeCodes,
  };
  return Object.fromEntries(Object.entries(asked).filter(([, values]) => values)) as SearchRequest['filter'];
}

/** Both conditions hold together: no level at all when they exclude each other. */
function levels({ requiredLevels, requiresSignIn }: SearchConditions): readonly string[] | null {
  if (typeof requiresSignIn !== 'boolean') return requiredLevels ?? null;
  const allowed: readonly string[] = requiresSignIn ? LEVELS_OF_ASSURANCE : [NO_LEVEL];
  return requiredLevels ? allowed.filter((level) => requiredLevels.includes(level)) : allowed;
}
