/** Which types of cooperation are open to an applicant, and what stands in the way of the others: a pure rule. */
import type { CooperationTypeContent } from '../catalogue/kinds/cooperationType/content.ts';
import { type Issue, invalidInput } from '../kernel/errors.ts';
import { joined } from '../kernel/message.ts';
import {
  type ChecklistItem,
  type Condition,
  type CooperationContent,
  type CooperationTypeSource,
  checklistOf,
  type Disagreement,
  mergedItems,
  suitabilityOf,
} from './checklist.ts';
import { type Answers, consequencesIn, type Fact, readFacts } from './facts.ts';
import { say } from './messages.ts';

/**
 * ELIGIBLE: nothing is missing. ELIGIBLE_AFTER: something must be met first. NOT_OFFERED: the type is not for this kind
 * of applicant. The order is from the most open one.
 */
export const OUTCOMES = ['ELIGIBLE', 'ELIGIBLE_AFTER', 'NOT_OFFERED'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Who asks, what it says of itself, and what it would like. */
export interface AssessmentInput {
  /** Kind of the organization; a type is offered to the kinds that its content names. */
  readonly applicantKind: string;
  readonly facts: readonly Fact[];
  /** Codes of the types to assess; all when neither types nor combinations are wished for. */
  readonly types: readonly string[];
  /** Sets of types, by their codes, that are wished for together. */
  readonly combinations: readonly (readonly string[])[];
}

/** An item of a checklist, ticked or not. */
export interface AssessedItem<Row = unknown> {
  readonly item: ChecklistItem<Row>;
  readonly isMet: boolean;
  /** Not met by the matrix, while a wider wording in the prose would be met. */
  readonly isDisputed: boolean;
  /** What the applicant says, or what follows from it; null when nothing tells. */
  readonly answer: boolean | null;
  readonly detail: string | null;
}

/** A condition of suitability, asked about; whatever the answer, it blocks nobody. */
export interface SuitabilityAnswer {
  readonly condition: Condition;
  readonly answer: boolean | null;
  readonly detail: string | null;
}

/** What to do next: meet what is missing, or take a step of the process; ask, where nothing is offered. */
export type NextStep<Row = unknown> =
  | { readonly kind: 'MEET'; readonly item: AssessedItem<Row> }
  | { readonly kind: 'PROCESS'; readonly step: CooperationTypeContent['steps'][number] }
  | { readonly kind: 'ASK' };

/** How open a type is to the applicant. */
export interface TypeAssessment<Row = unknown> {
  readonly type: CooperationTypeSource<Row>;
  readonly outcome: Outcome;
  readonly checklist: readonly AssessedItem<Row>[];
  readonly unmet: readonly AssessedItem<Row>[];
  readonly suitability: readonly SuitabilityAnswer[];
  readonly steps: readonly NextStep<Row>[];
  readonly disagreements: readonly Disagreement[];
}

/** How open several types together are: the union of what each of them asks for. */
export interface CombinationAssessment<Row = unknown> extends Omit<TypeAssessment<Row>, 'type'> {
  readonly types: readonly TypeAssessment<Row>[];
}

export interface Assessment<Row = unknown> {
  readonly types: readonly TypeAssessment<Row>[];
  readonly combinations: readonly CombinationAssessment<Row>[];
}

/**
 * Assesses an applicant against the published types and requirements. What an applicant does not state counts as not
 * met; suitability never counts.
 * @throws DomainError INVALID_INPUT naming unknown codes, contradictory facts, and wishes that make no sense.
 */
export function assessCooperation<Row>(content: CooperationContent<Row>, input: AssessmentInput): Assessment<Row> {
  assertWishesExist(content, input);
  const answers = readFacts(input.facts, consequencesIn(content));
  const assessed = assessTypes(content, input.applicantKind, answers);
  const wished = new Set([...input.types, ...input.combinations.flat()]);
  const byCode = new Map(assessed.map((one) => [one.type.content.code, one]));
  return {
    types: wished.size === 0 ? assessed : assessed.filter(({ type }) => wished.has(type.content.code)),
    combinations: input.combinations.map((codes) => combined(codes.flatMap((code) => byCode.get(code) ?? []))),
  };
}

/** All published types, in the order of the document. */
export function assessTypes<Row>(
  content: CooperationContent<Row>,
  applicantKind: string,
  answers: Answers,
): TypeAssessment<Row>[] {
  const types = content.types.toSorted((one, other) => one.content.position - other.content.position);
  return types.map((type) => {
    const checklist = checklistOf(type, content.requirements).map((item) => assessItem(item, answers));
    const unmet = checklist.filter(({ isMet }) => !isMet);
    const isOffered = (type.content.applicantKinds as readonly string[]).includes(applicantKind);
    const outcome = !isOffered ? 'NOT_OFFERED' : unmet.length > 0 ? 'ELIGIBLE_AFTER' : 'ELIGIBLE';
    return {
      ...{ type, outcome, checklist, unmet },
      suitability: suitabilityOf(type).map((condition) => ({
        condition,
        answer: answers.answerOf(condition.code),
        detail: answers.detailOf(condition.code),
      })),
      steps: stepsOf(outcome, unmet, type.content.steps),
      disagreements: type.content.disagreements,
    };
  });
}

function assessItem<Row>(item: ChecklistItem<Row>, { answerOf, detailOf }: Answers): AssessedItem<Row> {
  const answer = answerOf(item.code);
  const isMet = answer === true;
  const codes = [item.code, ...item.conditions.map(({ code }) => code)];
  return {
    ...{ item, isMet, answer },
    isDisputed: !isMet && item.conditions.some(({ code, isWider }) => isWider && answerOf(code) === true),
    detail: codes.map(detailOf).find((detail) => detail !== null) ?? null,
  };
}

function stepsOf<Row>(
  outcome: Outcome,
  unmet: readonly AssessedItem<Row>[],
  process: CooperationTypeContent['steps'],
): NextStep<Row>[] {
  if (outcome === 'NOT_OFFERED') return [{ kind: 'ASK' }];
  return [
    ...unmet.map((item) => ({ kind: 'MEET', item }) as const),
    ...process.map((step) => ({ kind: 'PROCESS', step }) as const),
  ];
}

function combined<Row>(types: readonly TypeAssessment<Row>[]): CombinationAssessment<Row> {
  const outcome = OUTCOMES[Math.max(...types.map((type) => OUTCOMES.indexOf(type.outcome)))] as Outcome;
  const checklist = mergedAssessed(types.flatMap((type) => type.checklist));
  const unmet = checklist.filter(({ isMet }) => !isMet);
  const process = types.flatMap(({ type }) => type.content.steps);
  const suitability = types.flatMap((type) => type.suitability);
  const disagreements = types.flatMap((type) => type.disagreements);
  return {
    ...{ types, outcome, checklist, unmet },
    suitability: distinct(suitability, ({ condition }) => condition.code),
    steps: stepsOf(outcome, unmet, process),
    disagreements: distinct(disagreements, ({ code }) => code),
  };
}

/** One item for each code; types that ask for the same differ in where they say so. */
function mergedAssessed<Row>(items: readonly AssessedItem<Row>[]): AssessedItem<Row>[] {
  return mergedItems(items.map(({ item }) => item)).map((item) => {
    const same = items.filter((one) => one.item.code === item.code) as [AssessedItem<Row>, ...AssessedItem<Row>[]];
    return { ...same[0], item, isDisputed: same.some(({ isDisputed }) => isDisputed) };
  });
}

/** The first of those with the same key. */
export function distinct<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  const keys = items.map(keyOf);
  return items.filter((_item, index) => keys.indexOf(keys[index] as string) === index);
}

