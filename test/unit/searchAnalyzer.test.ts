/** What forms of a word have in common: by the collection of word pairs, and by words of our own. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../src/platform/projectRoot.ts';
import { distanceWithin, lettersOf, mayBeWithin, typosAllowed } from '../../src/search/analyzer/typos.ts';
import { folded, formsOf, keyOf, wordsOf } from '../../src/search/analyzer/words.ts';

type Pair = [string, string];
const { conflate, distinguish } = JSON.parse(
  readFileSync(join(projectRoot(), 'test/search/wordforms.json'), 'utf8'),
) as Record<'conflate' | 'distinguish', Pair[]>;

const meet = ([one, other]: Pair) => keyOf(one) === keyOf(other);

describe('forms of a word', () => {
  it('are the letters, digits and marks that stand together, in texts of any characters', () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.constantFrom(...' ,.-ěŽ1a\u0301'),
        fc.constantFrom('😀', '𝒜'),
        fc.string({ unit: 'binary', maxLength: 1 }),
      ),
    });
    fc.assert(
      fc.property(text, (one) => {
        expect(formsOf(one)).toEqual(one.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []);
      }),
    );
  });

  it('meet in the collection, with a recall of 0.95 and a precision of 0.97 at the least', () => {
    const met = conflate.filter(meet).length;
    expect(met / conflate.length).toBeGreaterThanOrEqual(0.95);
    expect(met / (met + distinguish.filter(meet).length)).toBeGreaterThanOrEqual(0.97);
  });

  it('meet in our own paradigms of every pattern, and keep apart what is not one word', () => {
    const { together, apart } = JSON.parse(
      readFileSync(join(projectRoot(), 'test/search/paradigms.json'), 'utf8'),
    ) as Record<'together' | 'apart', string[]>;
    const forms = together.map((group) => group.split(' '));
    const pairs = forms.flatMap(([first = '', ...others]) => others.map((other): Pair => [first, other]));
    const met = pairs.filter(meet).length;
    const merged = apart.map((pair) => pair.split(' ') as Pair).filter(meet).length;
    expect(met / pairs.length).toBeGreaterThanOrEqual(0.95);
    expect(met / (met + merged)).toBeGreaterThanOrEqual(0.97);
    expect(merged / apart.length).toBeLessThanOrEqual(0.1);
  });

  it.each([
    'parkovat parkování parkoval parkovali',
    'zaplatit zaplacení',
    'oddlužit oddlužení',
    'řízení řízením řízeních',
    'ministr ministra ministrovi ministři',
    'úředník úředníci úředníkem úředníků',
    'žádost žádosti žádostem žádostmi žádostí',
    'Praha Praze Prahou Prahy',
    'banka bance bank bankami',
    'kámen kamene kameny',
    'smlouva smluv smlouvami',
    'náměstí náměstím',
    'oprávnění oprávněním',
    'cizinec cizince cizinců cizincům',
    'adresa adres adresu adresami',
    'okres okresy okresu',
    'příjem příjmu příjmů příjmy',
    'nájem nájmu',
    'lístek lístku lístky lístků',
    'deska desek desce',
    'číslo čísla čísel čísly',
    'program programu programem',
    'problém problémy problému problémem',
    'výjimka výjimek výjimce',
    'technický techničtí technického',
    'nemovitost nemovitosti nemovitostí',
    'licence licencí licencemi licences',
    'permit permits',
    'company companies',
    'tax taxes',
  ])('meet though they are in no collection: %s', (forms) => {
    expect(new Set(forms.split(' ').map(keyOf)).size).toBe(1);
  });

  it('are the same with and without diacritics, in small letters and capitals', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-záčďéěíňóřšťúůýž]{1,20}$/), (word) => {
        expect(keyOf(word)).toBe(keyOf(folded(word)));
        expect(keyOf(word.toUpperCase())).toBe(keyOf(word));
        expect(keyOf(word)).not.toBe('');
      }),
    );
  });

  it('leave codes whole', () => {
    expect(['A1234', '17651921', 'KO12'].map(keyOf)).toEqual(['a1234', '17651921', 'ko12']);
  });

  it('stand where they stand in the text', () => {
    const text = 'Žádosti o dávku, A1234.';
    expect(wordsOf(text).map(({ start, end }) => text.slice(start, end))).toEqual(['Žádosti', 'o', 'dávku', 'A1234']);
  });
});

describe('typing errors', () => {
  it.each([
    ['obcan', 'obacn', 1],
    ['kolo', 'kola', 1],
    ['katastr', 'katstr', 1],
    ['maturita', 'maturtia', 1],
    ['dum', 'dům a zahrada', 3],
  ])('between %s and %s are counted in steps', (one, other, steps) => {
    expect(distanceWithin(2, one, other)).toBe(steps);
  });

  it('are none in short words and codes, one up to eight letters, two in longer words', () => {
    expect(['kolo', 'kolos', 'kolotoce', 'kolotocem', 'a123456789'].map(typosAllowed)).toEqual([0, 1, 1, 2, 0]);
  });

  it('are never ruled out by the letters alone when they are near', () => {
    const word = fc.stringMatching(/^[a-e]{0,8}$/);
    fc.assert(
      fc.property(word, word, (one, other) => {
        const distance = distanceWithin(2, one, other);
        expect(distanceWithin(2, other, one)).toBe(distance);
        if (distance <= 2) expect(mayBeWithin(distance, lettersOf(one), lettersOf(other))).toBe(true);
      }),
    );
  });
});
