/** Items of checklists and what follows from them, as assessments and plans show them. */
import { RichTextRef } from '../../catalogue/graphql/richText.ts';
import { SourceRef } from '../../catalogue/graphql/shared.ts';
import { ConditionRef, StepRef } from '../../catalogue/kinds/cooperationType/graphql.ts';
import { RequirementRef } from '../../catalogue/kinds/requirement/graphql.ts';
import type { LiveEntry } from '../../generated/prisma/client.ts';
import { builder } from '../../graphql/builder.ts';
import { requiredTextOf, served, textOf } from '../../graphql/localized.ts';
import { invalidInput } from '../../kernel/errors.ts';
import { LIMITS, line } from '../../kernel/fields.ts';
import type { Localized } from '../../kernel/locale.ts';
import { check } from '../../kernel/validate.ts';
import type { AssessedItem, NextStep, SuitabilityAnswer } from '../assessment.ts';
import { howToMeetOf, isProseOnly, notesOf, questionOf, sourcesOf, titleOf, verifierOf } from '../checklist.ts';
import type { Fact } from '../facts.ts';
import { say } from '../messages.ts';

interface FactInput {
  readonly code: string;
  readonly holds?: boolean | null;
  readonly detail?: string | null;
}

export const CooperationFactInput = builder.inputRef<FactInput>('CooperationFactInput').implement({
  description: 'A fact about the applicant.',
  fields: (t) => ({
    code: t.string({ required: true, description: 'Code of a requirement or of a condition, such as CMS_OR_EGSB.' }),
    holds: t.boolean({ description: 'Whether it holds; true when left out.' }),
    detail: t.string({
      description: 'How it is met, in your words, up to 300 characters; it comes back in the answer.',
    }),
  }),
});

/** @throws DomainError INVALID_INPUT for a detail that is no text of one line. */
export function factsOf(facts: readonly FactInput[] | null | undefined): Fact[] {
  return (facts ?? []).map(({ code, holds, detail }, index) => {
    const text = detail ? checkedDetail(detail, index) : null;
    return { code, holds: holds ?? true, detail: text };
  });
}

function checkedDetail(detail: string, index: number): string {
  const { data, issues } = check(line(LIMITS.shortText), detail);
  if (data !== undefined) return data;
  throw invalidInput(
    say('A detail'),
    issues.map(({ message }) => ({ path: ['facts', index, 'detail'], message })),
  );
}

export const ChecklistItemRef = builder.objectRef<AssessedItem<LiveEntry>>('ChecklistItem').implement({
  description: 'Something that must hold before a cooperation can begin, and whether it does.',
  fields: (t) => ({
    code: t.string({
      description: 'Code to state it by: of the requirement, or of the condition where there is no requirement.',
      resolve: ({ item }) => item.code,
    }),
    title: t.string({
      description: 'What it is: the name of the requirement, or the words of the condition.',
      resolve: ({ item }, _args, context, info) => requiredTextOf(titleOf(item), context, info),
    }),
    question: t.string({
      nullable: true,
      description: 'What to ask the applicant.',
      resolve: ({ item }, _args, context, info) => textOf(questionOf(item), context, info),
    }),
    requirement: t.field({
      type: RequirementRef,
      nullable: true,
      description: 'The requirement; null for a condition that belongs to none.',
      resolve: ({ item }) => item.requirement?.row ?? null,
    }),
    conditions: t.field({
      type: [ConditionRef],
      description: 'What documents say of it in words.',
      resolve: ({ item }) => [...item.conditions],
    }),
    isProseOnly: t.boolean({
      description: 'Whether only prose or guidance asks for it: no cell of the requirements matrix does.',
      resolve: ({ item }) => isProseOnly(item),
    }),
    isMet: t.exposeBoolean('isMet', { description: 'Whether it holds; what nobody states does not.' }),
    isDisputed: t.exposeBoolean('isDisputed', {
      description: 'Whether sources disagree: not met by the matrix, met by wider words in the prose. Ask the agency.',
    }),
    answer: t.boolean({
      nullable: true,
      description: 'What the applicant states, or what follows from it; null when nothing tells.',
      resolve: ({ answer }) => answer,
    }),
    detail: t.string({
      nullable: true,
      description: 'How it is met, in the words of the applicant.',
      resolve: ({ detail }) => detail,
    }),
    howToMeet: t.field({
      type: RichTextRef,
      nullable: true,
      description: 'What to do in order to meet it.',
      resolve: ({ item }, _args, context, info) => {
        const texts = howToMeetOf(item);
        return texts && served<string>(texts, context, info);
      },
    }),
    verifiedBy: t.string({
      nullable: true,
      description: 'Who verifies it.',
      resolve: ({ item }, _args, context, info) => textOf(verifierOf(item), context, info),
    }),
    sources: t.field({
      type: [SourceRef],
      description: 'Documents and places that ask for it, the matrix first.',
      resolve: ({ item }) => sourcesOf(item),
    }),
    notes: t.stringList({
      description: 'Explanations, such as how documents differ.',
      resolve: ({ item }, _args, context, info) => notesOf(item).map((note) => requiredTextOf(note, context, info)),
    }),
  }),
});

export const SuitabilityAnswerRef = builder.objectRef<SuitabilityAnswer>('SuitabilityAnswer').implement({
  description: 'A condition that says for whom a type is meant. It is asked and explained, and blocks nobody.',
  fields: (t) => ({
    condition: t.expose('condition', {
      type: ConditionRef,
      description: 'The condition, with its question and sources.',
    }),
    answer: t.boolean({
      nullable: true,
      description: 'What the applicant states; null when it states nothing of it.',
      resolve: ({ answer }) => answer,
    }),
    detail: t.string({
      nullable: true,
      description: 'More of it, in the words of the applicant.',
      resolve: ({ detail }) => detail,
    }),
  }),
});

const NextStepKind = builder.enumType('NextStepKind', {
  description: 'What a next step is.',
  values: {
    MEET: { description: 'To meet something that is missing.' },
    PROCESS: { description: 'A step of the process of the type.' },
    ASK: { description: 'To ask the agency, as the type is not offered to this kind of applicant.' },
  } satisfies Record<NextStep['kind'], object>,
});

const ASK: Localized = {
  cs: 'Napište správci Portálu občana a zeptejte se, zda je spolupráce možná i pro vás.',
  en: 'Write to the administrator of the Citizen Portal and ask whether the cooperation is possible for you too.',
};

export const NextStepRef = builder.objectRef<NextStep<LiveEntry>>('NextStep').implement({
  description: 'What to do next; steps are in order.',
  fields: (t) => ({
    kind: t.expose('kind', { type: NextStepKind, description: 'What it is.' }),
    title: t.string({
      description: 'What is done.',
      resolve: (step, _args, context, info) => requiredTextOf(titleOfStep(step), context, info),
    }),
    item: t.field({
      type: ChecklistItemRef,
      nullable: true,
      description: 'What is missing, for a step that meets it.',
      resolve: (step) => (step.kind === 'MEET' ? step.item : null),
    }),
    step: t.field({
      type: StepRef,
      nullable: true,
      description: 'The step of the process, with how and where it is done.',
      resolve: (step) => (step.kind === 'PROCESS' ? step.step : null),
    }),
  }),
});

function titleOfStep(step: NextStep<LiveEntry>): Localized {
  if (step.kind === 'MEET') return titleOf(step.item.item);
  return step.kind === 'PROCESS' ? step.step.title : ASK;
}
