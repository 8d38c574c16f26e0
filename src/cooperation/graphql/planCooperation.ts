import type { LiveEntry } from '../../generated/prisma/client.ts';
import { builder } from '../../graphql/builder.ts';
import { chooseScope } from '../../graphql/context.ts';
import { costs } from '../../graphql/limits/cost.ts';
import { asOfArgument, localeArgument } from '../../graphql/localized.ts';
import { OrganizationKindEnum } from '../../organizations/graphql/organizationFilter.ts';
import type { AssessedItem } from '../assessment.ts';
import { type Plan, type PlanOption, planCooperation } from '../plan.ts';
import { TypeAssessmentRef } from './assessCooperation.ts';
import { ChecklistItemRef, CooperationFactInput, factsOf } from './checklist.ts';
import { publishedCooperation } from './publishedContent.ts';

type ItemSet = readonly AssessedItem<LiveEntry>[];

const PlanSetRef = builder.objectRef<ItemSet>('CooperationPlanSet').implement({
  description: 'Items of checklists to be met together.',
  fields: (t) => ({
    items: t.field({ type: [ChecklistItemRef], description: 'What to meet.', resolve: (items) => [...items] }),
  }),
});

const PlanOptionRef = builder.objectRef<PlanOption<LiveEntry>>('CooperationPlanOption').implement({
  description: 'Types that can be opened, and the fewest things to meet for it.',
  fields: (t) => ({
    rank: t.exposeInt('rank', {
      description:
        'Place from 1: by how few things are to be met, then by how many types open. A tie has the same rank.',
    }),
    size: t.int({ description: 'How many things are to be met.', resolve: ({ sets }) => sets[0]?.length ?? 0 }),
    opens: t.field({
      type: [TypeAssessmentRef],
      description: 'The types that open, as they are assessed now.',
      resolve: ({ opens }) => [...opens],
    }),
    sets: t.field({
      type: [PlanSetRef],
      description: 'Every smallest set that opens these types: any one of them will do.',
      resolve: ({ sets }) => [...sets],
    }),
  }),
});

const PlanRef = builder.objectRef<Plan<LiveEntry>>('CooperationPlan').implement({
  description: 'What to meet next so that more types of cooperation open.',
  fields: (t) => ({
    open: t.field({
      type: [TypeAssessmentRef],
      description: 'Types that are open already.',
      resolve: ({ open }) => [...open],
    }),
    notOffered: t.field({
      type: [TypeAssessmentRef],
      description: 'Types that are not offered to this kind of applicant, whatever it meets.',
      resolve: ({ notOffered }) => [...notOffered],
    }),
    options: t.field({
      type: [PlanOptionRef],
      description: 'Ways to open types, the cheapest first. Each opens something that no smaller set opens.',
      resolve: ({ options }) => [...options],
    }),
    isComplete: t.exposeBoolean('isComplete', {
      description: 'False when so much is unmet that only the smaller sets were looked at.',
    }),
  }),
});

const PlanInput = builder.inputType('PlanCooperationInput', {
  description: 'Who asks, and what holds of it already.',
  fields: (t) => ({
    applicantKind: t.field({
      type: OrganizationKindEnum,
      required: true,
      description: 'What kind of organization the applicant is.',
    }),
    facts: t.field({ type: [CooperationFactInput], description: 'What holds of the applicant, and what does not.' }),
    types: t.stringList({ description: 'Codes of the types to plan for; all when left out.' }),
  }),
});

const ANSWERS = [['open'], ['notOffered'], ['options', 'opens']];
const ITEMS = [['checklist'], ['unmet'], ['steps', 'item']];
const PATHS = {
  types: ANSWERS.map((path) => [...path, 'cooperationType']),
  requirements: [
    ['options', 'sets', 'items', 'requirement'],
    ...ANSWERS.flatMap((path) => ITEMS.map((item) => [...path, ...item, 'requirement'])),
  ],
};

builder.queryField('planCooperation', (t) =>
  t.field({
    type: PlanRef,
    nullable: true,
    ...costs({ base: 50 }),
    authScopes: { may: 'entry.readPublic' },
    description: 'The smallest sets of unmet things that open more types of cooperation. Anybody may ask.',
    args: {
      input: t.arg({ type: PlanInput, required: true, description: 'Who asks, and what holds of it already.' }),
      asOf: t.arg({ type: 'DateTime', ...asOfArgument }),
      locale: t.arg({ type: 'Locale', ...localeArgument }),
    },
    resolve: async (_root, { input, locale, asOf }, context, info) => {
      chooseScope(context, info, { locale, asOf });
      const content = await publishedCooperation(PATHS, context, info);
      const { applicantKind, facts, types } = input;
      return planCooperation(content, { applicantKind, facts: factsOf(facts), types: types ?? [] });
    },
  }),
);
