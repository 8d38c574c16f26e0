/** What entries of every kind show. */
import { builder } from '../../graphql/builder.ts';
import { LocalizedInterface, requiredTextOf, served } from '../../graphql/localized.ts';
import { withHeld } from '../../kernel/held.ts';
import { CategoryRef } from '../../organizations/graphql/category.ts';
import { OrganizationRef } from '../../organizations/graphql/organization.ts';
import { TerritoryRef } from '../../organizations/graphql/territory.ts';
import type { CommonContent } from '../kinds/common.ts';
import { type KindName, kindOf } from '../kinds/registry.ts';
import type { CommonBody } from '../projection.ts';
import { loadEntries } from './entryLoader.ts';
import { RichTextRef } from './richText.ts';
import { type Audience, AudienceEnum, EntryKindEnum, SourceRef } from './shared.ts';

export const CatalogueEntryRef = builder.prismaInterface('LiveEntry', {
  name: 'CatalogueEntry',
  description: 'A published piece of content, of whichever kind.',
  interfaces: [LocalizedInterface, builder.nodeInterfaceRef()],
  select: { id: true, kind: true, title: true },
  resolveType: ({ kind }) => kindOf(kind).typeName,
  fields: (t) => ({
    slug: t.exposeString('slug', { description: 'Human-readable identifier for addresses, unique in its kind.' }),
    kind: t.field({ type: EntryKindEnum, description: 'Kind of the entry.', resolve: ({ kind }) => kind as KindName }),
    title: t.string({
      description: 'Title, up to 120 characters.',
      resolve: ({ title }, _args, context, info) => requiredTextOf(title, context, info),
    }),
    shortText: t.string({
      description: 'What it is in a sentence or two, up to 300 characters.',
      select: { shortText: true },
      resolve: ({ shortText }, _args, context, info) => requiredTextOf(shortText, context, info),
    }),
    longText: t.field({
      type: RichTextRef,
      nullable: true,
      description: 'The whole text, if there is one.',
      select: { body: true },
      resolve: ({ body }, _args, context, info) => {
        const { longText } = body as unknown as CommonBody;
        return longText && served<string>(longText, context, info);
      },
    }),
    audience: t.field({
      type: AudienceEnum,
      description: 'Who may read it.',
      select: { audience: true },
      resolve: ({ audience }) => audience as Audience,
    }),
    organization: t.field({
      type: OrganizationRef,
      nullable: true,
      description: 'The organization that provides it.',
      select: { organizationId: true },
      resolve: ({ organizationId }, _args, { references }) => references.organization(organizationId),
    }),
    categories: t.field({
      type: [CategoryRef],
      description: 'Themes that it belongs to.',
      select: { categoryIds: true },
      resolve: ({ categoryIds }, _args, { references }) =>
        withHeld(references.categories(), (categories) => categoryIds.flatMap((id) => categories.get(id) ?? [])),
    }),
    territory: t.field({
      type: TerritoryRef,
      nullable: true,
      description: 'The territory that it is meant for; null for the whole state.',
      select: { territoryId: true },
      resolve: ({ territoryId }, _args, { references }) =>
        territoryId ? withHeld(references.territories(), (territories) => territories.get(territoryId) ?? null) : null,
    }),
    keywords: t.stringList({
      description: 'Words that people look for it by.',
      select: { body: true },
      resolve: ({ body }, _args, context, info) =>
        served<string[]>((body as unknown as CommonBody).keywords, context, info).value,
    }),
    sources: t.field({
      type: [SourceRef],
      description: 'Documents and places that the content comes from.',
      select: { body: true },
      resolve: ({ body }) => (body as unknown as CommonBody).sources,
    }),
    isDemonstration: t.boolean({
      description: 'Some values are invented for demonstration and must not be taken for facts.',
      select: { card: true },
      resolve: ({ card }) => (card as unknown as CommonContent).isDemonstration,
    }),
    version: t.exposeInt('versionNumber', { description: 'Number of the published version, from 1.' }),
    publishedAt: t.expose('publishedAt', { type: 'DateTime', description: 'When this version was published.' }),
    firstPublishedAt: t.expose('firstPublishedAt', {
      type: 'DateTime',
      description: 'When the entry was published for the first time.',
    }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When what readers see was changed last.' }),
  }),
});

builder.prismaInterfaceField(CatalogueEntryRef, 'related', (t) =>
  t.field({
    type: [CatalogueEntryRef],
    description: 'Entries that belong together with this one, as far as the reader may see them.',
    select: { card: true },
    resolve: ({ card }, _args, context, info) =>
      loadEntries((card as unknown as Pick<CommonContent, 'related'>).related, context, info),
  }),
);
