/** Queries of the benchmark, in the classes of the test collection: made by rules from the titles of generated entries. */
import { generatedEntry } from '../../seed/generate.ts';
import { Random } from '../../seed/generator/random.ts';

interface Texts {
  readonly cs: string;
  readonly en: string;
}

/** Words with which people go on when they look for something. */
const SYNONYMS = [
  'občanka',
  'řidičák',
  'papíry na auto',
  'barák',
  'pracák',
  'popelnice',
  'datovka',
  'penze',
  'kotel',
  'pes',
];
/** Words that most entries have. */
const FREQUENT = ['žádost', 'úřad', 'průkaz', 'online', 'podání', 'služba', 'občan', 'potvrzení', 'údaje', 'osobní'];

/** Queries that are to do harm, none longer than a query may be. */
export const HOSTILE: Readonly<Record<string, string>> = {
  'combining marks': `a${'\u0301'.repeat(255)}`,
  'stop words alone': 'a na pro se z do k o ve '.repeat(10),
  emoji: '🚗'.repeat(128),
  'a bomb of a regular expression': `${'(a+)+'.repeat(50)}$`,
  'words of one letter': 'a b c d e f g h '.repeat(16),
  'one long word': 'ř'.repeat(256),
  'typing errors in every word': 'řidčiů prkuaz žádsot '.repeat(12),
  'quotes and filters': `"ridici" OR audience = "SIGNED_IN" AND kind IN ['page'] _geoRadius(1,1,1)`,
  'frequent words': 'žádost úřad průkaz online podání služba občan potvrzení údaje osobní '.repeat(3),
  'beginnings of everything': 'p',
  'unknown words of all beginnings': 'prokolon zadokolon obcokolon vydakolon ridokolon domokolon '.repeat(4),
  digits: '9'.repeat(256),
};

/** So many queries of each class; the same ones each time. */
export function benchQueries(entries: number, perClass: number): Record<string, string[]> {
  const random = new Random('search benchmark');
  const titles = Array.from({ length: perClass }, (): Texts => {
    const { title } = generatedEntry(random.between(1, entries)).row() as unknown as { title: Partial<Texts> };
    return { cs: title.cs ?? '', en: title.en ?? title.cs ?? '' };
  });
  const firstWords = (text: string, count: number) =>
    text
      .split(/[\s,–]+/)
      .slice(0, count)
      .join(' ');
  const cs = (count: number) => titles.map((title) => firstWords(title.cs, count));
  return {
    exact: cs(3),
    nodia: cs(3).map((query) => query.normalize('NFD').replace(/\p{M}/gu, '')),
    inflected: cs(3).map((query) => query.replace(/(\p{L}{4,}?)[aeiouyáéíóúůýě]?(?= |$)/gu, '$1ům')),
    typo: cs(3).map(swapped),
    prefix: cs(2).map((query) => query.slice(0, Math.max(3, query.length - 3))),
    short: cs(1).map((query) => query.slice(0, 2)),
    synonym: titles.map((_, number) => SYNONYMS[number % SYNONYMS.length] as string),
    multi: cs(7),
    english: titles.map(({ en }) => firstWords(en, 3)),
    frequent: titles.map((_, number) =>
      FREQUENT.slice(0, 1 + (number % 3))
        .map((_word, place) => FREQUENT[(number + place) % FREQUENT.length])
        .join(' '),
    ),
  };
}

/** The longest word with two letters in its middle swapped. */
function swapped(query: string): string {
  const [longest = ''] = query.split(' ').toSorted((one, other) => other.length - one.length);
  const middle = longest.length >> 1;
  const [one = '', other = ''] = longest.slice(middle, middle + 2);
  return query.replace(longest, longest.slice(0, middle) + other + one + longest.slice(middle + 2));
}
