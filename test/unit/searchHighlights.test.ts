/** Which words of a text are marked, and that marking changes nothing else of it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SynonymRules } from '../../src/search/engines/synonymRules.ts';
import { markedHtml, marksOf, rangesOf } from '../../src/search/highlighting.ts';
import { seededSynonyms } from '../testkit/searchCollection.ts';

const synonyms = new SynonymRules(seededSynonyms());

const marked = (query: string, text: string, corrected: string | null = null) =>
  rangesOf(marksOf(query, corrected, synonyms), text).map(({ start, end }) => text.slice(start, end));

describe('the words that were looked for', () => {
  it.each([
    ['ridicsky prukaz', 'Výměna řidičského průkazu', ['řidičského', 'průkazu']],
    ['občanka', 'Žádost o vydání občanského průkazu', ['občanského', 'průkazu']],
    ['barák', 'Daň z nemovitostí', ['nemovitostí']],
    ['žádost o řidi', 'Žádost o řidičský průkaz', ['Žádost', 'řidičský']],
    ['na úřad', 'Na úřadu práce', ['úřadu']],
  ])('%s in "%s" are marked', (query, text, words) => {
    expect(marked(query, text)).toEqual(words);
  });

  it('are marked as they were meant when they were mistyped', () => {
    expect(marked('obačnský', 'Vydání občanského průkazu')).toEqual([]);
    expect(marked('obačnský', 'Vydání občanského průkazu', 'občanský')).toEqual(['občanského']);
  });

  it('are not taken for the beginning of other words by what their consonants change to', () => {
    // "vlak" is compared as "vlac", which is no beginning of "vlácet".
    expect(marked('vlak', 'Vláčet vlakem po Vlachově')).toEqual(['vlakem']);
    expect(marked('dávk', 'Dávce a dávkový')).toEqual(['Dávce', 'dávkový']);
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
  it('gives the text back when the marks are taken away, and no markup of its own', () => {
    fc.assert(
      fc.property(TEXT, TEXT, (query, text) => {
        const html = markedHtml(text, rangesOf(marksOf(query, null, synonyms), text));
        const bare = html.replaceAll('<mark>', '').replaceAll('</mark>', '');
        expect(bare).not.toMatch(/[<>"']/);
        expect(bare.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? '')).toBe(text);
      }),
    );
  });

  it('gives ranges that are in the text, in order, apart from each other and not empty', () => {
    fc.assert(
      fc.property(TEXT, TEXT, (query, text) => {
        let place = 0;
        for (const { start, end } of rangesOf(marksOf(query, null, synonyms), text)) {
          expect(start).toBeGreaterThanOrEqual(place);
          expect(end).toBeGreaterThan(start);
          place = end;
        }
        expect(place).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});
