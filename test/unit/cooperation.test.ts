/** Assessing and planning cooperation: the rules, by examples from the brochure and by what must always hold. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSeed, resolved } from '../../seed/files.ts';
import { cooperationTypeContent } from '../../src/catalogue/kinds/cooperationType/content.ts';
import { requirementContent } from '../../src/catalogue/kinds/requirement/content.ts';
import { assessCooperation, OUTCOMES } from '../../src/cooperation/assessment.ts';
import type { CooperationContent } from '../../src/cooperation/checklist.ts';
import type { Fact } from '../../src/cooperation/facts.ts';
import { planCooperation, smallestSets } from '../../src/cooperation/plan.ts';
import { newId } from '../../src/kernel/ids.ts';

/** The brochure, as the seed has it. */
function brochure(): CooperationContent {
  const ids = new Map<string, unknown>();
  const symbols = { has: () => true, get: (symbol: string) => ids.get(symbol) ?? idOf(symbol) };
  const idOf = (symbol: string) => {
    const value = symbol.startsWith('document/') ? { cs: symbol } : newId();
    ids.set(symbol, value);
    return value;
  };
  const read = (kind: 'requirement' | 'cooperationType') =>
    readSeed(kind).map((row) => {
      const { slug, ...content } = resolved(row, symbols as unknown as ReadonlyMap<string, unknown>);
      return { id: symbols.get(`entry/${kind}/${slug}`) as string, row: null, content };
    });
  return {
    types: read('cooperationType').map((one) => ({ ...one, content: cooperationTypeContent.parse(one.content) })),
    requirements: read('requirement').map((one) => ({ ...one, content: requirementContent.parse(one.content) })),
  };
}

const CONTENT = brochure();
const holds = (...codes: string[]): Fact[] => codes.map((code) => ({ code, holds: true }));
const assess = (facts: Fact[], wishes: { types?: string[]; combinations?: string[][]; applicantKind?: string } = {}) =>
  assessCooperation(CONTENT, { applicantKind: 'MUNICIPALITY', facts, types: [], combinations: [], ...wishes });
const outcomes = (facts: Fact[], applicantKind = 'MUNICIPALITY') =>
  Object.fromEntries(assess(facts, { applicantKind }).types.map(({ type, outcome }) => [type.content.code, outcome]));
const typeOf = (code: string, facts: Fact[]) => {
  const [found] = assess(facts, { types: [code] }).types;
  if (!found) throw new Error(`${code} was not assessed`);
  return found;
};
const codesOf = (items: readonly { item: { code: string } }[]) => items.map(({ item }) => item.code);

describe('an assessment by the brochure', () => {
  test('opens form deployment to everybody whom it addresses, and asks for the rest first', () => {
    const expected = {
      TILE: 'ELIGIBLE_AFTER',
      FORM_CATALOGUE: 'ELIGIBLE_AFTER',
      FORM_DEPLOYMENT: 'ELIGIBLE',
      OTHER: 'ELIGIBLE_AFTER',
    };
    for (const kind of ['MUNICIPALITY', 'REGION', 'CENTRAL_AUTHORITY', 'PRIVATE_LAW_DATA_USER']) {
      expect(outcomes([], kind)).toEqual(expected);
    }
    expect(new Set(Object.values(outcomes([], 'PUBLIC_INSTITUTION')))).toEqual(new Set(['NOT_OFFERED']));
  });

  test('of a tile lists the row of the matrix first, then what only the prose asks for', () => {
    const { checklist, unmet } = typeOf('TILE', []);
    expect(codesOf(checklist)).toEqual(['OWN_PORTAL_ON_NIA', 'OWN_PORTAL', 'NO_FURTHER_REGISTRATION']);
    expect(checklist.map(({ item }) => item.cells.length)).toEqual([1, 0, 0]);
    expect(unmet).toEqual(checklist);
  });

  test('takes a portal on NIA for a portal, whichever of the two wordings states it', () => {
    expect(codesOf(typeOf('TILE', holds('OWN_PORTAL_ON_NIA')).unmet)).toEqual(['NO_FURTHER_REGISTRATION']);
    expect(codesOf(typeOf('TILE', holds('CONNECTED_TO_NIA')).unmet)).toEqual(['NO_FURTHER_REGISTRATION']);
    expect(typeOf('TILE', holds('CONNECTED_TO_NIA', 'NO_FURTHER_REGISTRATION')).outcome).toBe('ELIGIBLE');
  });

  test('asks about suitability and blocks nobody by it', () => {
    const suitable = ['CENTRAL_AUTHORITY_AGENDA', 'DELEGATED_POWERS', 'UNIQUE_FORM_FOR_MANY', 'NO_USER_FRIENDLY_WEB'];
    const none = typeOf(
      'FORM_DEPLOYMENT',
      suitable.map((code) => ({ code, holds: false })),
    );
    expect(none.outcome).toBe('ELIGIBLE');
    expect(none.suitability.map(({ condition, answer }) => [condition.code, answer])).toEqual(
      suitable.map((code) => [code, false]),
    );
  });

  test('keeps the row of the matrix open for another shared service, and says that the prose disagrees', () => {
    const { outcome, unmet, disagreements } = typeOf('OTHER', holds('CENTRAL_SHARED_SERVICE'));
    expect(outcome).toBe('ELIGIBLE_AFTER');
    expect(unmet.map(({ item, isDisputed }) => [item.code, isDisputed])).toEqual([['CMS_OR_EGSB', true]]);
    expect(disagreements.map(({ code }) => code)).toContain('OTHER_SHARED_SERVICE_IN_PROSE');
    expect(typeOf('OTHER', []).unmet.map(({ isDisputed }) => isDisputed)).toEqual([false]);
    expect(typeOf('OTHER', holds('CMS_OR_EGSB')).outcome).toBe('ELIGIBLE');
  });

  test('orders the next steps: first what is missing, then the process; whoever gets no offer asks', () => {
    const { steps, type } = typeOf('TILE', holds('OWN_PORTAL_ON_NIA'));
    expect(steps.map(({ kind }) => kind)).toEqual(['MEET', ...type.content.steps.map(() => 'PROCESS')]);
    const [refused] = assess([], { types: ['TILE'], applicantKind: 'OTHER_AUTHORITY' }).types;
    expect(refused?.steps).toEqual([{ kind: 'ASK' }]);
  });

  test('has a word for every item, from the seed: a question, how to meet it, who verifies it, where it stands', () => {
    for (const { checklist, disagreements } of assess([]).types) {
      for (const { item } of checklist) {
        const said = item.requirement?.content ?? item.conditions[0];
        expect(said, item.code).toMatchObject({
          question: { cs: expect.stringMatching(/\?$/), en: expect.stringMatching(/\?$/) },
          howToMeet: { cs: expect.any(String), en: expect.any(String) },
          verifiedBy: { cs: expect.any(String), en: expect.any(String) },
        });
      }
      for (const { text, reading, sources } of disagreements) {
        for (const texts of [text, reading])
          expect(texts).toMatchObject({ cs: expect.any(String), en: expect.any(String) });
        expect(sources.length).toBeGreaterThan(0);
      }
    }
  });
});

