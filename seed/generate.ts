/**
 * Generates entries and organizations for load work: plausible, in Czech and English, marked as demonstration. What has a
 * number is always the same, whichever others there are, so a greater scale only adds to a lesser one.
 */
import type { SeedEntry } from './entries.ts';
import { readSeed, type SeedRow } from './files.ts';
import { invented, ownFields } from './generator/fields.ts';
import { type Headline, headlineOf } from './generator/headline.ts';
import { longText, shortText } from './generator/prose.ts';
import { Random } from './generator/random.ts';
import { type Bilingual, ORGANIZATION_SORTS, PLACES, VILLAGE_ADJECTIVES, VILLAGES } from './generator/vocabulary.ts';

/** Numbers from 1 are cut into blocks of this size; generated entries refer to such of their own block only. */
export const BLOCK = 500;

/** How many organizations go with `count` entries. */
export function organizationsFor(count: number): number {
  return Math.min(Math.ceil(count / 10), 5_000);
}

/** The entry with the given number, from 1. */
export function generatedEntry(number: number): SeedEntry {
  const headline = headlineOf(number);
  return { kind: headline.kind, slug: headline.slug, row: () => rowOf(headline) };
}

function rowOf(headline: Headline): SeedRow {
  const { number, slug, title, topic, place } = headline;
  const random = new Random(`entry ${number}`);
  const inLanguages = languagesOf(random);
  const common = {
    title: inLanguages(title),
    shortText: inLanguages(shortText(random, headline)),
    longText: inLanguages(longText(random, headline)),
    audience: random.chance(0.02) ? 'SIGNED_IN' : 'PUBLIC',
    organization: `@organization/${organizationOf(random, number)}`,
    categories: categoriesOf(random, topic.category),
    territory: place ? `@territory/${place.territory}` : null,
    keywords: inLanguages(keywordsOf(random, headline)),
    related: relatedOf(random, number),
    sources: [invented(`Vygenerovaná položka č. ${number}`, `Generated item no. ${number}`)],
    isDemonstration: true,
  };
  return { slug, ...common, ...ownFields(random, headline) };
}

/** The organization with the given number, from 1. */
export function generatedOrganization(number: number): SeedRow {
  const random = new Random(`organization ${number}`);
  const { kind, cs, en } = random.weighted(ORGANIZATION_SORTS);
  const village = `${random.pick(VILLAGE_ADJECTIVES)}${random.pick(VILLAGES)} ${number}`;
  return {
    slug: organizationSlug(number),
    name: { cs: `${cs} ${village} (demonstrační)`, en: `${en} ${village} (demonstration)` },
    description: {
      cs: 'Vygenerovaná organizace, která neexistuje.',
      en: 'A generated organization that does not exist.',
    },
    keywords: { cs: [village], en: [village] },
    kind,
    territory: random.chance(0.9) ? `@territory/${random.pick(PLACES).territory}` : null,
    website: random.chance(0.8) ? `https://organizace-${number}.portal.example/` : null,
    isDemonstration: true,
  };
}

function organizationSlug(number: number): string {
  return `ukazkova-organizace-${number}`;
}

const SEED_ORGANIZATIONS = readSeed('organizations').map(({ slug }) => slug);
const SEED_CATEGORIES = readSeed('categories').map(({ slug }) => slug);

// Of those that go with the entries up to this one; the first ones have the most entries, as large towns do.
function organizationOf(random: Random, number: number): string {
  if (random.chance(0.2)) return random.pick(SEED_ORGANIZATIONS);
  return organizationSlug(1 + Math.floor(organizationsFor(number) * random.skewed()));
}

function categoriesOf(random: Random, category: string): string[] {
  const slugs = random.chance(0.25) ? [category, random.pick(SEED_CATEGORIES)] : [category];
  return [...new Set(slugs)].map((slug) => `@category/${slug}`);
}

function keywordsOf(random: Random, { topic, place }: Headline) {
  const { cs, en } = topic.keywords;
  const where = place ? [place.name] : [];
  return { cs: [...random.some(cs, random.between(1, 4)), ...where], en: random.some(en, random.between(1, 3)) };
}

function relatedOf(random: Random, number: number): string[] {
  const first = number - ((number - 1) % BLOCK);
  const numbers = Array.from({ length: random.between(0, 3) }, () => random.between(first, number));
  const others = [...new Set(numbers)].filter((other) => other !== number).map(headlineOf);
  return others.map(({ kind, slug }) => `@entry/${kind}/${slug}`);
}

/** Most entries have a translation, some are in Czech alone. */
function languagesOf(random: Random) {
  const languages: readonly (keyof Bilingual)[] = random.chance(0.85) ? ['cs', 'en'] : ['cs'];
  return <T>(texts: Readonly<Record<keyof Bilingual, T>>) =>
    Object.fromEntries(languages.map((language) => [language, texts[language]]));
}
