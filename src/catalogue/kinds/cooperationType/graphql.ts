import { builder } from '../../../graphql/builder.ts';
import { LocalizedInterface, requiredTextOf, textOf } from '../../../graphql/localized.ts';
import { useInputType } from '../../../graphql/zodInput.ts';
import { CatalogueEntryRef } from '../../graphql/catalogueEntry.ts';
import { addContentMutations } from '../../graphql/editorial/contentMutations.ts';
import { addEntryQueries } from '../../graphql/entryFields.ts';
import { defineEntryFilter } from '../../graphql/entryFilter.ts';
import { loadEntries } from '../../graphql/entryLoader.ts';
import { ContactRef, LinkRef, SourceRef } from '../../graphql/shared.ts';
import { term } from '../../terms.ts';
import { RequirementRef } from '../requirement/graphql.ts';
import {
  type APPLICANT_KINDS,
  applicantKind,
  type CONDITION_NATURES,
  type CooperationTypeContent,
  conditionNature,
  cooperationTypeContent,
} from './content.ts';

type ApplicantKind = (typeof APPLICANT_KINDS)[number];
type Condition = CooperationTypeContent['conditions'][number];

export const ApplicantKindEnum = builder.enumType('ApplicantKind', {
  description: 'Applicants that the cooperation brochure addresses.',
  values: {
    MUNICIPALITY: { description: 'A municipality (obec).' },
    REGION: { description: 'A region (kraj).' },
    CENTRAL_AUTHORITY: { description: 'A central administrative authority (ústřední správní úřad).' },
    PRIVATE_LAW_DATA_USER: { description: 'A private-law data user (soukromoprávní uživatel údajů).' },
  } satisfies Record<ApplicantKind, object>,
});

export const ConditionNatureEnum = builder.enumType('ConditionNature', {
  description: 'What follows when a condition does not hold.',
  values: {
    PREREQUISITE: { description: 'It must hold before the cooperation can begin.' },
    SUITABILITY: { description: 'It says for whom the cooperation is meant; it blocks nobody.' },
  } satisfies Record<(typeof CONDITION_NATURES)[number], object>,
});

export const StepRef = builder.objectRef<CooperationTypeContent['steps'][number]>('ProcessStep').implement({
  description: 'A step of a process.',
  fields: (t) => ({
    title: t.string({
      description: 'What is done.',
      resolve: ({ title }, _args, context, info) => requiredTextOf(title, context, info),
    }),
    text: t.string({
      description: 'How it is done.',
      resolve: ({ text }, _args, context, info) => requiredTextOf(text, context, info),
    }),
    url: t.field({ type: 'URL', nullable: true, description: 'Where it is done.', resolve: ({ url }) => url ?? null }),
  }),
});

export const ConditionRef = builder.objectRef<Condition>('CooperationCondition').implement({
  description: 'A condition that a document states, in its requirements table or outside it.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Stable code, such as NO_FURTHER_REGISTRATION.' }),
    nature: t.expose('nature', { type: ConditionNatureEnum, description: 'What follows when it does not hold.' }),
    text: t.string({
      description: 'What the condition says.',
      resolve: ({ text }, _args, context, info) => requiredTextOf(text, context, info),
    }),
    question: t.string({
      nullable: true,
      description: 'What an applicant is asked about it.',
      resolve: ({ question }, _args, context, info) => textOf(question, context, info),
    }),
    isWider: t.boolean({
      description: 'Whether it accepts more than the requirement that it belongs to.',
      resolve: ({ isWider }) => isWider ?? false,
    }),
    howToMeet: t.string({
      nullable: true,
      description: 'What to do in order to meet it, where no requirement says so.',
      resolve: ({ howToMeet }, _args, context, info) => textOf(howToMeet, context, info),
    }),
    verifiedBy: t.string({
      nullable: true,
      description: 'Who verifies it, where no requirement says so.',
      resolve: ({ verifiedBy }, _args, context, info) => textOf(verifiedBy, context, info),
    }),
    requirement: t.field({
      type: RequirementRef,
      nullable: true,
      description: 'The requirement that it belongs to, if there is one.',
      resolve: async ({ requirement }, _args, context, info) =>
        requirement ? ((await loadEntries([requirement], context, info))[0] ?? null) : null,
    }),
    sources: t.expose('sources', { type: [SourceRef], description: 'Where it is stated.' }),
    note: t.string({
      nullable: true,
      description: 'Explanation, such as a contradiction between documents.',
      resolve: ({ note }, _args, context, info) => textOf(note, context, info),
    }),
  }),
});

