/** The requirements matrix, read from the published types of cooperation and requirements. */
import type { CooperationTypeContent } from '../catalogue/kinds/cooperationType/content.ts';

type StatedCell = CooperationTypeContent['requirements'][number];

/** A published type or requirement, as far as the matrix goes. */
export interface MatrixEntry<Card> {
  readonly id: string;
  readonly card: Card;
}

export type TypeEntry = MatrixEntry<Pick<CooperationTypeContent, 'position' | 'requirements'>>;
export type RequirementEntry = MatrixEntry<{ readonly position: number }>;

/** Whether a type requires a requirement; `stated` is the cell of the document, absent where it has none. */
export interface MatrixCell<Type, Requirement> {
  readonly cooperationType: Type;
  readonly requirement: Requirement;
  readonly isRequired: boolean;
  readonly stated: StatedCell | null;
}

export interface Matrix<Type, Requirement> {
  readonly cooperationTypes: readonly Type[];
  readonly requirements: readonly Requirement[];
  readonly rows: readonly {
    readonly requirement: Requirement;
    readonly cells: readonly MatrixCell<Type, Requirement>[];
  }[];
}

/**
 * Rows are the requirements that a cell of some type speaks of, columns the types, both in the order of the document.
 * A requirement that a type does not speak of is not required by it: a blank never forbids.
 */
export function buildMatrix<Type extends TypeEntry, Requirement extends RequirementEntry>(
  types: readonly Type[],
  requirements: readonly Requirement[],
): Matrix<Type, Requirement> {
  const cooperationTypes = types.toSorted(byPosition);
  const spokenOf = new Set(types.flatMap(({ card }) => card.requirements.map(({ requirement }) => requirement)));
  const shown = requirements.filter(({ id }) => spokenOf.has(id)).toSorted(byPosition);
  const rows = shown.map((requirement) => {
    return { requirement, cells: cooperationTypes.map((type) => toCell(type, requirement)) };
  });
  return { cooperationTypes, requirements: shown, rows };
}

function toCell<Type extends TypeEntry, Requirement extends RequirementEntry>(
  cooperationType: Type,
  requirement: Requirement,
): MatrixCell<Type, Requirement> {
  const stated = cooperationType.card.requirements.find((cell) => cell.requirement === requirement.id) ?? null;
  return { cooperationType, requirement, isRequired: stated?.isRequired ?? false, stated };
}

function byPosition(one: { card: { position: number } }, other: { card: { position: number } }): number {
  return one.card.position - other.card.position;
}
