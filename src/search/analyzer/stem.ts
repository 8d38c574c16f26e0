/**
 * What the forms of a word have in common, by rules of Czech and English inflection. The word comes without diacritics,
 * as people type it, so the rules are written without them. A stem is a key to compare by, not a word to be shown.
 *
 * Where an ending is ambiguous (the -em of "úřadem" and of "systém"), it is taken off both: what matters is that all
 * forms of one word meet, not where they meet.
 */

/** Stems of forms that no rule leads together; the values are forms that the rules go on from. */
const IRREGULAR: ReadonlyMap<string, string> = new Map(
  Object.entries({
    clovek: 'lide lidi lidem lidech lidmi',
    dit: 'dite deti detem detech detmi ditete diteti ditetem',
    peniz: 'penez penezum penezich penezi',
    prijm: 'prijem',
    najm: 'najem',
    pronajm: 'pronajem',
    podnajm: 'podnajem',
    zajm: 'zajem',
    objm: 'objem',
    pojm: 'pojem',
    firm: 'firem',
    form: 'forem',
    norm: 'norem',
    farm: 'farem',
    platform: 'platforem',
    reform: 'reforem',
    dom: 'dum',
    voz: 'vuz',
    stol: 'stul',
    kon: 'kun',
    dol: 'dul',
    noz: 'nuz',
    hol: 'hul',
    sol: 'sul',
    dvor: 'dvur',
    snez: 'snih',
    vetr: 'vitr',
    pritel: 'pratele pratel pratelum pratelich prateli',
    cesk: 'cesti',
    rusk: 'rusti',
    ps: 'pes psovi psech',
    dn: 'den dnech',
    lv: 'lev lvovi lvech',
    child: 'children',
  }).flatMap(([stem, forms]) => forms.split(' ').map((form): [string, string] => [form, stem])),
);

/** Nouns of the pattern "kuře", whose forms have -et- or -at-: a small class that gets no new words. */
const YOUNG = 'kur zvir mlad sten kot hrib jehn sel vnouc nemluvn batol novorozen dvojc devc rajc pras pachol pol';
const YOUNG_ENDINGS = ['ete', 'eti', 'etem', 'ata', 'at', 'atum', 'atech', 'aty'];
const YOUNG_FORMS: ReadonlyMap<string, string> = new Map(
  YOUNG.split(' ').flatMap((stem) => YOUNG_ENDINGS.map((ending): [string, string] => [stem + ending, stem])),
);

/** Endings of declension, longest first. */
const ENDINGS = [
  ...['imi', 'ymi', 'ami', 'emi', 'eho', 'iho', 'emu', 'imu', 'ech', 'ich', 'ych', 'ach', 'ovi', 'ies'],
  ...['em', 'um', 'im', 'ym', 'am', 'ou', 'mi'],
  ...['a', 'e', 'i', 'o', 'u', 'y'],
];

/** Endings that stems end in, too; the English plural is among them. */
const AMBIGUOUS = /(?:em|am|um|im|ym|(?<=[sxzc]|ch|sh)es|s)$/;

/** Letters that must stay when an ending is taken off, and when an ambiguous one is taken off what is left. */
const SHORTEST_STEM = 3;
const SHORTEST_AMBIGUOUS = 4;

const VOWEL = /[aeiouy]/;

/** The stem of a word in small letters without diacritics. */
export function stemOf(word: string): string {
  const irregular = IRREGULAR.get(word) ?? YOUNG_FORMS.get(word);
  return ofAlternations(irregular ?? withoutAmbiguous(withoutEnding(ofNoun(ofPlural(word)))));
}

/** Plurals whose consonants change, -ští of -ský and -čtí of -cký, and English ones in -ees. */
function ofPlural(word: string): string {
  return word
    .replace(/(?<=[^aeiouy])sti$/, 'ski')
    .replace(/(?<=[ie])cti$/, 'cki')
    .replace(/(?<=.ee)s$/, '');
}

/** Verbs as the nouns that offices speak in: parkovat as parkování, oddlužit as oddlužení, zaplatit as zaplacení, rozvést as rozvod. */
function ofNoun(word: string): string {
  const [, start, root] = /^(.+)(vest|nest|vezt)$/.exec(word) ?? [];
  if (start && root && start !== 'in') return start + NOUNS_OF_ROOTS[root as keyof typeof NOUNS_OF_ROOTS];
  if (word.endsWith('ovat') || /ovali?$/.test(word)) return word.replace(/ova(?:t|li?)$/, 'ovani');
  if (word.length < 7 || !/[^aeiouycfn]it$/.test(word) || FOREIGN.test(word)) return word;
  return word.replace(/tit$/, 'ceni').replace(/dit$/, 'zeni').replace(/it$/, 'eni');
}

/** The vowel changes in převést and převod, přenést and přenos, dovézt and dovoz. */
const NOUNS_OF_ROOTS = { vest: 'vod', nest: 'nos', vezt: 'voz' };

/** Nouns that end like such verbs. */
const FOREIGN = /(?:kredit|audit|limit|tranzit|merit|digit)$/;

function withoutEnding(word: string): string {
  const ending = ENDINGS.find((one) => word.endsWith(one) && mayLose(word, one.length));
  return ending ? word.slice(0, -ending.length) : word;
}

/** A stem has three letters at the least, or two without a vowel, as in "psa" and "dne". */
function mayLose(word: string, letters: number): boolean {
  const left = word.length - letters;
  if (left >= SHORTEST_STEM) return true;
  return left === 2 && letters < 3 && !VOWEL.test(word.slice(0, left));
}

function withoutAmbiguous(stem: string): string {
  const [ending] = AMBIGUOUS.exec(stem) ?? [];
  const isPlural = ending === 'es' || /[^aeiouy]s$/.test(stem);
  const isShort = stem.length - (ending?.length ?? 0) < (isPlural ? SHORTEST_STEM : SHORTEST_AMBIGUOUS);
  if (!ending || isShort || stem.endsWith('ss')) return stem;
  return withoutAmbiguous(stem.slice(0, -ending.length));
}

/** Sounds that change within one word: kniha and knize, dávka and dávce, požadavek and požadavku, smlouva and smluv, otcův and otcova. */
function ofAlternations(stem: string): string {
  return stem
    .replace(/ouv$/, 'uv')
    .replace(/(?<=..)uv$/, 'ov')
    .replace(/(?<=.[^aeiouy])e(?=[^aeiouy]$)/, '')
    .replace(/h$/, (h, at: number, whole: string) => (whole[at - 1] === 'c' ? h : 'z'))
    .replace(/k$/, 'c');
}
