/** Which words of a text are marked, and that marking changes nothing else of it. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { EmbeddedEngine } from '../../src/search/engines/embedded.ts';
import { markedHtml, rangesOf } from '../../src/search/highlighting.ts';
import { collectionDocuments, seededSynonyms } from '../testkit/searchCollection.ts';

const engine = new EmbeddedEngine();
beforeAll(async () => {
  await engine.put(collectionDocuments());
  engine.useSynonyms(seededSynonyms());
});

/** Where the text is marked in an answer to the query. */
async function ranges(query: string, text: string) {
  const page = { audiences: ['PUBLIC'], filter: {}, facets: [], offset: 0, limit: 20 };
  return rangesOf((await engine.search({ query, locale: 'cs', ...page })).marks, text);
}
const marked = async (query: string, text: string) =>
  (await ranges(query, text)).map(({ start, end }) => text.slice(start, end));

describe('the words that were looked for', () => {
  it.each([
    ['ridicsky prukaz', 'Výměna řidičského průkazu', ['řidičského', 'průkazu']],
    ['občanka', 'Žádost o vydání občanského průkazu', ['občanského', 'průkazu']],
    ['barák', 'Daň z nemovitostí', ['nemovitostí']],
    ['žádost o řidi', 'Žádost o řidičský průkaz', ['Žádost', 'řidičský']],
    ['na úřad', 'Na úřadu práce', ['úřadu']],
    ['mám nárok', 'Máma má nárok', ['nárok']],
    ['obačnský', 'Vydání občanského průkazu', ['občanského']],
    ['rodnylist', 'Vydání rodného listu', ['rodného', 'listu']],
    ['e doklady', 'Aplikace eDoklady', ['eDoklady']],
    ['eDoklady', 'Aplikace e-Doklady', ['e-Doklady']],
    ['17651921', 'IČO 176 51 921', ['176 51 921']],
    ['a 1234', 'Agenda A1234, služba S 99', ['A1234']],
    ['rozvést se', 'Návrh na rozvod', ['rozvod']],
  ])('%s in "%s" are marked', async (query, text, words) => {
    expect(await marked(query, text)).toEqual(words);
  });

  it('are not taken for the beginning of other words by what their consonants change to', async () => {
    // "vlak" is compared as "vlac", which is no beginning of "vlácet".
    expect(await marked('vlak', 'Vláčet vlakem po Vlachově')).toEqual(['vlakem']);
    expect(await marked('dávk', 'Dávce a dávkový')).toEqual(['Dávce', 'dávkový']);
  });
});

const TEXT = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.string({ unit: 'binary', maxLength: 100 }),
  fc
    .array(fc.constantFrom('řidičský', 'průkaz', '<b>', '&amp;', '"', 'a\u0301', '🚗', '\u202e', '\ud800', ' '), {
      maxLength: 30,
    })
    .map((parts) => parts.join('')),
);

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

describe('marking', () => {
  it('gives the text back when the marks are taken away, and no markup of its own', async () => {
    await fc.assert(
      fc.asyncProperty(TEXT, TEXT, async (query, text) => {
        const html = markedHtml(text, await ranges(query, text));
        const bare = html.replaceAll('<mark>', '').replaceAll('</mark>', '');
        expect(bare).not.toMatch(/[<>"']/);
        expect(bare.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? '')).toBe(text);
      }),
    );
  });

  it('gives ranges that are in the text, in order, apart from each other and not empty', async () => {
    await fc.assert(
      fc.asyncProperty(TEXT, TEXT, async (query, text) => {
        let place = 0;
        for (const { start, end } of await ranges(query, text)) {
          expect(start).toBeGreaterThanOrEqual(place);
          expect(end).toBeGreaterThan(start);
          place = end;
        }
        expect(place).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});
