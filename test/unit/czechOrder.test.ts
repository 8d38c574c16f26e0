import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { czechSortKey, SORT_KEY_MAX_LENGTH, SORT_KEY_VERSION } from '../../src/kernel/czechOrder.ts';

const collator = new Intl.Collator('cs');
const SEED = new URL('../../seed/', import.meta.url);

describe('Titles sorted by their stored keys stand as in a Czech dictionary', () => {
  test.each([
    ['č, ř, š and ž follow their plain letters', 'cukr|čáp|idea|ruka|řeka|sýr|šaty|zub|žádost'],
    ['ch follows h', 'cena|cukr|čas|hlína|hrad|hřib|chata|chlap|chyba|idea'],
    ['other accents decide only between words of the same letters', 'dal|dál|dalo|pás|pasa|ťuk|tým'],
    ['accents are weighed from the start of the word', 'marka|márka|mářka|tur|túr|tůr'],
    ['small letters precede capitals of the same word', 'byt|Byt|být|Být|BÝT|byty'],
    ['both letters of ch may be capitals', 'hrt|chrt|cHrt|Chrt|CHRT|chrti'],
    [
      'letters of neighbouring languages keep company with ours',
      'lán|łan|láska|ľavica|óda|öl|olej|strasse|straße|strast',
    ],
    ['digits precede letters and are not read as numbers', '§ 2|1. máj|10 rad|2 děti|Adopce'],
    ['a space precedes a hyphen, a hyphen a dash, a dash a letter', 'na bytí|na-bytí|na–bytí|nabytí'],
    ['punctuation follows spaces and precedes letters', 'byt|byt (dům)|byt dům|byt, dům|byt: dům|byt/dům|bytdům'],
    ['quotation marks of all kinds stand together', '"Mám to"|„Mám to“|„Mám“|"Nemám"|„Nemám“|(Mám)|Mám'],
    ['a space that does not break decides last', '1 000 Kč|1\u00a0000 Kč|1 000 Kčs|1 001 Kč'],
    ['Ukrainian follows Latin', 'Žádost|žito|ґанок|гора|дім|єнот|їжак|імʼя|йод|Яна'],
    ['emoji precede digits, other scripts follow Cyrillic', '🙂 radost|1|ž|ω|я|東京'],
  ])('%s', (_, titles) => {
    const inOrder = titles.split('|');
    expect([...inOrder].reverse().sort(collator.compare)).toEqual(inOrder);
    expect(sortedByKey([...inOrder].reverse())).toEqual(inOrder);
  });
});

describe('Keys agree with the collator of Czech', () => {
  test('on all words and phrases of the seed', () => expectTotalOrder(seedTexts()));

  test('on tens of thousands of made-up words', () => expectTotalOrder(madeUpWords()));

  test('on every single character of European typography', () => expectTotalOrder(CHARACTERS));

  test('on any two strings that begin alike', () => {
    const string = fc.string({ unit: fc.constantFrom(...CHARACTERS), maxLength: 8 });
    fc.assert(
      fc.property(string, string, string, (start, a, b) => expectSameSign(start + a, start + b)),
      { numRuns: 10_000 },
    );
  });

  test('on any two strings of few letters, where near misses are many', () => {
    const string = fc.string({ unit: fc.constantFrom(...'cChHsšzž\u030c\u0301\u0323l· '), maxLength: 5 });
    fc.assert(fc.property(string, string, expectSameSign), { numRuns: 10_000 });
  });
});

