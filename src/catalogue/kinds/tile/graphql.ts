import { LogoRef, logoAt } from '../../../files/graphql/logo.ts';
import { builder } from '../../../graphql/builder.ts';
import { LocalizedInterface } from '../../../graphql/localized.ts';
import { LevelOfAssuranceEnum } from '../../../identity/graphql/levelOfAssurance.ts';
import type { LevelOfAssurance } from '../../../kernel/viewer.ts';
import { CatalogueEntryRef } from '../../graphql/catalogueEntry.ts';
import { addContentMutations } from '../../graphql/editorial/contentMutations.ts';
import { addEntryQueries } from '../../graphql/entryFields.ts';
import { defineEntryFilter } from '../../graphql/entryFilter.ts';
import { ContactRef, SourceRef } from '../../graphql/shared.ts';
import { levelTerm, signInTerms } from '../../terms.ts';
import { type TileContent, tileContent } from './content.ts';

type Attestation = NonNullable<TileContent['conditions']['ownPortal']>;

const AttestationRef = builder.objectRef<Attestation>('Attestation').implement({
  description: 'A statement, made on a day, that a condition holds or does not.',
  fields: (t) => ({
    holds: t.exposeBoolean('holds', { description: 'Whether the condition holds.' }),
    attestedOn: t.expose('attestedOn', { type: 'Date', description: 'Day of the statement.' }),
    source: t.expose('source', { type: SourceRef, description: 'Where the statement comes from.' }),
  }),
});

const TileConditionsRef = builder.objectRef<TileContent['conditions']>('TileConditions').implement({
  description: 'Conditions of a tile by the cooperation brochure; null where nobody has attested the condition yet.',
  fields: (t) => ({
    ownPortal: t.expose('ownPortal', {
      type: AttestationRef,
      nullable: true,
      description: 'Condition a: the provider has a web portal or an application of its own.',
    }),
    connectedToNia: t.expose('connectedToNia', {
      type: AttestationRef,
      nullable: true,
      description: 'Condition b: it is connected to the national identity authority (NIA).',
    }),
    noFurtherRegistration: t.expose('noFurtherRegistration', {
      type: AttestationRef,
      nullable: true,
      description: 'Condition c: signing in through NIA does not depend on any further registration.',
    }),
  }),
});

const card = (row: { card: unknown }) => row.card as TileContent;

export const TileRef = builder.prismaNode('LiveEntry', {
  variant: 'Tile',
  description: 'A tile: a link from the Portal to a portal or an application of somebody else, with its profile.',
  interfaces: [CatalogueEntryRef, LocalizedInterface],
  select: { id: true, kind: true, title: true },
  id: { field: 'id' },
  fields: (t) => ({
    targetUrl: t.field({
      type: 'URL',
      description: 'Where the tile leads.',
      select: { card: true },
      resolve: (row) => card(row).targetUrl,
    }),
    niaServiceUrl: t.field({
      type: 'URL',
      nullable: true,
      description: 'Unique address under which the service is registered with NIA.',
      select: { card: true },
      resolve: (row) => card(row).niaServiceUrl,
    }),
    requiredLevel: t.field({
      type: LevelOfAssuranceEnum,
      nullable: true,
      description: 'Level of assurance that the target asks for; null when it needs no sign-in.',
      select: { card: true },
      resolve: (row) => card(row).requiredLevel,
    }),
    conditions: t.field({
      type: TileConditionsRef,
      description: 'Attested conditions of the tile.',
      select: { card: true },
      resolve: (row) => card(row).conditions,
    }),
    contact: t.field({
      type: ContactRef,
      nullable: true,
      description: 'Whom to turn to about the target.',
      select: { body: true },
      resolve: ({ body }) => (body as unknown as TileContent).contact,
    }),
    accentColour: t.string({
      nullable: true,
      description: 'Colour of the tile, such as #2362A2.',
      select: { card: true },
      resolve: (row) => card(row).accentColour,
    }),
    logo: t.field({
      type: LogoRef,
      nullable: true,
      description: 'Image that stands for the tile.',
      select: { card: true, audience: true },
      resolve: (row, _args, context, info) => {
        const { logo } = card(row);
        return logo ? logoAt(context, info, { fileId: logo, audience: row.audience }) : null;
      },
    }),
    languages: t.field({
      type: ['Locale'],
      description: 'Languages that the target speaks.',
      select: { card: true },
      resolve: (row) => card(row).languages,
    }),
  }),
});

interface TileConditions {
  requiredLevels?: LevelOfAssurance[] | null;
  requiresSignIn?: boolean | null;
}

addEntryQueries({
  kind: 'tile',
  type: TileRef,
  singular: 'tile',
  plural: 'tiles',
  noun: { one: 'tile', many: 'tiles' },
  filter: defineEntryFilter<TileConditions>(
    'TileFilter',
    'Which tiles to list; all the conditions given hold together.',
    (t) => ({
      requiredLevels: t.field({
        type: [LevelOfAssuranceEnum],
        description: 'Asking for one of these levels of assurance.',
      }),
      requiresSignIn: t.boolean({ description: 'Whether any level of assurance is asked for.' }),
    }),
    ({ requiredLevels, requiresSignIn }) => [requiredLevels?.map(levelTerm), signInTerms(requiresSignIn)],
  ),
});

addContentMutations({ kind: 'tile', typeName: 'Tile', noun: 'a tile', content: tileContent });
