/** What a type of cooperation asks of an applicant, as a list to be ticked off; requests are judged by it too. */
import type { Source } from '../catalogue/kinds/common.ts';
import type { CooperationTypeContent } from '../catalogue/kinds/cooperationType/content.ts';
import type { RequirementContent } from '../catalogue/kinds/requirement/content.ts';
import type { Localized } from '../kernel/locale.ts';
import { buildMatrix } from './matrix.ts';

export type Condition = CooperationTypeContent['conditions'][number];
export type StatedCell = CooperationTypeContent['requirements'][number];
export type Disagreement = CooperationTypeContent['disagreements'][number];

/** A published type of cooperation; `Row` is what it was read as. */
export interface CooperationTypeSource<Row = unknown> {
  readonly id: string;
  readonly row: Row;
  readonly content: Pick<
    CooperationTypeContent,
    'code' | 'position' | 'applicantKinds' | 'requirements' | 'conditions' | 'disagreements' | 'steps' | 'contact'
  >;
}

/** A published requirement; `Row` is what it was read as. */
export interface RequirementSource<Row = unknown> {
  readonly id: string;
  readonly row: Row;
  readonly content: Pick<RequirementContent, 'code' | 'position' | 'title' | 'implies' | 'howToMeet' | 'verifiedBy'> &
    Partial<Pick<RequirementContent, 'question'>>;
}

/** Everything that an assessment is made from: what was published at one instant. */
export interface CooperationContent<Row = unknown> {
  readonly types: readonly CooperationTypeSource<Row>[];
  readonly requirements: readonly RequirementSource<Row>[];
}

/** Something that must hold before a cooperation can begin, with everything that says so. */
export interface ChecklistItem<Row = unknown> {
  /** Code of the requirement, or of the condition where documents name no requirement. */
  readonly code: string;
  readonly requirement: RequirementSource<Row> | null;
  /** Ticked cells of the matrix; none where only prose or guidance asks for it. */
  readonly cells: readonly StatedCell[];
  /** Prerequisites that documents state of it in words. */
  readonly conditions: readonly Condition[];
}

/** What a type asks for: the ticked cells in the order of the matrix, then what stands in the prose alone. */
export function checklistOf<Row>(
  type: CooperationTypeSource<Row>,
  requirements: readonly RequirementSource<Row>[],
): ChecklistItem<Row>[] {
  const byId = new Map(requirements.map((requirement) => [requirement.id, requirement]));
  const ticked = tickedCells(type, requirements);
  const fromMatrix = ticked.flatMap((cell): ChecklistItem<Row>[] => {
    const requirement = byId.get(cell.requirement);
    return requirement ? [{ code: requirement.content.code, requirement, cells: [cell], conditions: [] }] : [];
  });
  const inMatrix = new Set(fromMatrix.map(({ requirement }) => requirement?.id));
  const stated = type.content.conditions.filter(({ nature }) => nature === 'PREREQUISITE');
  const fromConditions = stated.map((condition): ChecklistItem<Row> => {
    const named = (condition.requirement && byId.get(condition.requirement)) || null;
    // What is wider than a requirement is a matter of its own, unless the matrix asks for that requirement.
    const requirement = named && condition.isWider && !inMatrix.has(named.id) ? null : named;
    return { code: requirement?.content.code ?? condition.code, requirement, cells: [], conditions: [condition] };
  });
  return mergedItems([...fromMatrix, ...fromConditions]);
}

/** Items with what is said of each in one place, in the order in which they come first. */
export function mergedItems<Row>(items: readonly ChecklistItem<Row>[]): ChecklistItem<Row>[] {
  const merged = new Map<string, ChecklistItem<Row>>();
  for (const item of items) {
    const before = merged.get(item.code);
    merged.set(item.code, {
      code: item.code,
      requirement: before?.requirement ?? item.requirement,
      cells: [...new Set([...(before?.cells ?? []), ...item.cells])],
      conditions: [...new Set([...(before?.conditions ?? []), ...item.conditions])],
    });
  }
  return [...merged.values()];
}

function tickedCells<Row>(
  type: CooperationTypeSource<Row>,
  requirements: readonly RequirementSource<Row>[],
): StatedCell[] {
  const asEntry = <Content>({ id, content }: { id: string; content: Content }) => ({ id, card: content });
  const { rows } = buildMatrix([asEntry(type)], requirements.map(asEntry));
  return rows.flatMap(({ cells }) => cells.flatMap(({ stated }) => (stated?.isRequired ? [stated] : [])));
}

/** Conditions that say for whom a type is meant; they block nobody. */
export function suitabilityOf({ content }: CooperationTypeSource): Condition[] {
  return content.conditions.filter(({ nature }) => nature === 'SUITABILITY');
}

/** Whether only prose or guidance asks for it, and no cell of the matrix. */
export function isProseOnly({ cells }: ChecklistItem): boolean {
  return cells.length === 0;
}

/** Name of the requirement, or the words of the condition. */
export function titleOf({ requirement, conditions }: ChecklistItem): Localized {
  return (requirement?.content.title ?? conditions[0]?.text) as Localized;
}

/** What to ask the applicant; null when no document or editor has put it into words. */
export function questionOf({ requirement, conditions }: ChecklistItem): Localized | null {
  return requirement?.content.question ?? conditions.find(({ question }) => question)?.question ?? null;
}

/** How to meet it, in Markdown; null when nobody says. */
export function howToMeetOf({ requirement, conditions }: ChecklistItem): Localized | null {
  return requirement?.content.howToMeet ?? conditions.find(({ howToMeet }) => howToMeet)?.howToMeet ?? null;
}

/** Who verifies it; null when nobody says. */
export function verifierOf({ requirement, conditions }: ChecklistItem): Localized | null {
  return requirement?.content.verifiedBy ?? conditions.find(({ verifiedBy }) => verifiedBy)?.verifiedBy ?? null;
}

/** Documents and places that ask for it, the matrix first, each once. */
export function sourcesOf({ cells, conditions }: ChecklistItem): Source[] {
  const all = [...cells, ...conditions].flatMap(({ sources }) => sources);
  return [...new Map(all.map((source) => [JSON.stringify(source), source])).values()];
}

/** Explanations of its cells and conditions. */
export function notesOf({ cells, conditions }: ChecklistItem): Localized[] {
  return [...cells, ...conditions].flatMap(({ note }) => (note ? [note] : []));
}
