import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { operationNames } from '../../src/http/requestMetrics.ts';

const facts = (name: string | null) => ({ name, type: 'query', fields: [] });

describe('names of operations in metrics', () => {
  it('are those configured, whatever came first', () => {
    const nameOf = operationNames(['Home'], 1);
    expect(nameOf(facts('First'), true)).toBe('First');
    expect(nameOf(facts('Second'), true)).toBe('other');
    expect(nameOf(facts('Home'), false)).toBe('Home');
    expect(nameOf(facts(null), true)).toBe('anonymous');
  });

  it('are learnt from operations that succeeded alone', () => {
    const nameOf = operationNames();
    expect(nameOf(facts('Guess'), false)).toBe('other');
    expect(nameOf(facts('Guess'), true)).toBe('Guess');
    expect(nameOf(facts('Guess'), false)).toBe('Guess');
  });

  it('are a bounded number, whatever is sent', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.boolean()), { maxLength: 300 }), (requests) => {
        const nameOf = operationNames(['A'], 10);
        const names = new Set(requests.map(([name, isGood]) => nameOf(facts(name), isGood)));
        return names.size <= 13;
      }),
    );
  });
});
