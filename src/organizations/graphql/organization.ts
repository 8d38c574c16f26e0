import { builder } from '../../graphql/builder.ts';
import { connectionTypes } from '../../graphql/connection.ts';
import { chooseLocale } from '../../graphql/context.ts';
import { LocalizedInterface, localeArgument, served, textOf } from '../../graphql/localized.ts';
import { listByName } from '../reads/listByName.ts';
import type { Organization } from '../referenceData.ts';
import { NamedInterface } from './named.ts';
import {
  OrganizationFilter,
  type OrganizationKind,
  OrganizationKindEnum,
  organizationWhere,
} from './organizationFilter.ts';
import { TerritoryRef } from './territory.ts';

export const OrganizationRef = builder.objectRef<Organization>('Organization');

builder.node(OrganizationRef, {
  description: 'A body that offers services through the Portal or may cooperate with it.',
  interfaces: [NamedInterface, LocalizedInterface],
  id: { resolve: ({ id }) => id },
  fields: (t) => ({
    description: t.string({
      nullable: true,
      description: 'What the organization does.',
      resolve: ({ description }, _args, context, info) => textOf(description, context, info),
    }),
    keywords: t.stringList({
      description: 'Words that people look for it by.',
      resolve: ({ keywords }, _args, context, info) => served<string[]>(keywords, context, info).value,
    }),
    kind: t.field({
      type: OrganizationKindEnum,
      description: 'What kind of body it is.',
      resolve: ({ kind }) => kind as OrganizationKind,
    }),
    ico: t.exposeString('ico', { nullable: true, description: 'IČO, the 8-digit identifier of a legal person.' }),
    dataBoxId: t.exposeString('dataBoxId', { nullable: true, description: 'Identifier of its data box.' }),
    ovmId: t.exposeString('ovmId', { nullable: true, description: 'Identifier of a public authority (OVM).' }),
    ovmCategories: t.exposeStringList('ovmCategories', {
      description: 'Categories of public authorities, such as KO13.',
    }),
    territory: t.field({
      type: TerritoryRef,
      nullable: true,
      description: 'Where it acts, with the RÚIAN or NUTS code; null for the whole state.',
      resolve: async ({ territoryId }, _args, { references }) =>
        territoryId ? ((await references.territories()).get(territoryId) ?? null) : null,
    }),
    website: t.expose('website', { type: 'URL', nullable: true, description: 'Its own website.' }),
    isDemonstration: t.exposeBoolean('isDemonstration', {
      description: 'Invented for demonstration: not a real organization.',
    }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it was changed last.' }),
  }),
});

builder.queryFields((t) => ({
  organization: t.field({
    authScopes: { may: 'entry.readPublic' },
    type: OrganizationRef,
    nullable: true,
    description: 'The organization with the given slug; null when there is none.',
    args: {
      slug: t.arg.string({ required: true, description: 'Slug of the organization.' }),
      locale: t.arg({ type: 'Locale', ...localeArgument }),
    },
    resolve: (_root, { slug, locale }, context, info) => {
      chooseLocale(context, info, locale);
      return context.live.organization.findUnique({ where: { slug } });
    },
  }),
  organizations: t.connection(
    {
      authScopes: { may: 'entry.readPublic' },
      type: OrganizationRef,
      nullable: true,
      description: 'Organizations in the Czech order of their names.',
      args: {
        filter: t.arg({ type: OrganizationFilter, description: 'Which organizations to list; all when left out.' }),
        locale: t.arg({ type: 'Locale', ...localeArgument }),
      },
      resolve: (_root, { filter, locale, ...page }, context, info) => {
        chooseLocale(context, info, locale);
        return listByName(context.live.organization, page, organizationWhere(filter));
      },
    },
    ...connectionTypes('Organization', 'organizations'),
  ),
}));