export const DisagreementRef = builder
  .objectRef<CooperationTypeContent['disagreements'][number]>('SourceDisagreement')
  .implement({
    description: 'A place where sources contradict each other or leave something out; kept, not repaired.',
    fields: (t) => ({
      code: t.exposeString('code', { description: 'Stable code, such as NIA_IN_MATRIX_ONLY.' }),
      text: t.string({
        description: 'What the sources say.',
        resolve: ({ text }, _args, context, info) => requiredTextOf(text, context, info),
      }),
      reading: t.string({
        description: 'How it is read here, and why.',
        resolve: ({ reading }, _args, context, info) => requiredTextOf(reading, context, info),
      }),
      sources: t.expose('sources', { type: [SourceRef], description: 'The places that disagree.' }),
    }),
  });

const card = (row: { card: unknown }) => row.card as CooperationTypeContent;
const body = (row: { body: unknown }) => row.body as CooperationTypeContent;

export const CooperationTypeRef = builder.prismaNode('LiveEntry', {
  variant: 'CooperationType',
  description: 'A way to cooperate with the Portal, with what it asks for and how it goes.',
  interfaces: [CatalogueEntryRef, LocalizedInterface],
  select: { id: true, kind: true, title: true, card: true },
  id: { field: 'id' },
  fields: (t) => ({
    code: t.string({ description: 'Stable code, such as TILE.', resolve: (row) => card(row).code }),
    applicantKinds: t.field({
      type: [ApplicantKindEnum],
      description: 'Who may apply.',
      resolve: (row) => card(row).applicantKinds,
    }),
    requirements: t.field({
      type: [RequirementRef],
      description: 'What the applicant must have. What is not required is not forbidden.',
      resolve: (row, _args, context, info) => {
        const required = card(row).requirements.filter(({ isRequired }) => isRequired);
        return loadEntries(
          required.map(({ requirement }) => requirement),
          context,
          info,
        );
      },
    }),
    conditions: t.field({
      type: [ConditionRef],
      description: 'Conditions stated in the prose, in the requirements table or in later guidance.',
      select: { body: true },
      resolve: (row) => body(row).conditions,
    }),
    disagreements: t.field({
      type: [DisagreementRef],
      description: 'Where sources contradict each other, and how that is read here.',
      select: { body: true },
      resolve: (row) => body(row).disagreements ?? [],
    }),
    steps: t.field({
      type: [StepRef],
      description: 'Steps of the process, in order.',
      select: { body: true },
      resolve: (row) => body(row).steps,
    }),
    contact: t.field({ type: ContactRef, description: 'Whom to write to.', resolve: (row) => card(row).contact }),
    links: t.field({
      type: [LinkRef],
      description: 'Where to read more.',
      select: { body: true },
      resolve: (row) => body(row).links,
    }),
  }),
});

interface CooperationTypeConditions {
  codes?: string[] | null;
  applicantKinds?: ApplicantKind[] | null;
}

addEntryQueries({
  kind: 'cooperationType',
  type: CooperationTypeRef,
  singular: 'cooperationType',
  plural: 'cooperationTypes',
  noun: { one: 'type of cooperation', many: 'types of cooperation' },
  filter: defineEntryFilter<CooperationTypeConditions>(
    'CooperationTypeFilter',
    'Which types of cooperation to list; all the conditions given hold together.',
    (t) => ({
      codes: t.stringList({ description: 'With one of these codes.' }),
      applicantKinds: t.field({ type: [ApplicantKindEnum], description: 'Open to one of these kinds of applicants.' }),
    }),
    ({ codes, applicantKinds }) => [
      codes?.map((code) => term('code', code)),
      applicantKinds?.map((kind) => term('applicant', kind)),
    ],
  ),
});

useInputType(applicantKind, ApplicantKindEnum);
useInputType(conditionNature, ConditionNatureEnum);
addContentMutations({
  kind: 'cooperationType',
  typeName: 'CooperationType',
  noun: 'a type of cooperation',
  content: cooperationTypeContent,
});
