import { catalogue } from '../kernel/message.ts';

/** Messages on assessing and planning cooperation. */
export const messages = catalogue({
  'The wish': 'přání',
  'What is stated of the applicant': 'údaje o žadateli',
  'A detail': 'podrobnost',
  'must be the code of a published type of cooperation: {codes}': 'musí být kód zveřejněného typu spolupráce: {codes}',
  'must have at most {max} types and as many combinations': 'počet typů a počet kombinací smí být každý nejvýše {max}',
  'must name two types or more, each of them once': 'musí uvést alespoň dva typy, každý jednou',
  'must have at most {max} facts': 'počet údajů smí být nejvýše {max}',
  'must be the code of a requirement or a condition: {codes}': 'musí být kód požadavku nebo podmínky: {codes}',
  'contradicts {place}: {code} cannot hold and not hold': 'odporuje {place}: {code} nemůže zároveň platit i neplatit',
  'contradicts {place}: {code} and {other} cannot be so together':
    'odporuje {place}: {code} a {other} takto nemohou platit zároveň',
});

export const { say, rule } = messages;
