import { builder } from '../../../graphql/builder.ts';
import { LocalizedInterface, requiredTextOf, textOf } from '../../../graphql/localized.ts';
import { useInputType } from '../../../graphql/zodInput.ts';
import { LevelOfAssuranceEnum } from '../../../identity/graphql/levelOfAssurance.ts';
import type { LevelOfAssurance } from '../../../kernel/viewer.ts';
import { CatalogueEntryRef } from '../../graphql/catalogueEntry.ts';
import { addContentMutations } from '../../graphql/editorial/contentMutations.ts';
import { addEntryQueries } from '../../graphql/entryFields.ts';
import { defineEntryFilter } from '../../graphql/entryFilter.ts';
import { levelTerm, signInTerms, term } from '../../terms.ts';
import {
  type FORM_DEPLOYMENTS,
  type FORM_FILLERS,
  type FORM_TECHNOLOGIES,
  type FormContent,
  formContent,
  formDeployment,
  formFiller,
  formTechnology,
} from './content.ts';

type FormTechnology = (typeof FORM_TECHNOLOGIES)[number];
type FormDeployment = (typeof FORM_DEPLOYMENTS)[number];
type FormFiller = (typeof FORM_FILLERS)[number];

const FormTechnologyEnum = builder.enumType('FormTechnology', {
  description: 'What a form is made with.',
  values: {
    EASY_FORMS: { description: 'EasyForms.' },
    WEB_FORM: { description: 'A form on a web page.' },
    PDF: { description: 'A PDF that can be filled in.' },
    ZFO_602XML: { description: 'A form for the Software602 Form Filler (ZFO, 602XML).' },
  } satisfies Record<FormTechnology, object>,
});

export const FormDeploymentEnum = builder.enumType('FormDeployment', {
  description: 'Where a form is filled in.',
  values: {
    DEPLOYED: { description: 'On the Portal itself; answers to the cooperation type FORM_DEPLOYMENT.' },
    LINKED: { description: "On the body's own portal; answers to the cooperation type FORM_CATALOGUE." },
  } satisfies Record<FormDeployment, object>,
});

const FormFillerEnum = builder.enumType('FormFiller', {
  description: 'Who fills a form in.',
  values: {
    CITIZEN: { description: 'A person on their own behalf.' },
    BUSINESS: { description: 'A business or another legal person.' },
    PUBLIC_AUTHORITY: { description: 'A public authority.' },
  } satisfies Record<FormFiller, object>,
});

const ProcessingTimeRef = builder.objectRef<NonNullable<FormContent['processingTime']>>('ProcessingTime').implement({
  description: 'How long the authority takes.',
  fields: (t) => ({
    days: t.exposeInt('days', { nullable: true, description: 'Calendar days, where a number can be given.' }),
    note: t.string({
      nullable: true,
      description: 'What the time depends on.',
      resolve: ({ note }, _args, context, info) => textOf(note, context, info),
    }),
  }),
});

const FeeRef = builder.objectRef<NonNullable<FormContent['fee']>>('Fee').implement({
  description: 'What it costs.',
  fields: (t) => ({
    amountCzk: t.exposeInt('amountCzk', { description: 'Amount in Czech crowns; 0 when it is free of charge.' }),
    note: t.string({
      nullable: true,
      description: 'What the fee depends on.',
      resolve: ({ note }, _args, context, info) => textOf(note, context, info),
    }),
  }),
});

const FormAttachmentRef = builder.objectRef<FormContent['attachments'][number]>('FormAttachment').implement({
  description: 'Something to be enclosed with a form.',
  fields: (t) => ({
    title: t.string({
      description: 'What it is.',
      resolve: ({ title }, _args, context, info) => requiredTextOf(title, context, info),
    }),
    isRequired: t.exposeBoolean('isRequired', { description: 'Whether the form is incomplete without it.' }),
  }),
});

const card = (row: { card: unknown }) => row.card as FormContent;

