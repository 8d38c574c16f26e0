/** Enumerations and small objects that several kinds show. */
import type { z } from 'zod';
import { builder } from '../../graphql/builder.ts';
import { requiredTextOf, textOf } from '../../graphql/localized.ts';
import { defineInput, useInputType } from '../../graphql/zodInput.ts';
import { LevelOfAssuranceEnum } from '../../identity/graphql/levelOfAssurance.ts';

import {
  type AUDIENCES,
  audience,
  contact,
  levelOfAssurance,
  link,
  type SOURCE_ORIGINS,
  type Source,
  source,
  sourceOrigin,
} from '../kinds/common.ts';
import { KIND_NAMES, kindOf } from '../kinds/registry.ts';

export type Audience = (typeof AUDIENCES)[number];

export const AudienceEnum = builder.enumType('Audience', {
  description: 'Who may read an entry.',
  values: {
    PUBLIC: { description: 'Everybody.' },
    SIGNED_IN: { description: 'People who have signed in; for others the entry does not exist.' },
  } satisfies Record<Audience, object>,
});

/** `cooperationType` as `COOPERATION_TYPE`. */
export const enumName = (kind: string) => kind.replace(/[A-Z]/g, (capital) => `_${capital}`).toUpperCase();

export const EntryKindEnum = builder.enumType('EntryKind', {
  description: 'Kinds of entries.',
  values: Object.fromEntries(
    KIND_NAMES.map((name) => [enumName(name), { value: name, description: `${kindOf(name).typeName}.` }]),
  ),
});

const SourceOriginEnum = builder.enumType('SourceOrigin', {
  description: 'In what part of a document, or kind of document, a statement stands.',
  values: {
    MATRIX: { description: 'The requirements table of the cooperation brochure.' },
    PROSE: { description: 'The running text of a document.' },
    GUIDANCE: { description: 'Guidance published later than the brochure.' },
    DEMONSTRATION: { description: 'No document: a value invented for demonstration.' },
  } satisfies Record<(typeof SOURCE_ORIGINS)[number], object>,
});

export const SourceRef = builder.objectRef<Source>('Source').implement({
  description: 'Where a statement comes from.',
  fields: (t) => ({
    document: t.string({
      description: 'Title of the document.',
      resolve: ({ document }, _args, context, info) => requiredTextOf(document, context, info),
    }),
    place: t.string({
      description: 'Place in the document, such as a section, a row or a cell.',
      resolve: ({ place }, _args, context, info) => requiredTextOf(place, context, info),
    }),
    origin: t.field({
      type: SourceOriginEnum,
      description: 'In what part it stands.',
      resolve: ({ origin }) => origin,
    }),
    url: t.field({
      type: 'URL',
      nullable: true,
      description: 'Address of the document.',
      resolve: ({ url }) => url ?? null,
    }),
  }),
});

export const LinkRef = builder.objectRef<z.output<typeof link>>('Link').implement({
  description: 'A titled address.',
  fields: (t) => ({
    title: t.string({
      description: 'What the address leads to.',
      resolve: ({ title }, _args, context, info) => requiredTextOf(title, context, info),
    }),
    url: t.expose('url', { type: 'URL', description: 'The address.' }),
    note: t.string({
      nullable: true,
      description: 'What it is good for.',
      resolve: ({ note }, _args, context, info) => textOf(note, context, info),
    }),
  }),
});

export const ContactRef = builder.objectRef<z.output<typeof contact>>('Contact').implement({
  description: 'Whom to turn to.',
  fields: (t) => ({
    name: t.string({
      nullable: true,
      description: 'Name of the office or desk.',
      resolve: ({ name }, _args, context, info) => textOf(name, context, info),
    }),
    email: t.field({
      type: 'EmailAddress',
      nullable: true,
      description: 'E-mail address.',
      resolve: ({ email }) => email ?? null,
    }),
    emailSubject: t.string({
      nullable: true,
      description: 'The exact subject that an e-mail must have, where one is prescribed.',
      resolve: ({ emailSubject }) => emailSubject ?? null,
    }),
    phone: t.string({ nullable: true, description: 'Telephone number.', resolve: ({ phone }) => phone ?? null }),
    url: t.field({
      type: 'URL',
      nullable: true,
      description: 'Page with the contact.',
      resolve: ({ url }) => url ?? null,
    }),
  }),
});

useInputType(audience, AudienceEnum);
useInputType(levelOfAssurance, LevelOfAssuranceEnum);
useInputType(sourceOrigin, SourceOriginEnum);
defineInput(source, 'SourceInput');
defineInput(link, 'LinkInput');
defineInput(contact, 'ContactInput');
