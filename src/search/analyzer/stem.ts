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
    child: 'children',
  }).flatMap(([stem, forms]) => forms.split(' ').map((form): [string, string] => [form, stem])),
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
  const irregular = IRREGULAR.get(word);
  return ofAlternations(irregular ?? withoutAmbiguous(withoutEnding(ofPlural(word))));
}

/** Plurals whose consonants change: -ští of -ský, -čtí of -cký. */
function ofPlural(word: string): string {
  return word.replace(/(?<=[^aeiouy])sti$/, 'ski').replace(/icti$/, 'icki');
}

function withoutEnding(word: string): string {
  const ending = ENDINGS.find((one) => word.endsWith(one) && mayLose(word, one.length));
  return ending ? word.slice(0, -ending.length) : word;
}

/** A stem has three letters at the least, or two without a vowel, as in "psa" and "dne". */
function mayLose(word: string, letters: number): boolean {
  const left = word.length - letters;
  if (left >= SHORTEST_STEM) return true;
  return left === 2 && !VOWEL.test(word.slice(0, left));
}

function withoutAmbiguous(stem: string): string {
  const [ending] = AMBIGUOUS.exec(stem) ?? [];
  const isShort = stem.length - (ending?.length ?? 0) < (ending === 'es' ? SHORTEST_STEM : SHORTEST_AMBIGUOUS);
  if (!ending || isShort || stem.endsWith('ss')) return stem;
  return withoutAmbiguous(stem.slice(0, -ending.length));
}

/** Sounds that change within one word: kniha and knize, dávka and dávce, požadavek and požadavku, smlouva and smluv. */
function ofAlternations(stem: string): string {
  return stem
    .replace(/ouv$/, 'uv')
    .replace(/(?<=[^aeiouy])e(?=[^aeiouy]$)/, '')
    .replace(/h$/, (h, at: number, whole: string) => (whole[at - 1] === 'c' ? h : 'z'))
    .replace(/k$/, 'c');
}