/** Types, and combinations, that can be wished for at once. */
const MAX_WISHES = 50;

/** @throws DomainError INVALID_INPUT for a wish for a type that is not published. */
export function assertWishesExist({ types }: CooperationContent, { types: wished, combinations }: Wishes): void {
  const known = types.map(({ content }) => content.code);
  const unknown = (codes: readonly string[], path: Issue['path']) =>
    codes.flatMap((code, index): Issue[] => {
      const message = say('must be the code of a published type of cooperation: {codes}', { codes: joined(known) });
      return known.includes(code) ? [] : [{ path: [...path, index], message }];
    });
  const isMany = wished.length > MAX_WISHES || combinations.length > MAX_WISHES;
  const issues = [
    ...(isMany
      ? [{ path: [], message: say('must have at most {max} types and as many combinations', { max: MAX_WISHES }) }]
      : []),
    ...unknown(wished, ['types']),
    ...combinations.flatMap((codes, index): Issue[] => {
      const path = ['combinations', index, 'types'];
      const isSet = new Set(codes).size === codes.length && codes.length > 1;
      return [
        ...unknown(codes, path),
        ...(isSet ? [] : [{ path, message: say('must name two types or more, each of them once') }]),
      ];
    }),
  ];
  if (issues.length > 0) throw invalidInput(say('The wish'), issues);
}

type Wishes = Pick<AssessmentInput, 'types' | 'combinations'>;
