/** What a generated entry is about and called: known without making the rest of it. */
import { Random } from './random.ts';
import { type Bilingual, type GeneratedKind, PLACES, type Place, PROSE, TOPICS, type Topic } from './vocabulary.ts';

/** Kinds by their shares in percent. */
const SHARES: readonly { readonly kind: GeneratedKind; readonly weight: number }[] = [
  { kind: 'tile', weight: 48.5 },
  { kind: 'form', weight: 48.5 },
  { kind: 'dataView', weight: 2 },
  { kind: 'page', weight: 1 },
];
/** Limits of titles and slugs in `kernel/fields.ts`. */
const MAX_TITLE = 120;
const MAX_SLUG = 100;

export interface Headline {
  /** From 1. */
  readonly number: number;
  readonly kind: GeneratedKind;
  readonly slug: string;
  readonly title: Bilingual;
  readonly topic: Topic;
  /** Null when the service is the same everywhere. */
  readonly place: Place | null;
}

/** The headline of the entry with the given number, always the same. */
export function headlineOf(number: number): Headline {
  const random = new Random(`headline ${number}`);
  const { kind } = random.weighted(SHARES);
  const topic = random.pick(TOPICS);
  const place = random.chance(0.9) ? random.pick(PLACES) : null;
  const title = titleOf(random, kind, topic, place);
  return { number, kind, slug: slugOf(number, title.cs), title, topic, place };
}

function titleOf(random: Random, kind: GeneratedKind, topic: Topic, place: Place | null): Bilingual {
  const name = random.pick(topic[kind]);
  const where = whereabouts(random, place);
  const variant = random.chance(0.4) ? random.pick(PROSE.variants[kind]) : null;
  const inLanguage = (language: keyof Bilingual) => {
    const title = name[language] + where[language];
    const longer = variant ? `${title} – ${variant[language]}` : title;
    return longer.length <= MAX_TITLE ? longer : title;
  };
  return { cs: inLanguage('cs'), en: inLanguage('en') };
}

function whereabouts(random: Random, place: Place | null): Bilingual {
  if (!place) return { cs: '', en: '' };
  const town = { cs: ` ${place.where}`, en: ` in ${place.en}` };
  if (random.chance(0.5)) return town;
  const district = random.between(1, 40);
  return { cs: `${town.cs}, ${district}. obvod`, en: `${town.en}, district ${district}` };
}

function slugOf(number: number, title: string): string {
  const words = title
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-');
  return `ukazka-${number}-${words}`.slice(0, MAX_SLUG).replace(/-+$/, '');
}
