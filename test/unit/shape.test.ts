/** The shape of operations: what the limits hold. */
import fc from 'fast-check';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/graphql/limits/limits.ts';
import { exceededBy, FragmentCycle, shapesOf } from '../../src/graphql/limits/shape.ts';

const shapeOf = (document: string) => shapesOf(parse(document))[0];

describe('the shape of an operation', () => {
  it.each([
    ['{ a }', { depth: 1, fields: 1, rootFields: 1 }],
    ['{ a { b { c } d } }', { depth: 3, fields: 4, rootFields: 1 }],
    ['{ x: a b { y: c z: c } }', { aliases: 3, fields: 4, rootFields: 2 }],
    ['{ a ...F ... { b } } fragment F on Q { c { d } }', { depth: 2, fields: 4, rootFields: 3 }],
    ['{ a { ...F } b { ...F } } fragment F on Q { x: c { y: d } }', { depth: 3, aliases: 4, fields: 6 }],
    ['{ a a a { a } }', { fields: 4, rootFields: 3 }],
    ['{ a @x @y ... @z { b } ...F @w } fragment F on Q @v { c }', { directives: 5 }],
    ['{ __schema { types { fields { name } } } }', { depth: 1, fields: 4, rootFields: 1 }],
    ['{ a { __typename } }', { depth: 2 }],
    ['{ ...Missing }', { fields: 0 }],
  ])('%s is measured with its fragments written out', (document, expected) => {
    expect(shapeOf(document)).toMatchObject(expected);
  });

  it('is that of each operation of a document', () => {
    expect(shapesOf(parse('query A { a } query B { b { c } }')).map(({ depth }) => depth)).toEqual([1, 2]);
  });

  it('is nothing for a fragment that holds itself', () => {
    expect(() => shapeOf('{ ...A } fragment A on Q { ...B } fragment B on Q { a { ...A } }')).toThrow(FragmentCycle);
  });

  it('is measured at once, however large it gets', () => {
    const levels = Array.from({ length: 60 }, (_, n) => `fragment F${n} on Q { ...F${n + 1} x: a { ...F${n + 1} } }`);
    const started = performance.now();
    const shape = shapeOf(`{ ...F0 } ${levels.join(' ')} fragment F60 on Q { a }`);
    expect(performance.now() - started).toBeLessThan(100);
    expect(shape?.fields).toBeGreaterThan(2 ** 59);
    expect(shape && exceededBy(shape, LIMITS)).toBe('depth');
  });

  it('is the same with fragments as without', () => {
    const selection = fc.letrec<{ set: string }>((tie) => ({
      set: fc
        .array(
          fc.oneof(
            { depthSize: 'small' },
            fc.constantFrom('a', 'x: b'),
            fc.tuple(fc.constantFrom('c', 'y: d'), tie('set')).map(([name, set]) => `${name} ${set}`),
            tie('set').map((set) => `... ${set}`),
          ),
          { minLength: 1, maxLength: 3 },
        )
        .map((parts) => `{ ${parts.join(' ')} }`),
    })).set;
    fc.assert(
      fc.property(selection, (set) => {
        expect(shapeOf(`{ r { ...F } s { ...F } } fragment F on Q ${set}`)).toEqual(shapeOf(`{ r ${set} s ${set} }`));
      }),
    );
  });

  it('exceeds a limit by one', () => {
    const deep = (depth: number): string => (depth === 1 ? '{ a }' : `{ a ${deep(depth - 1)} }`);
    const many = (count: number, text: (n: number) => string) =>
      `{ ${Array.from({ length: count }, (_, n) => text(n)).join(' ')} }`;
    for (const [limit, document] of [
      ['depth', deep],
      ['aliases', (count: number) => `{ r ${many(count, (n) => `x${n}: a`)} }`],
      ['rootFields', (count: number) => many(count, () => 'a')],
      ['directives', (count: number) => `{ r ${many(count, () => 'a @x')} }`],
      ['fields', (count: number) => `{ r ${many(count - 1, () => 'a')} }`],
    ] as const) {
      const [within, beyond] = [LIMITS[limit], LIMITS[limit] + 1].map((size) => shapeOf(document(size)));
      expect([within && exceededBy(within, LIMITS), beyond && exceededBy(beyond, LIMITS)]).toEqual([null, limit]);
    }
  });
});
