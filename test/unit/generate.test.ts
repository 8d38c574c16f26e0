import { v5 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { readSeed, resolved } from '../../seed/files.ts';
import { BLOCK, generatedEntry, generatedOrganization, organizationsFor } from '../../seed/generate.ts';
import type { CommonContent } from '../../src/catalogue/kinds/common.ts';
import { kindOf } from '../../src/catalogue/kinds/registry.ts';
import { organizationContent } from '../../src/organizations/content.ts';

const COUNT = 5_000;
const numbers = Array.from({ length: COUNT }, (_, index) => index + 1);
const entries = numbers.map(generatedEntry);
/** The content of some entries takes a while to make. */
const sample = numbers.filter((number) => number % 10 === 1).map(contentOf);

/** Stands for every reference: its symbol as an id. */
const ANYTHING = { has: () => true, get: (symbol: string) => v5(symbol, v5.URL) } as unknown as Map<string, unknown>;

describe('A generated entry', () => {
  test('is the same whenever and wherever it is made', () => {
    expect(generatedEntry(7).slug).toBe('ukazka-7-nabidka-obecnich-bytu-v-hradci-kralove-pro-podnikatele');
    expect(generatedEntry(1_234_567).row()).toEqual(generatedEntry(1_234_567).row());
  });

  test('has a slug of its own', () => {
    expect(new Set(entries.map(({ slug }) => slug)).size).toBe(COUNT);
  });

  test('has content that its kind accepts, with nothing left for it to fill in', () => {
    for (const { kind, row } of sample) {
      const { slug, ...content } = resolved(row, ANYTHING);
      expect(kindOf(kind).schema.parse(content), slug).toEqual(content);
    }
  });

  test('is plainly marked as demonstration, at addresses that lead nowhere', () => {
    for (const { row, text } of sample) {
      expect(row['isDemonstration']).toBe(true);
      for (const [, host] of text.matchAll(/https:\/\/([^/"]+)/g)) expect(host).toMatch(/\.portal\.example$/);
      for (const [code] of text.matchAll(/"[ASU]\d+"/g)) expect(code).toMatch(/^"[ASU]999/);
    }
  });

  test('refers to reference data of the seed, to organizations that go with its number, and to its own block', () => {
    const known = new Set([
      ...readSeed('categories').map(({ slug }) => `@category/${slug}`),
      ...readSeed('territories').map(({ slug }) => `@territory/${slug}`),
      ...readSeed('organizations').map(({ slug }) => `@organization/${slug}`),
    ]);
    for (const { number, text } of sample) {
      const organizations = numbers.slice(0, organizationsFor(number)).map(generatedOrganization);
      const first = number - ((number - 1) % BLOCK);
      const block = entries.slice(first - 1, first - 1 + BLOCK);
      const targets = new Set([
        ...organizations.map(({ slug }) => `@organization/${slug}`),
        ...block.map(({ kind, slug }) => `@entry/${kind}/${slug}`),
      ]);
      const symbols = [...text.matchAll(/"(@[^"]+)"/g)].map(([, symbol]) => symbol as string);
      expect(symbols.filter((symbol) => !known.has(symbol) && !targets.has(symbol))).toEqual([]);
    }
  });
});

describe('Generated entries', () => {
  test('are tiles and forms mostly, a few data views and pages', () => {
    const share = (kind: string) => entries.filter((entry) => entry.kind === kind).length / COUNT;
    expect(share('tile')).toBeCloseTo(0.485, 1);
    expect(share('form')).toBeCloseTo(0.485, 1);
    expect(share('dataView')).toBeCloseTo(0.02, 2);
    expect(share('page')).toBeCloseTo(0.01, 2);
  });

  test('are for the signed-in in two of a hundred cases', () => {
    const rows = numbers.map((number) => generatedEntry(number).row());
    expect(rows.filter(({ audience }) => audience === 'SIGNED_IN').length / COUNT).toBeCloseTo(0.02, 2);
  });

  test('have long texts of 300 to 3,000 characters, most with a translation', () => {
    const texts = sample.map(({ row }) => row['longText'] as CommonContent['longText']);
    const lengths = texts.map((longText) => longText?.cs.length ?? 0);
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(300);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(3_000);
    expect(Math.max(...lengths)).toBeGreaterThan(2_500);
    expect(texts.filter((longText) => longText?.['en']).length / sample.length).toBeCloseTo(0.85, 1);
  });
});

test('A generated organization is valid, has no identifiers of its own, and says what it is', () => {
  for (const number of numbers.slice(0, 500)) {
    const row = resolved(generatedOrganization(number), ANYTHING);
    const { ico, ovmId, dataBoxId, isDemonstration, name } = organizationContent.parse(row);
    expect({ ico, ovmId, dataBoxId, isDemonstration }).toEqual({
      ico: null,
      ovmId: null,
      dataBoxId: null,
      isDemonstration: true,
    });
    expect(name.cs).toMatch(/^Ukázk.* \(demonstrační\)$/);
  }
});

test('There is an organization for ten entries, and 5,000 at the most', () => {
  expect([1, 10, 11, 1_000, 50_000, 1_000_000].map(organizationsFor)).toEqual([1, 1, 2, 100, 5_000, 5_000]);
});

function contentOf(number: number) {
  const { kind, row } = generatedEntry(number);
  const content = row();
  return { number, kind, row: content, text: JSON.stringify(content) };
}
