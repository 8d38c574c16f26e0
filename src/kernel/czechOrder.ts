/**
 * Czech alphabetical order (ČSN 97 6030) as text keys: comparing two keys by bytes (PostgreSQL `COLLATE "C"`, `<` in
 * JavaScript) says what `new Intl.Collator('cs').compare` says of the two texts. The rules are those of Unicode CLDR:
 * the root order (UTS #10, alternate=non-ignorable) and the Czech tailoring `&C<č &H<ch &R<ř &S<š &Z<ž`.
 *
 * Keys live in the database and in cursors, so the order is spelt out below and owes nothing to the ICU at run time;
 * what is left to it, Unicode normalisation, never changes for a character once that is assigned.
 *
 * A key has three levels joined by `0`, each consulted only when those before it are equal: letters (two characters
 * each), accents (one for a letter and one for each mark on it), and forms (capitals and typographic variants, one
 * for a letter). The tail of a level that holds no accent, or no capital, is left out.
 *
 * The order is exact for spaces, punctuation, digits, Czech and other European Latin letters, Vietnamese, Greek and
 * Cyrillic of living Slavic languages. Symbols that are not listed follow the listed ones and letters that are not
 * listed follow Cyrillic, both by code point.
 */

/** Raise it with any change of the keys: stored keys of another version are computed anew. */
export const SORT_KEY_VERSION = 1;

/**
 * Longest key; what is cut off no longer orders. 200 characters with up to two accents each need at most 1,202,
 * and more only when one character stands for several, as … does.
 */
export const SORT_KEY_MAX_LENGTH = 1_500;

const SPACES = '\t\n\v\f\r\u0085\u2028\u2029 ';
const PUNCTUATION = '_-‐‒–—―,;:!¡?¿.·\'‹›"«»()[]{}§¶@*/\\&#%‰†‡•‣‧′';
const SYMBOLS = '`´˜^¯˘˙¨˚˝¸˛ˆˇ°©®←→↑↓↔⇒⇔∀∂∃∅∆∇∈∏∑+±÷×<=>¬|¦~−⁄√∞∩∪∫≈≡≤≥';
const CURRENCIES = '¤¢$£¥₤₩₫€₴₹₽₿';
const DIGITS = '0123456789';
const LATIN = 'a b c č d e ə f ƒ g h ch i ı j k l m n ŋ o p q ĸ r ř s š t ŧ u v w x y z ž þ ʼ';
const GREEK = 'αβγδεζηθικλμνξοπρστυφχψω';
const CYRILLIC = 'аәбвгғдђеєжҗзѕиійјкқлљмнңњоөпрстћуүұфхһцчџшщъыьѣэюя';

/** Places of the symbols and the letters that are not listed. */
const OTHER_SYMBOL = 'other symbol';
const OTHER_LETTER = 'other letter';

const IN_ORDER = [
  ...[...SPACES, ...PUNCTUATION, ...SYMBOLS, OTHER_SYMBOL, ...CURRENCIES, ...DIGITS],
  ...[...LATIN.split(' '), ...GREEK, ...CYRILLIC, OTHER_LETTER],
];

/** Combining marks in order. The noncharacters at the end mark variants that Unicode does not decompose. */
const ACCENTS = [
  ...'\u0332\u0313\u0314\u0301\u0300\u0306\u0302\u030c\u030a\u0342\u0308\u030b\u0303\u0307\u0338\u0327\u0328\u0304',
  ...'\u030d\u0316\u0336\u0335\u0305\u0309\u030f\u0310\u0311\u031b\u0321\u0322\u0323\u0324\u0325\u0326\u032d\u032e',
  ...'\u0330\u0331\u0334\u0339\u0345\u0358\u0360\u0361\ufdd1\ufdd2\ufdd3\ufdd4',
];

/** Characters that differ from others in the accent level only: each and what it stands for. */
const VARIANTS = `
  ‘='\ufdd1 ’='\ufdd2 ‚='\ufdd3 ‛='\ufdd4 “="\ufdd1 ”="\ufdd2 „="\ufdd3 ‟="\ufdd4
  æ=a\ufdd1e Æ=A\ufdd1E œ=o\ufdd1e Œ=O\ufdd1E ß=s\ufdd1s ẞ=S\ufdd1S ſ=s\ufdd2 ð=d\ufdd1 Ð=D\ufdd1 đ=d\u0335 Đ=D\u0335
  ħ=h\u0335 Ħ=H\u0335 ł=l\u0335 Ł=L\u0335 l·=l\ufdd1 L·=L\ufdd1 ŀ=l\ufdd1 Ŀ=L\ufdd1 ø=o\u0338 Ø=O\u0338
  ґ=г\ufdd1 Ґ=Г\ufdd1
`;

/** Forms of a letter in order; `compat` is that of the letters in ﬁ and of the dots in …. */
const FORM = {
  plain: '1',
  compat: '2',
  upper: '3',
  upperCompat: '4',
  raised: '5',
  lowered: '6',
  final: '7',
  noBreak: '8',
  fraction: '9',
};
const FORMS_OF_CHARACTERS = [
  [/[ª²³¹º\u2070-\u207f™]/, FORM.raised],
  [/[\u2080-\u209c]/, FORM.lowered],
  [/[\u00a0\u2007\u2011\u202f]/, FORM.noBreak],
  [/[¼½¾\u2150-\u215f]/, FORM.fraction],
] as const;

