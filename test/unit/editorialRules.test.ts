import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffContent } from '../../src/catalogue/diff.ts';
import { fieldPaths } from '../../src/catalogue/fieldPaths.ts';
import { localeStatuses, staleAfter } from '../../src/catalogue/localisation.ts';
import { applyPatch } from '../../src/kernel/patch.ts';

const tile = {
  title: { cs: 'Registr řidičů', en: 'Driver register' },
  keywords: { cs: ['body'] },
  conditions: { ownPortal: { holds: true }, connectedToNia: null },
  steps: [{ title: { cs: 'Nejdřív' } }, { title: { cs: 'Potom' } }],
  categories: ['a', 'b'],
};

describe('the difference of two versions', () => {
  test('names fields and languages', () => {
    const after = {
      ...tile,
      title: { cs: 'Registr', en: 'Driver register', uk: 'Реєстр' },
      conditions: { ownPortal: null, connectedToNia: { holds: true } },
      steps: [{ title: { cs: 'Nejdřív' } }, { title: { cs: 'Pak' } }],
    };
    expect(diffContent(tile, after).map(({ path, locale, kind }) => [path, locale, kind])).toEqual([
      ['title', 'cs', 'CHANGED'],
      ['title', 'uk', 'ADDED'],
      ['conditions.ownPortal', null, 'REMOVED'],
      ['conditions.connectedToNia', null, 'ADDED'],
      ['steps.1.title', 'cs', 'CHANGED'],
    ]);
  });

  test('takes a list whose length has changed as a whole', () => {
    const [change] = diffContent(tile, { ...tile, categories: ['b'] });
    expect(change).toEqual({ path: 'categories', locale: null, kind: 'CHANGED', before: ['a', 'b'], after: ['b'] });
  });

  test('is empty for equal contents, and never for others', () => {
    const content = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.jsonValue({ maxDepth: 3 }));
    fc.assert(
      fc.property(content, content, (one, other) => {
        expect(diffContent(one, structuredClone(one))).toEqual([]);
        const meant = (value: unknown) => JSON.stringify(value, (_key, item) => (item === null ? undefined : item));
        if (diffContent(one, other).length === 0) expect(meant(one)).toBe(meant(other));
      }),
    );
  });
});

describe('a patch', () => {
  test('leaves absent fields, clears by null, and changes texts language by language', () => {
    const patched = applyPatch(tile, {
      title: { en: null, uk: 'Реєстр' },
      categories: ['c'],
      steps: null,
      keywords: undefined,
    });
    expect(patched).toEqual({
      title: { cs: 'Registr řidičů', uk: 'Реєстр' },
      keywords: { cs: ['body'] },
      conditions: tile.conditions,
      categories: ['c'],
    });
  });

  test('does not change what it is applied to', () => {
    const before = structuredClone(tile);
    applyPatch(tile, { title: { cs: 'Jinak' } });
    expect(tile).toEqual(before);
  });
});

describe('translations', () => {
  test('are counted language by language', () => {
    const [en, uk] = localeStatuses(tile, [{ path: 'title', locale: 'en' }], ['en', 'uk']);
    expect(en).toEqual({
      locale: 'en',
      total: 4,
      translated: 1,
      missing: ['keywords', 'steps.0.title', 'steps.1.title'],
      stale: ['title'],
    });
    expect(uk?.translated).toBe(0);
  });

  test('become stale when their source changes without them, stay so, and are fresh once translated anew', () => {
    const first = { title: { cs: 'Jedna', en: 'One', uk: 'Один' } };
    const second = { title: { cs: 'Dvě', en: 'Two', uk: 'Один' } };
    const third = { title: { cs: 'Dvě', en: 'Two', uk: 'Два' } };
    const afterSecond = staleAfter(first, [], second);
    expect(afterSecond).toEqual([{ path: 'title', locale: 'uk' }]);
    expect(staleAfter(second, afterSecond, structuredClone(second))).toEqual(afterSecond);
    expect(staleAfter(second, afterSecond, third)).toEqual([]);
  });
});

test('comments can be anchored to every field, language and item', () => {
  const paths = fieldPaths(tile);
  for (const path of ['title', 'title.cs', 'steps.1.title.cs', 'conditions.ownPortal.holds'])
    expect(paths).toContain(path);
  expect(paths).not.toContain('steps.2');
});
