import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keptQuery } from '../../src/search/misses/missRules.ts';
import { Occasions } from '../../src/search/misses/occasions.ts';

describe('a search without a result that is asked', () => {
  const minute = 60_000;

  it('once or in a row is not counted; through a day it is, from its third occasion on', () => {
    const occasions = new Occasions();
    const countsAt = (query: string, minutes: number[]) =>
      minutes.map((one) => occasions.timesToCount(query, one * minute));
    expect(countsAt('novák kolín', [0, 1, 2, 3, 9, 15])).toEqual([0, 0, 0, 0, 0, 0]);
    expect(countsAt('helikoptéra', [0, 11, 12, 22, 23])).toEqual([0, 0, 0, 4, 1]);
  });

  it('on occasions of different days is forgotten', () => {
    const occasions = new Occasions();
    const times = [0, 20, 24 * 60 + 1, 24 * 60 + 20].map((one) => occasions.timesToCount('novák', one * minute));
    expect(times).toEqual([0, 0, 0, 0]);
  });
});

describe('a search without a result', () => {
  it.each([
    ['  Ztracená   OBČANKA ', 'ztracená občanka'],
    ['dlažice 2026', 'dlažice 2026'],
    ['a1234', 'a1234'],
    ['Žádost o pas', 'žádost o pas'],
    ['panelák', 'panelák'],
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
    ['Jan Novák'],
    ['výpis Nováková Marie'],
    ['pan novák z brna'],
    ['paní dvořáková'],
    ['bytem kolín'],
    ['sp. zn. 12 C 34'],
    ['Ing. Novotný'],
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
