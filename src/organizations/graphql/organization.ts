import { builder } from '../../graphql/builder.ts';
import { connectionTypes } from '../../graphql/connection.ts';
import { chooseLocale } from '../../graphql/context.ts';
import { LocalizedInterface, localeArgument, requiredTextOf, served, textOf } from '../../graphql/localized.ts';
import { withHeld } from '../../kernel/held.ts';
import type { FormerName } from '../names.ts';
import { listByName } from '../reads/listByName.ts';
import type { Organization } from '../referenceData.ts';
import { NamedInterface } from './named.ts';
import {
  OrganizationFilter,
  type OrganizationKind,
  OrganizationKindEnum,
  type OrganizationStatus,
  OrganizationStatusEnum,
  organizationWhere,
} from './organizationFilter.ts';
import { TerritoryRef } from './territory.ts';

const FormerNameRef = builder.objectRef<FormerName>('FormerName').implement({
  description: 'A name that an organization had.',
  fields: (t) => ({
    name: t.string({
      description: 'The name.',
      resolve: ({ name }, _args, context, info) => requiredTextOf(name, context, info),
    }),
    usedUntil: t.field({
      type: 'DateTime',
      description: 'Until when it was used here.',
      resolve: ({ usedUntil }) => new Date(usedUntil),
    }),
  }),
});

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
      resolve: ({ territoryId }, _args, { references }) =>
        territoryId ? withHeld(references.territories(), (territories) => territories.get(territoryId) ?? null) : null,
    }),
    website: t.expose('website', { type: 'URL', nullable: true, description: 'Its own website.' }),
    isDemonstration: t.exposeBoolean('isDemonstration', {
      description: 'Invented for demonstration: not a real organization.',
    }),
    status: t.field({
      type: OrganizationStatusEnum,
      description: 'Whether it lasts.',
      resolve: ({ status }) => status as OrganizationStatus,
    }),
    closedOn: t.field({
      type: 'Date',
      nullable: true,
      description: 'Day on which it ended; null while it lasts.',
      resolve: ({ closedOn }) => closedOn?.toISOString().slice(0, 10) ?? null,
    }),
    endReason: t.exposeString('endReason', {
      nullable: true,
      authScopes: { may: 'entry.readDrafts' },
      description: 'Why it ended, for those who keep the catalogue; null while it lasts, and where nobody said.',
    }),
    successor: t.field({
      type: OrganizationRef,
      nullable: true,
      description: 'Who took over, or which organization it was merged into: look there in its place.',
      resolve: ({ successorId }, _args, { references }) => (successorId ? references.organization(successorId) : null),
    }),
    formerNames: t.field({
      type: [FormerNameRef],
      description: 'Names that it had, oldest first.',
      resolve: ({ formerNames }) => (formerNames ?? []) as unknown as FormerName[],
    }),
    revision: t.exposeInt('revision', { description: 'Grows with every change: pass it as `expectedRevision`.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it was changed last.' }),
  }),
});

builder.queryFields((t) => ({
  organization: t.field({
    authScopes: { may: 'entry.readPublic' },
    type: OrganizationRef,
    nullable: true,
    description:
      'The organization with the given slug; null when there is none. One that has ended is answered with its successor.',
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
      description: 'Organizations in the Czech order of their names; merged ones only when asked for by `statuses`.',
      args: {
        filter: t.arg({ type: OrganizationFilter, description: 'Which organizations to list; all when left out.' }),
        locale: t.arg({ type: 'Locale', ...localeArgument }),
      },
      resolve: (_root, { filter, locale, ...page }, context, info) => {
        chooseLocale(context, info, locale);
        const shown = filter?.statuses ? {} : { status: { not: 'MERGED' } };
        return listByName(context.live.organization, page, { AND: [shown, organizationWhere(filter)] });
      },
    },
    ...connectionTypes('Organization', 'organizations'),
  ),
}));