describe('what cannot be', () => {
  const refused = (work: () => unknown) => {
    try {
      work();
    } catch (error) {
      const { code, issues } = error as { code: string; issues: { path: (string | number)[] }[] };
      return [code, issues.map(({ path }) => path.join('.'))];
    }
    return 'taken';
  };

  test.each<[string, () => unknown, string[]]>([
    ['unknown codes', () => assess(holds('OWN_PORTAL', 'NO_SUCH', 'TILE')), ['facts.1.code', 'facts.2.code']],
    [
      'a fact that holds and does not',
      () => assess([...holds('OWN_PORTAL'), { code: 'OWN_PORTAL', holds: false }]),
      ['facts.0.holds', 'facts.1.holds'],
    ],
    [
      'NIA without a portal',
      () => assess([{ code: 'OWN_PORTAL', holds: false }, ...holds('DELEGATED_POWERS', 'OWN_PORTAL_ON_NIA')]),
      ['facts.0.holds', 'facts.2.holds'],
    ],
    [
      'CMS without a shared service',
      () => assess([...holds('CMS_OR_EGSB'), { code: 'CENTRAL_SHARED_SERVICE', holds: false }]),
      ['facts.0.holds', 'facts.1.holds'],
    ],
    ['an unknown type', () => assess([], { types: ['TILE', 'PIPE'] }), ['types.1']],
    ['a combination of one', () => assess([], { combinations: [['TILE']] }), ['combinations.0.types']],
    ['a combination of one twice', () => assess([], { combinations: [['TILE', 'TILE']] }), ['combinations.0.types']],
    [
      'an unknown type in a combination',
      () => assess([], { combinations: [['TILE', 'X']] }),
      ['combinations.0.types.1'],
    ],
    ['facts without end', () => assess(Array.from({ length: 201 }, () => holds('OWN_PORTAL')[0] as Fact)), ['facts']],
  ])('%s', (_name, work, paths) => expect(refused(work)).toEqual(['INVALID_INPUT', paths]));
});

/** Every code that can be stated. */
const CODES = [
  ...new Set([
    ...CONTENT.requirements.map(({ content }) => content.code),
    ...CONTENT.types.flatMap(({ content }) => content.conditions.map(({ code }) => code)),
  ]),
];
const someCodes = fc.subarray(CODES);
const someTypes = fc.subarray(
  CONTENT.types.map(({ content }) => content.code),
  { minLength: 2 },
);

