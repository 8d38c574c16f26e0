import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keptQuery } from '../../src/search/misses/missRules.ts';

describe('a search without a result', () => {
  it.each([
    ['  Ztracená   OBČANKA ', 'ztracená občanka'],
    ['dlažice 2026', 'dlažice 2026'],
    ['a1234', 'a1234'],
  ])('%j is counted as %j', (query, kept) => {
    expect(keptQuery(query)).toBe(kept);
  });

  it.each([
    ['850101/1234'],
    ['rodné číslo 8501011234'],
    ['8 5 0 1 0 1 - 1 2 3 4'],
    ['tel. 777 123 456'],
    ['OP 123456789'],
    ['٨٥٠١٠١١٢٣٤'],
    ['jan@novak.example'],
    ['jan zavináč seznam'],
    ['https://example.org/ja'],
    ['www.example.org'],
    ['12'],
    ['???'],
    [''],
    ['Dobrý den, jmenuji se Jan Novák, bydlím v Brně a potřebuji poradit s občankou'],
  ])('%j is not kept', (query) => {
    expect(keptQuery(query)).toBeNull();
  });

  it('never has an address or the digits of a person in it, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 256 }), (query) => {
        const kept = keptQuery(query) ?? '';
        expect(kept).not.toContain('@');
        expect((kept.match(/\p{Nd}/gu) ?? []).length).toBeLessThanOrEqual(4);
        expect([...kept].length).toBeLessThanOrEqual(60);
        expect(keptQuery(kept)).toBe(kept === '' ? null : kept);
      }),
    );
  });
});
