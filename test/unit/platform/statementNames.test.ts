import { describe, expect, it } from 'vitest';
import { createStatementNames } from '../../../src/platform/statementNames.ts';

describe('names of prepared statements', () => {
  it('are given to what repeats, and stay', () => {
    const nameOf = createStatementNames();
    const times = (sql: string, count: number) => Array.from({ length: count }, () => nameOf(sql));
    expect(times('SELECT 1', 5)).toEqual([undefined, undefined, 's1', 's1', 's1']);
    expect(times('SELECT 2', 3)).toEqual([undefined, undefined, 's2']);
    expect(nameOf('SELECT 1')).toBe('s1');
  });

  it('come to an end, so that readers cannot fill the server with them', () => {
    const nameOf = createStatementNames(2);
    for (const sql of ['a', 'b', 'c', 'd']) for (let i = 0; i < 5; i += 1) nameOf(sql);
    expect(['a', 'b', 'c', 'd'].map(nameOf)).toEqual(['s1', 's2', undefined, undefined]);
  });
});
