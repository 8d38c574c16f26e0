import { ContactRef } from '../../catalogue/graphql/shared.ts';
import { CooperationTypeRef, DisagreementRef } from '../../catalogue/kinds/cooperationType/graphql.ts';
import type { LiveEntry } from '../../generated/prisma/client.ts';
import { builder } from '../../graphql/builder.ts';
import { chooseScope } from '../../graphql/context.ts';
import { costs } from '../../graphql/limits/cost.ts';
import { asOfArgument, localeArgument, requiredTextOf } from '../../graphql/localized.ts';
import type { Localized } from '../../kernel/locale.ts';
import { OrganizationKindEnum } from '../../organizations/graphql/organizationFilter.ts';
import {
  type Assessment,
  assessCooperation,
  type CombinationAssessment,
  distinct,
  type Outcome,
  type TypeAssessment,
} from '../assessment.ts';
import { ChecklistItemRef, CooperationFactInput, factsOf, NextStepRef, SuitabilityAnswerRef } from './checklist.ts';
import { publishedCooperation } from './publishedContent.ts';

const OutcomeEnum = builder.enumType('CooperationOutcome', {
  description: 'How open a type of cooperation is to an applicant.',
  values: {
    ELIGIBLE: { description: 'Nothing is missing: the applicant can begin.' },
    ELIGIBLE_AFTER: { description: 'The applicant can begin once what is unmet is met.' },
    NOT_OFFERED: { description: 'The documents offer the type to other kinds of applicants.' },
  } satisfies Record<Outcome, object>,
});

const EXPLANATIONS: Record<Outcome, Localized> = {
  ELIGIBLE: {
    cs: 'Nic dalšího předem splnit nemusíte. Postupujte podle kroků.',
    en: 'There is nothing more to meet beforehand. Follow the steps.',
  },
  ELIGIBLE_AFTER: {
    cs: 'Předem je třeba splnit to, co je uvedeno mezi nesplněným.',
    en: 'What is listed as unmet has to be met beforehand.',
  },
  NOT_OFFERED: {
    cs: 'Prameny tento typ vašemu druhu subjektu nenabízejí. Neznamená to zákaz: zeptejte se.',
    en: 'The sources do not offer this type to your kind of organization. That is no prohibition: ask.',
  },
};

type Common = Omit<TypeAssessment<LiveEntry>, 'type'>;

const AssessmentInterface = builder.interfaceRef<Common>('CooperationAnswer').implement({
  description: 'How open something is to an applicant, and what to do about it.',
  fields: (t) => ({
    outcome: t.expose('outcome', { type: OutcomeEnum, description: 'Whether it is open.' }),
    explanation: t.string({
      description: 'The outcome in a sentence.',
      resolve: ({ outcome }, _args, context, info) => requiredTextOf(EXPLANATIONS[outcome], context, info),
    }),
    checklist: t.field({
      type: [ChecklistItemRef],
      description: 'Everything that must hold, met or not.',
      resolve: ({ checklist }) => [...checklist],
    }),
    unmet: t.field({
      type: [ChecklistItemRef],
      description: 'What is missing.',
      resolve: ({ unmet }) => [...unmet],
    }),
    suitability: t.field({
      type: [SuitabilityAnswerRef],
      description: 'For whom it is meant, asked and explained; it blocks nobody.',
      resolve: ({ suitability }) => [...suitability],
    }),
    steps: t.field({
      type: [NextStepRef],
      description: 'What to do next, in order: first what is missing, then the process.',
      resolve: ({ steps }) => [...steps],
    }),
    disagreements: t.field({
      type: [DisagreementRef],
      description: 'Where sources contradict each other, and how that is read here.',
      resolve: ({ disagreements }) => [...disagreements],
    }),
  }),
});

