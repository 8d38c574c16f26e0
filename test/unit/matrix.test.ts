import { describe, expect, test } from 'vitest';
import { buildMatrix } from '../../src/cooperation/matrix.ts';

const type = (id: string, position: number, requirements: { requirement: string; isRequired: boolean }[]) => {
  return { id, card: { position, requirements: requirements.map((cell) => ({ ...cell, sources: [] })) } };
};
const requirement = (id: string, position: number) => ({ id, card: { position } });

describe('the requirements matrix', () => {
  const tile = type('tile', 1, [{ requirement: 'nia', isRequired: true }]);
  const other = type('other', 2, [
    { requirement: 'nia', isRequired: false },
    { requirement: 'bus', isRequired: true },
  ]);
  const matrix = buildMatrix([other, tile], [requirement('bus', 2), requirement('web', 3), requirement('nia', 1)]);

  test('has types and requirements in the order of the document', () => {
    expect(matrix.cooperationTypes.map(({ id }) => id)).toEqual(['tile', 'other']);
    expect(matrix.requirements.map(({ id }) => id)).toEqual(['nia', 'bus']);
  });

  test('leaves out a requirement that no cell speaks of', () => {
    expect(matrix.rows.some((row) => row.requirement.id === 'web')).toBe(false);
  });

  test('has a cell for every pair, and a pair that no document speaks of is not required', () => {
    const cells = matrix.rows.flatMap(({ cells }) => cells);
    const required = cells.filter(({ isRequired }) => isRequired);
    expect(cells).toHaveLength(4);
    expect(required.map((cell) => [cell.cooperationType.id, cell.requirement.id])).toEqual([
      ['tile', 'nia'],
      ['other', 'bus'],
    ]);
    expect(
      cells.find((cell) => cell.cooperationType.id === 'tile' && cell.requirement.id === 'bus')?.stated,
    ).toBeNull();
  });
});
