import { builder } from '../../graphql/builder.ts';
import { type Combinators, composeFilter, isOneOf } from '../../graphql/filter.ts';
import type { ORGANIZATION_KINDS, ORGANIZATION_STATUSES } from '../content.ts';

export type OrganizationKind = (typeof ORGANIZATION_KINDS)[number];

export const OrganizationKindEnum = builder.enumType('OrganizationKind', {
  description: 'Kinds of organizations; the first four are the applicants that the cooperation brochure addresses.',
  values: {
    MUNICIPALITY: { description: 'A municipality (obec) or a city.' },
    REGION: { description: 'A region (kraj).' },
    CENTRAL_AUTHORITY: {
      description: 'A central administrative authority (ústřední správní úřad), ministries included.',
    },
    PRIVATE_LAW_DATA_USER: { description: 'A private-law data user (soukromoprávní uživatel údajů).' },
    OTHER_AUTHORITY: { description: 'A public authority that is none of the above.' },
    PUBLIC_INSTITUTION: { description: 'A school, a library, a health insurer and the like.' },
  } satisfies Record<OrganizationKind, object>,
});

export type OrganizationStatus = (typeof ORGANIZATION_STATUSES)[number];

export const OrganizationStatusEnum = builder.enumType('OrganizationStatus', {
  description: 'Whether an organization lasts.',
  values: {
    ACTIVE: { description: 'It lasts.' },
    CLOSED: { description: 'It has ended; entries may still be its own, and a successor may have taken over.' },
    MERGED: { description: 'It has become part of its successor, which has its entries.' },
  } satisfies Record<OrganizationStatus, object>,
});

export interface OrganizationConditions extends Combinators<OrganizationConditions> {
  kinds?: OrganizationKind[] | null;
  slugs?: string[] | null;
  icos?: string[] | null;
  territorySlugs?: string[] | null;
  statuses?: OrganizationStatus[] | null;
  isDemonstration?: boolean | null;
}

export const OrganizationFilter = builder.inputRef<OrganizationConditions>('OrganizationFilter');
OrganizationFilter.implement({
  description: 'Which organizations to take; all the conditions given hold together.',
  fields: (t) => ({
    and: t.field({ type: [OrganizationFilter], description: 'All of these hold too.' }),
    or: t.field({ type: [OrganizationFilter], description: 'At least one of these holds too.' }),
    not: t.field({ type: OrganizationFilter, description: 'This does not hold.' }),
    kinds: t.field({ type: [OrganizationKindEnum], description: 'Of one of these kinds.' }),
    slugs: t.stringList({ description: 'With one of these slugs.' }),
    icos: t.stringList({ description: 'With one of these IČO.' }),
    territorySlugs: t.stringList({ description: 'Of the territory with one of these slugs.' }),
    statuses: t.field({ type: [OrganizationStatusEnum], description: 'Of one of these statuses.' }),
    isDemonstration: t.boolean({ description: 'Invented for demonstration (true) or real (false).' }),
  }),
});

/** The database condition of an {@link OrganizationFilter}. */
export function organizationWhere(filter: OrganizationConditions | null | undefined): object {
  return composeFilter(filter, (one) => [
    ...isOneOf('kind', one.kinds),
    ...isOneOf('slug', one.slugs),
    ...isOneOf('ico', one.icos),
    ...isOneOf('status', one.statuses),
    ...isOneOf('slug', one.territorySlugs).map((territory) => ({ territory })),
    ...(typeof one.isDemonstration === 'boolean' ? [{ isDemonstration: one.isDemonstration }] : []),
  ]);
}