export const FormRef = builder.prismaNode('LiveEntry', {
  variant: 'Form',
  description: 'A form that a person fills in and sends to an authority.',
  interfaces: [CatalogueEntryRef, LocalizedInterface],
  select: { id: true, kind: true, title: true, card: true },
  id: { field: 'id' },
  fields: (t) => ({
    identifier: t.string({
      description: 'Identifier of the form, given by whoever keeps it.',
      resolve: (row) => card(row).formId,
    }),
    edition: t.string({
      description: 'Version of the form itself, such as 1.0; `version` is that of this entry.',
      resolve: (row) => card(row).formVersion,
    }),
    technology: t.field({
      type: FormTechnologyEnum,
      description: 'What the form is made with.',
      resolve: (row) => card(row).technology,
    }),
    deployment: t.field({
      type: FormDeploymentEnum,
      description: 'Where the form is filled in.',
      resolve: (row) => card(row).deployment,
    }),
    deepLink: t.field({
      type: 'URL',
      description: 'Address of the form itself.',
      resolve: (row) => card(row).deepLink,
    }),
    agendaCode: t.string({
      nullable: true,
      description: 'Agenda in the Register of Rights and Obligations (RPP), such as A1046.',
      resolve: (row) => card(row).agendaCode,
    }),
    serviceCode: t.string({
      nullable: true,
      description: 'Service in the RPP, such as S123.',
      resolve: (row) => card(row).serviceCode,
    }),
    actCode: t.string({
      nullable: true,
      description: 'Act of a service in the RPP, such as U1234.',
      resolve: (row) => card(row).actCode,
    }),
    inDelegatedPowers: t.boolean({
      description: 'Whether the act is performed in delegated powers (přenesená působnost).',
      resolve: (row) => card(row).inDelegatedPowers,
    }),
    filledInBy: t.field({
      type: [FormFillerEnum],
      description: 'Who fills the form in.',
      resolve: (row) => card(row).filledInBy,
    }),
    requiredLevel: t.field({
      type: LevelOfAssuranceEnum,
      nullable: true,
      description: 'Level of assurance that the form asks for; null when it needs no sign-in.',
      resolve: (row) => card(row).requiredLevel,
    }),
    processingTime: t.field({
      type: ProcessingTimeRef,
      nullable: true,
      description: 'How long the authority takes, where it is known.',
      resolve: (row) => card(row).processingTime,
    }),
    fee: t.field({
      type: FeeRef,
      nullable: true,
      description: 'What it costs, where it is known.',
      resolve: (row) => card(row).fee,
    }),
    attachments: t.field({
      type: [FormAttachmentRef],
      description: 'What is enclosed with the form.',
      select: { body: true },
      resolve: ({ body }) => (body as unknown as FormContent).attachments,
    }),
  }),
});

interface FormConditions {
  deployments?: FormDeployment[] | null;
  technologies?: FormTechnology[] | null;
  filledInBy?: FormFiller[] | null;
  identifiers?: string[] | null;
  agendaCodes?: string[] | null;
  serviceCodes?: string[] | null;
  actCodes?: string[] | null;
  inDelegatedPowers?: boolean | null;
  requiredLevels?: LevelOfAssurance[] | null;
  requiresSignIn?: boolean | null;
}

const named = (name: string, values: string[] | null | undefined) => values?.map((value) => term(name, value));

addEntryQueries({
  kind: 'form',
  type: FormRef,
  singular: 'form',
  plural: 'forms',
  noun: { one: 'form', many: 'forms' },
  filter: defineEntryFilter<FormConditions>(
    'FormFilter',
    'Which forms to list; all the conditions given hold together.',
    (t) => ({
      deployments: t.field({ type: [FormDeploymentEnum], description: 'Filled in at one of these places.' }),
      technologies: t.field({ type: [FormTechnologyEnum], description: 'Made with one of these technologies.' }),
      filledInBy: t.field({ type: [FormFillerEnum], description: 'Filled in by one of these groups.' }),
      identifiers: t.stringList({ description: 'With one of these identifiers.' }),
      agendaCodes: t.stringList({ description: 'Of one of these agendas in the RPP.' }),
      serviceCodes: t.stringList({ description: 'Of one of these services in the RPP.' }),
      actCodes: t.stringList({ description: 'Of one of these acts in the RPP.' }),
      inDelegatedPowers: t.boolean({ description: 'Whether the act is performed in delegated powers.' }),
      requiredLevels: t.field({
        type: [LevelOfAssuranceEnum],
        description: 'Asking for one of these levels of assurance.',
      }),
      requiresSignIn: t.boolean({ description: 'Whether any level of assurance is asked for.' }),
    }),
    (own) => [
      named('deployment', own.deployments),
      named('technology', own.technologies),
      named('filledInBy', own.filledInBy),
      named('formId', own.identifiers),
      named('agenda', own.agendaCodes),
      named('service', own.serviceCodes),
      named('act', own.actCodes),
      typeof own.inDelegatedPowers === 'boolean' ? [term('delegatedPowers', String(own.inDelegatedPowers))] : null,
      own.requiredLevels?.map(levelTerm),
      signInTerms(own.requiresSignIn),
    ],
  ),
});

useInputType(formTechnology, FormTechnologyEnum);
useInputType(formDeployment, FormDeploymentEnum);
useInputType(formFiller, FormFillerEnum);
addContentMutations({ kind: 'form', typeName: 'Form', noun: 'a form', content: formContent });