describe('always', () => {
  test('more facts never make a type less open', () => {
    const rank = (codes: string[]) => Object.values(outcomes(holds(...codes))).map((one) => OUTCOMES.indexOf(one));
    fc.assert(
      fc.property(someCodes, someCodes, (few, more) => {
        const [before, after] = [rank(few), rank([...few, ...more])];
        for (const [place, one] of after.entries()) expect(one).toBeLessThanOrEqual(before[place] as number);
      }),
    );
  });

  test('the order of facts does not matter, nor that they are stated twice', () => {
    fc.assert(
      fc.property(someCodes, fc.infiniteStream(fc.nat()), (codes, numbers) => {
        const shuffled = codes.map((code) => [numbers.next().value, code] as const).toSorted(([a], [b]) => a - b);
        const again = shuffled.map(([, code]) => code);
        expect(assess(holds(...again, ...codes))).toEqual(assess(holds(...codes)));
      }),
    );
  });

  test('a combination asks for what its types ask for, and is as open as the least open of them', () => {
    fc.assert(
      fc.property(someTypes, someCodes, (types, codes) => {
        const { combinations, types: parts } = assess(holds(...codes), { combinations: [types] });
        const union = new Set(parts.flatMap(({ unmet }) => codesOf(unmet)));
        expect(new Set(codesOf(combinations[0]?.unmet ?? []))).toEqual(union);
        expect(codesOf(combinations[0]?.unmet ?? [])).toHaveLength(union.size);
        const least = Math.max(...parts.map(({ outcome }) => OUTCOMES.indexOf(outcome)));
        expect(combinations[0]?.outcome).toBe(OUTCOMES[least]);
      }),
    );
  });
});

const plan = (facts: Fact[], types: string[] = []) =>
  planCooperation(CONTENT, { applicantKind: 'REGION', facts, types });
const shown = ({ options }: ReturnType<typeof plan>) =>
  options.map(({ rank, opens, sets }) => [rank, opens.map(({ type }) => type.content.code), sets.map(codesOf)]);

describe('a plan', () => {
  test('tells that connecting to NIA opens two types, where only that is missing', () => {
    expect(shown(plan(holds('OWN_PUBLISHED_FORM', 'NO_FURTHER_REGISTRATION')))).toEqual([
      [1, ['TILE', 'FORM_CATALOGUE'], [['OWN_PORTAL_ON_NIA']]],
      [2, ['OTHER'], [['CMS_OR_EGSB']]],
      [3, ['TILE', 'FORM_CATALOGUE', 'OTHER'], [['OWN_PORTAL_ON_NIA', 'CMS_OR_EGSB']]],
    ]);
  });

  test('from nothing: the bus is one thing, a tile and the catalogue tie at two', () => {
    const options = shown(plan([]));
    expect(options.slice(0, 2)).toEqual([
      [1, ['OTHER'], [['CMS_OR_EGSB']]],
      [2, ['TILE'], [['OWN_PORTAL_ON_NIA', 'NO_FURTHER_REGISTRATION']]],
    ]);
    expect(options[2]).toEqual([2, ['FORM_CATALOGUE'], [['OWN_PORTAL_ON_NIA', 'OWN_PUBLISHED_FORM']]]);
    expect(plan([]).open.map(({ type }) => type.content.code)).toEqual(['FORM_DEPLOYMENT']);
  });

  test('plans for the types asked for alone, and has nothing to offer when all of them are open', () => {
    expect(shown(plan([], ['OTHER']))).toEqual([[1, ['OTHER'], [['CMS_OR_EGSB']]]]);
    expect(plan(holds('CMS_OR_EGSB'), ['OTHER'])).toMatchObject({ options: [], isComplete: true });
  });

  test('is what looking at every set there is would find', () => {
    const items = ['a', 'b', 'c', 'd', 'e'];
    const consequences = fc.record(Object.fromEntries(items.map((item) => [item, fc.subarray(items)])));
    fc.assert(
      fc.property(fc.array(fc.subarray(items, { minLength: 1 }), { maxLength: 4 }), consequences, (goals, implied) => {
        const consequencesOf = (code: string) => new Set([code, ...(implied[code] ?? [])]);
        const every = powerSet(items).map((set) => {
          const holding = new Set(set.flatMap((item) => [...consequencesOf(item)]));
          return { set, opens: goals.flatMap((goal, index) => (goal.every((one) => holding.has(one)) ? [index] : [])) };
        });
        const smallest = every.filter(({ set, opens }) => {
          const isBeaten = every.some(
            (other) => other.set.length < set.length && opens.every((goal) => other.opens.includes(goal)),
          );
          return opens.length > 0 && !isBeaten;
        });
        const { found, isComplete } = smallestSets(items, goals, consequencesOf);
        const ours = found.flatMap(({ opens, sets }) =>
          sets.map((set) => `${set.map((place) => items[place]).join('')} opens ${opens}`),
        );
        expect(ours.toSorted()).toEqual(smallest.map(({ set, opens }) => `${set.join('')} opens ${opens}`).toSorted());
        expect(isComplete).toBe(true);
      }),
    );
  });

  test('says so when there are more sets than it looks at', () => {
    const items = Array.from({ length: 20 }, (_, place) => `item ${place}`);
    const { found, isComplete } = smallestSets(items, [['item 19'], items], (code) => new Set([code]), 100);
    expect(isComplete).toBe(false);
    expect(found).toEqual([{ opens: [0], sets: [[19]] }]);
  });
});

function powerSet(items: readonly string[]): string[][] {
  return Array.from({ length: 2 ** items.length }, (_, bits) => items.filter((_item, place) => (bits >> place) & 1));
}