export const TypeAssessmentRef = builder.objectRef<TypeAssessment<LiveEntry>>('CooperationTypeAssessment').implement({
  description: 'How open a type of cooperation is to the applicant.',
  interfaces: [AssessmentInterface],
  fields: (t) => ({
    cooperationType: t.field({
      type: CooperationTypeRef,
      description: 'The type.',
      resolve: ({ type }) => type.row,
    }),
    contact: t.field({
      type: ContactRef,
      description: 'Whom to write to, with the exact subject of the e-mail where one is prescribed.',
      resolve: ({ type }) => type.content.contact,
    }),
  }),
});

const CombinationRef = builder
  .objectRef<CombinationAssessment<LiveEntry>>('CooperationCombinationAssessment')
  .implement({
    description: 'How open several types together are: what they ask for, united.',
    interfaces: [AssessmentInterface],
    fields: (t) => ({
      types: t.field({
        type: [TypeAssessmentRef],
        description: 'Each type on its own.',
        resolve: ({ types }) => [...types],
      }),
      contacts: t.field({
        type: [ContactRef],
        description: 'Whom to write to: one contact for each subject that an e-mail must have.',
        resolve: ({ types }) =>
          distinct(
            types.map(({ type }) => type.content.contact),
            (one) => JSON.stringify(one),
          ),
      }),
    }),
  });

const AssessmentRef = builder.objectRef<Assessment<LiveEntry>>('CooperationAssessment').implement({
  description: 'Which types of cooperation are open to an applicant, and what stands in the way of the others.',
  fields: (t) => ({
    types: t.field({
      type: [TypeAssessmentRef],
      description: 'The types wished for, or all, in the order of the brochure.',
      resolve: ({ types }) => [...types],
    }),
    combinations: t.field({
      type: [CombinationRef],
      description: 'The combinations wished for.',
      resolve: ({ combinations }) => [...combinations],
    }),
  }),
});

const CombinationInput = builder.inputType('CooperationCombinationInput', {
  description: 'Types that are wished for together.',
  fields: (t) => ({ types: t.stringList({ required: true, description: 'Codes of two types or more.' }) }),
});

const AssessInput = builder.inputType('AssessCooperationInput', {
  description: 'Who asks, what holds of it, and what it would like.',
  fields: (t) => ({
    applicantKind: t.field({
      type: OrganizationKindEnum,
      required: true,
      description: 'What kind of organization the applicant is.',
    }),
    facts: t.field({ type: [CooperationFactInput], description: 'What holds of the applicant, and what does not.' }),
    types: t.stringList({ description: 'Codes of the types to assess; all when nothing is wished for.' }),
    combinations: t.field({ type: [CombinationInput], description: 'Types that are wished for together.' }),
  }),
});

const ANSWERS = [['types'], ['combinations'], ['combinations', 'types']];
const ITEMS = [['checklist'], ['unmet'], ['steps', 'item']];
const PATHS = {
  types: ANSWERS.map((path) => [...path, 'cooperationType']),
  requirements: ANSWERS.flatMap((path) => ITEMS.map((item) => [...path, ...item, 'requirement'])),
};

builder.queryField('assessCooperation', (t) =>
  t.field({
    type: AssessmentRef,
    nullable: true,
    ...costs({ base: 20 }),
    authScopes: { may: 'entry.readPublic' },
    description: 'Assesses an applicant against what is published. Anybody may ask, and nothing is kept.',
    args: {
      input: t.arg({ type: AssessInput, required: true, description: 'Who asks, and what holds of it.' }),
      asOf: t.arg({ type: 'DateTime', ...asOfArgument }),
      locale: t.arg({ type: 'Locale', ...localeArgument }),
    },
    resolve: async (_root, { input, locale, asOf }, context, info) => {
      chooseScope(context, info, { locale, asOf });
      const content = await publishedCooperation(PATHS, context, info);
      return assessCooperation(content, {
        applicantKind: input.applicantKind,
        facts: factsOf(input.facts),
        types: input.types ?? [],
        combinations: (input.combinations ?? []).map(({ types }) => types),
      });
    },
  }),
);