const IGNORED = /\p{Cc}|\u034f|[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]|[\ufe00-\ufe0f]/u;
const SYMBOL = /[\u2010-\u20cf\u2100-\u2bff\u3000-\u303f\u{1f000}-\u{1faff}]/u;
const MARK = /[\u0300-\u036f]/;
const MARK_BELOW = /[\u0316-\u0319\u031b-\u033c\u0347-\u0349\u034d\u034e\u0353-\u0356]/;

/** Letters that normalisation splits; marks below, such as a dot, come between the letter and its own mark. */
const SPLIT_LETTERS = [splitLetters('CcRrSsZz', '\u030c'), splitLetters('Ии', '\u0306')];
const TOKEN = /[Cc][Hh]|[Ll]·|./gsu;

/** What a character adds to the three levels. */
type Element = readonly [letter: string, accent: string, form: string];

const NO_ACCENT = '1';
const ALPHABET = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'];
const PLACES = new Map(IN_ORDER.map((item, place) => [item, place]));
const LISTED = listedElements();

/** ASCII letters and digits that sort by bytes as `text` sorts in Czech; equal for texts of equal rank only. */
export function czechSortKey(text: string): string {
  const elements = tokensOf(text).flatMap(elementsOf);
  const letters = elements.map(([letter]) => letter).join('');
  const accents = elements.map(([, accent]) => accent).join('');
  const forms = elements.map(([, , form]) => form).join('');
  const key = `${letters}0${withoutTail(accents, NO_ACCENT)}0${withoutTail(forms, FORM.plain)}`;
  return key.slice(0, SORT_KEY_MAX_LENGTH);
}

function tokensOf(text: string): string[] {
  const split = text.normalize('NFD');
  return SPLIT_LETTERS.reduce((whole, letters) => whole.replace(letters, joined), split).match(TOKEN) ?? [];
}

function joined(_: string, letter: string, below: string, mark: string): string {
  return (letter + mark).normalize('NFC') + below;
}

function splitLetters(letters: string, mark: string): RegExp {
  return new RegExp(`([${letters}])(${MARK_BELOW.source}*)(${mark})`, 'g');
}

function elementsOf(token: string): readonly Element[] {
  const listed = LISTED.get(token);
  if (listed) return listed;
  if (IGNORED.test(token)) return [];
  if (MARK.test(token)) return elementsOf(MARK_BELOW.test(token) ? '\u0316' : '\u030d');
  const compatible = token.normalize('NFKD');
  if (compatible !== token) return [...compatible].flatMap(elementsOf).map((element) => variantOf(token, element));
  const codePoint = token.codePointAt(0) as number;
  return [[placed(SYMBOL.test(token) ? OTHER_SYMBOL : OTHER_LETTER) + numeral(codePoint, 4), NO_ACCENT, FORM.plain]];
}

function variantOf(token: string, [letter, accent, form]: Element): Element {
  const ofCharacter = FORMS_OF_CHARACTERS.find(([characters]) => characters.test(token))?.[1];
  return [letter, accent, form && (ofCharacter ?? (form === FORM.upper ? FORM.upperCompat : FORM.compat))];
}

function listedElements(): Map<string, readonly Element[]> {
  const listed = new Map<string, readonly Element[]>();
  for (const item of IN_ORDER) {
    const upper = item.toUpperCase();
    listed.set(item, [[placed(item), NO_ACCENT, FORM.plain]]);
    // The capital of ı is that of i.
    if (upper !== item && upper.toLowerCase() === item) listed.set(upper, [[placed(item), NO_ACCENT, FORM.upper]]);
  }
  for (const [place, ch] of ['ch', 'cH', 'Ch', 'CH'].entries()) {
    listed.set(ch, [[placed('ch'), NO_ACCENT, numeral(place + 1, 1)]]);
  }
  listed.set('ς', [[placed('σ'), NO_ACCENT, FORM.final]]);
  for (const [place, mark] of ACCENTS.entries()) listed.set(mark, [['', numeral(place + 2, 1), '']]);
  for (const [, character, parts] of VARIANTS.matchAll(/(\S+)=(\S+)/g) as Iterable<[string, string, string]>) {
    listed.set(
      character,
      [...parts].flatMap((part) => listed.get(part) as Element[]),
    );
  }
  return listed;
}

/** Two characters, the first of which is not the 0 that ends a level. */
function placed(item: string): string {
  return numeral((PLACES.get(item) as number) + ALPHABET.length, 2);
}

function numeral(value: number, width: number): string {
  const last = ALPHABET[value % ALPHABET.length] as string;
  return width === 1 ? last : numeral(Math.floor(value / ALPHABET.length), width - 1) + last;
}

function withoutTail(level: string, common: string): string {
  let end = level.length;
  while (end > 0 && level[end - 1] === common) end -= 1;
  return level.slice(0, end);
}