describe('A key can be stored', () => {
  const anything = fc.string({ unit: 'binary', maxLength: 300 });

  test('it is made of ASCII letters and digits and is bounded, whatever the text', () => {
    const fits = (text: string) => /^[0-9A-Za-z]+$/.test(czechSortKey(text));
    fc.assert(fc.property(anything, (text) => fits(text) && czechSortKey(text).length <= SORT_KEY_MAX_LENGTH));
    expect(czechSortKey('\ud800')).toMatch(/^[0-9A-Za-z]+$/);
    expect(czechSortKey('…'.repeat(1_000))).toHaveLength(SORT_KEY_MAX_LENGTH);
  });

  test('it is whole for a title of 200 characters', () => {
    for (const character of ['ž', 'Ř', 'Ấ', '🙂', '東']) {
      expect(czechSortKey(character.repeat(200)).length, character).toBeLessThan(SORT_KEY_MAX_LENGTH);
    }
  });

  test('a key that had to be cut never contradicts the order', () => {
    const start = 'a'.repeat(SORT_KEY_MAX_LENGTH / 2 - 5);
    const end = fc.string({ unit: fc.constantFrom(...'aáčhC 🙂東'), maxLength: 8 }).map((string) => start + string);
    fc.assert(
      fc.property(end, end, (a, b) => {
        const byKey = signOf(czechSortKey(a), czechSortKey(b));
        expect([0, Math.sign(collator.compare(a, b))]).toContain(byKey);
      }),
      { numRuns: 1_000 },
    );
  });

  test('it is the same for composed and decomposed text', () => {
    const same = (text: string) => czechSortKey(text.normalize('NFC')) === czechSortKey(text.normalize('NFD'));
    fc.assert(fc.property(anything, same));
    expect(seedTexts().filter((text) => !same(text))).toEqual([]);
    expect(czechSortKey('z\u0323\u030c')).toBe(czechSortKey('ž\u0323'));
  });

  test('it is another one for another text, an empty one included', () => {
    const texts = ['', ' ', 'a', 'á', 'A', 'a ', 'ch', 'c h', 'Ch', '„a“', '"a"', 'a…', 'a...', '1', '¹', 'CO2', 'CO₂'];
    expect(new Set(texts.map(czechSortKey)).size).toBe(texts.length);
    expect(czechSortKey('')).not.toBe('');
  });

  test('it does not change within a version', () => {
    const characters = [...codePoints(0x20, 0x4ff), ...codePoints(0x2010, 0x20bf), '🙂', '東'];
    const keys = [...characters, 'ch', 'cH', 'Ch', 'CH', 'l·', 'и\u0306', 'Žádost o chalupu'].map(czechSortKey);
    const digest = createHash('sha256').update(keys.join()).digest('hex').slice(0, 16);
    // When this fails, raise SORT_KEY_VERSION: keys stored under the old one would no longer compare with new ones.
    expect({ version: SORT_KEY_VERSION, digest }).toEqual({ version: 1, digest: '8ec5f3c23e3bbc0c' });
  });
});

const CHARACTERS = [
  ...[
    ...codePoints(0x20, 0x17f),
    ...codePoints(0x2010, 0x2015),
    ...codePoints(0x2018, 0x2022),
    ...codePoints(0x1ea0, 0x1ef9),
  ],
  ...'αβγδεζηθικλμνξοπρσςτυφχψωάΆΣΩабвгґдђеєёжзѕиіїйјклљмнњопрстћќуўфхцчџшщъыьѣэюяАБВГҐДЕЄЁЖЗІЇЙЛЎЩЬЮЯ',
  ...'țșȚȘəƒ…‹›‰′⁄€№™−₂¹\u0009\u0085\u2009\u2011\u202f\u200b\ufe0f\u0301\u0306\u0308\u030a\u030c\u0323\u0328',
];

function sortedByKey(texts: string[]): string[] {
  return texts
    .map((text) => ({ text, key: czechSortKey(text) }))
    .sort((a, b) => signOf(a.key, b.key))
    .map(({ text }) => text);
}

/** Neighbours that agree make every pair agree, because both comparisons are transitive. */
function expectTotalOrder(texts: string[]): void {
  expect(texts.length).toBeGreaterThan(0);
  const sorted = sortedByKey(texts);
  const faults = sorted.slice(1).flatMap((text, place) => {
    const before = sorted[place] as string;
    const byKey = signOf(czechSortKey(before), czechSortKey(text));
    return Math.sign(collator.compare(before, text)) === byKey ? [] : [[before, text]];
  });
  expect(faults).toEqual([]);
}

function expectSameSign(a: string, b: string): void {
  const byKey = signOf(czechSortKey(a), czechSortKey(b));
  if (byKey !== Math.sign(collator.compare(a, b))) expect.fail(`${JSON.stringify([a, b])} compare as ${byKey}`);
}

function signOf(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function seedTexts(): string[] {
  const files = readdirSync(SEED, { recursive: true, encoding: 'utf8' });
  const contents = files
    .filter((file) => file.endsWith('.json'))
    .map((file) => readFileSync(new URL(file, SEED), 'utf8'));
  return [...new Set(contents.flatMap((content) => content.match(/\p{L}+|(?<=: ")[^"\\]+/gu) ?? []))];
}

function madeUpWords(): string[] {
  const starts = '|cha|Ch|ce|č|Ča|hla|H|ru|ře|sá|Š|tě|zů|ž|ne-|o |„'.split('|');
  const middles = '|c|ch|CH|č|d|ď|h|l|n|ň|r|ř|S|š|t|z|ž|ß|1'.split('|');
  const ends = '|a|á|e|é|ě|i|í|Y|ý|o|ó|u|ů|ú|ouc|ech|ách|ost|ní|ův|ového| čp. 2|.|)|“'.split('|');
  const syllables = middles.flatMap((middle) => ends.map((end) => middle + end));
  const words = starts.flatMap((start) => syllables.map((syllable) => start + syllable));
  return [...new Set([...words, ...words.map((word) => `${word}í`), ...words.map((word) => `${word}CH a dům`)])];
}

function codePoints(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, place) => String.fromCodePoint(first + place));
}
