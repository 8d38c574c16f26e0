/** What to meet next so that more types of cooperation open: a pure rule, exact. */
import {
  type AssessedItem,
  type AssessmentInput,
  assertWishesExist,
  assessTypes,
  distinct,
  type TypeAssessment,
} from './assessment.ts';
import type { CooperationContent } from './checklist.ts';
import { consequencesIn, readFacts } from './facts.ts';

/** Sets that are looked at, at the most; the smallest ones come first. */
export const MAX_SETS = 20_000;

/** Types that can be opened, with every smallest set of unmet items that opens them. */
export interface PlanOption<Row = unknown> {
  /** Options that cost the same and open as many types have the same rank, from 1: a tie. */
  readonly rank: number;
  readonly opens: readonly TypeAssessment<Row>[];
  /** Any one of these sets will do; they are of the same size. */
  readonly sets: readonly (readonly AssessedItem<Row>[])[];
}

export interface Plan<Row = unknown> {
  /** Types that are open already. */
  readonly open: readonly TypeAssessment<Row>[];
  /** Types that nothing can open, as they are not offered to the applicant. */
  readonly notOffered: readonly TypeAssessment<Row>[];
  /** The cheapest first; of those that cost the same, the one that opens the most. */
  readonly options: readonly PlanOption<Row>[];
  /** False when there are so many unmet items that larger sets were not looked at. */
  readonly isComplete: boolean;
}

export type PlanInput = Pick<AssessmentInput, 'applicantKind' | 'facts' | 'types'>;

/**
 * The smallest sets of unmet items that open types: each set opens something that no smaller set opens.
 * @throws DomainError INVALID_INPUT as {@link assessCooperation} does.
 */
export function planCooperation<Row>(content: CooperationContent<Row>, input: PlanInput): Plan<Row> {
  assertWishesExist(content, { types: input.types, combinations: [] });
  const consequences = consequencesIn(content);
  const assessed = assessTypes(content, input.applicantKind, readFacts(input.facts, consequences));
  const wished = assessed.filter(({ type }) => input.types.length === 0 || input.types.includes(type.content.code));
  const closed = wished.filter(({ outcome }) => outcome === 'ELIGIBLE_AFTER');
  const unmet = distinct(
    closed.flatMap((type) => type.unmet),
    ({ item }) => item.code,
  );
  const { found, isComplete } = smallestSets(
    unmet.map(({ item }) => item.code),
    closed.map((type) => type.unmet.map(({ item }) => item.code)),
    (code) => consequences.get(code) ?? new Set([code]),
  );
  const options = found.map(({ opens, sets }) => ({
    opens: opens.map((index) => closed[index] as TypeAssessment<Row>),
    sets: sets.map((set) => set.map((index) => unmet[index] as AssessedItem<Row>)),
  }));
  return {
    open: wished.filter(({ outcome }) => outcome === 'ELIGIBLE'),
    notOffered: wished.filter(({ outcome }) => outcome === 'NOT_OFFERED'),
    options: ranked(options),
    isComplete,
  };
}

/** Sets of items, by their places, and the goals that they reach. */
interface FoundSets {
  readonly opens: readonly number[];
  readonly sets: readonly (readonly number[])[];
}

/**
 * For every group of goals that some set reaches, all sets of the smallest size that reach it.
 * @param items codes to choose from
 * @param goals codes that each goal needs
 * @param consequencesOf codes that hold with a code, itself included
 */
export function smallestSets(
  items: readonly string[],
  goals: readonly (readonly string[])[],
  consequencesOf: (code: string) => ReadonlySet<string>,
  maxSets = MAX_SETS,
): { found: FoundSets[]; isComplete: boolean } {
  const best = new Map<string, { opens: number[]; sets: number[][] }>();
  let looked = 0;
  for (let size = 1; size <= items.length; size += 1) {
    for (const set of setsOf(size, items.length)) {
      looked += 1;
      if (looked > maxSets) return { found: [...best.values()], isComplete: false };
      const holding = new Set(set.flatMap((place) => [...consequencesOf(items[place] as string)]));
      const opens = goals.flatMap((goal, index) => (goal.every((code) => holding.has(code)) ? [index] : []));
      if (opens.length > 0) keep(set, opens);
    }
  }
  return { found: [...best.values()], isComplete: true };

  /** Sets come by size: one that opens nothing beyond what a smaller one opens is of no use. */
  function keep(set: number[], opens: number[]): void {
    const smaller = [...best.values()].filter(({ sets }) => (sets[0] as number[]).length < set.length);
    if (smaller.some((one) => opens.every((goal) => one.opens.includes(goal)))) return;
    const same = best.get(opens.join());
    if (same) same.sets.push(set);
    else best.set(opens.join(), { opens, sets: [set] });
  }
}

/** All sets of `size` of the numbers below `count`. */
function* setsOf(size: number, count: number, from = 0): Generator<number[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let first = from; first <= count - size; first += 1) {
    for (const rest of setsOf(size - 1, count, first + 1)) yield [first, ...rest];
  }
}

function ranked<Row>(options: readonly Omit<PlanOption<Row>, 'rank'>[]): PlanOption<Row>[] {
  const cost = ({ sets }: Omit<PlanOption<Row>, 'rank'>) => sets[0]?.length ?? 0;
  const sorted = options.toSorted((one, other) => cost(one) - cost(other) || other.opens.length - one.opens.length);
  const keys = sorted.map((option) => `${cost(option)} ${option.opens.length}`);
  const ranks = [...new Set(keys)];
  return sorted.map((option, index) => ({ ...option, rank: ranks.indexOf(keys[index] as string) + 1 }));
}
