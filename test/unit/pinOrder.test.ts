/** A person's own order of pins holds everything once, whatever is done to it. */
import { array, assert, constantFrom, option, property, subarray, tuple, uniqueArray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placed, without } from '../../src/citizens/order.ts';

const NAMES = [...'abcdefgh'];
const name = constantFrom(...NAMES);
const list = uniqueArray(name);

describe('the order of pins', () => {
  it('has an item that is placed right before the one named, else at the end, and the others as they were', () => {
    assert(
      property(list, name, option(name), (before, item, next) => {
        const after = placed(before, item, next);
        expect([...after].sort()).toEqual([...new Set([...before, item])].sort());
        if (item === next && before.includes(item)) {
          expect(after).toEqual(before);
          return;
        }
        expect(without(after, item)).toEqual(without(before, item));
        const isThere = next !== null && next !== item && before.includes(next);
        expect(after[after.indexOf(item) + 1]).toBe(isThere ? next : undefined);
      }),
    );
  });

  it('loses what is taken away, and nothing else', () => {
    assert(
      property(list, name, (before, item) => {
        expect(without(before, item)).toEqual(before.filter((one) => one !== item));
      }),
    );
  });

  it('can be brought into any order by moves', () => {
    const orders = tuple(subarray(NAMES, { minLength: NAMES.length }), array(name));
    assert(
      property(orders, ([start, shuffled]) => {
        const wanted = [...new Set([...shuffled, ...NAMES])];
        expect(wanted.reduce<string[]>((order, item) => placed(order, item, null), start)).toEqual(wanted);
      }),
    );
  });
});
