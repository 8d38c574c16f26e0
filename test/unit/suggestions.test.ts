import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Suggestible, Suggestions } from '../../src/search/suggestions.ts';

const item = (id: string, title: string, fields: Partial<Suggestible> = {}): Suggestible => ({
  id,
  kind: 'tile',
  audience: 'PUBLIC',
  title: { cs: title },
  ...fields,
});

const found = (suggestions: Suggestions, prefix: string, first = 10) =>
  suggestions.find(prefix, ['PUBLIC'], first).map(({ id }) => id);

describe('what is offered while somebody types', () => {
  const suggestions = new Suggestions();
  suggestions.put([
    item('licence', 'Žádost o vydání řidičského průkazu', {
      title: { cs: 'Žádost o vydání řidičského průkazu', en: 'Driving licence' },
    }),
    item('register', 'Registr řidičů'),
    item('drivers', 'Řidiči'),
    item('secret', 'Řidiči tajní', { audience: 'SIGNED_IN' }),
    item('transport', 'Doprava', { kind: 'category' }),
  ]);

  it.each([
    ['ridi', ['drivers', 'register', 'licence']],
    ['ŘIDIČ', ['drivers', 'register', 'licence']],
    ['ř', ['drivers', 'register', 'licence']],
    ['žádost prů', ['licence']],
    ['průkazu žádost', ['licence']],
    ['driving l', ['licence']],
    ['dop', ['transport']],
    ['idic', []],
    ['  ', []],
    ['💥', []],
  ])('%j offers %j', (prefix, ids) => {
    expect(found(suggestions, prefix)).toEqual(ids);
  });

  it('is first what has the diacritics that were typed', () => {
    const towns = new Suggestions();
    towns.put([item('town', 'Obce'), item('card', 'Občanský průkaz'), item('portal', 'Portál pro občany')]);
    expect(found(towns, 'obč')).toEqual(['card', 'portal', 'town']);
    expect(found(towns, 'obc')).toEqual(['town', 'card', 'portal']);
    expect(found(towns, 'obc\u030c')).toEqual(['card', 'portal', 'town']);
  });

  it('is no more than was asked for, the best of it', () => {
    expect(found(suggestions, 'ri', 1)).toEqual(['drivers']);
  });

  it('is for the reader: what is for people who have signed in is offered to them alone', () => {
    expect(suggestions.find('tajn', ['PUBLIC'], 10)).toEqual([]);
    expect(suggestions.find('tajn', ['PUBLIC', 'SIGNED_IN'], 10)).toEqual([{ id: 'secret', kind: 'tile' }]);
  });

  it('follows a change of the title, and forgets what is gone', () => {
    const changing = new Suggestions();
    changing.put([item('one', 'Starý název')]);
    changing.put([item('one', 'Nový název')]);
    expect([found(changing, 'star'), found(changing, 'nov'), found(changing, 'naz')]).toEqual([[], ['one'], ['one']]);
    changing.remove(['one', 'unknown']);
    expect(found(changing, 'nov')).toEqual([]);
  });

  it('finds every title by every beginning of each of its words', () => {
    const word = fc.stringMatching(/^[a-zěščřžýáíéúů]{1,8}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), fc.nat(), fc.nat(), (words, place, length) => {
        const all = new Suggestions();
        all.put([item('it', words.join(' '))]);
        const typed = words[place % words.length] ?? '';
        expect(found(all, typed.slice(0, 1 + (length % typed.length)))).toEqual(['it']);
      }),
    );
  });
});
