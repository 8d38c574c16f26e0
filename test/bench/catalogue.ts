/** The catalogue that the cases ask: generated here, or read from a folder with the files of the shared benchmark. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '../../seed/generator/random.ts';

/** A tile of the catalogue; organization and categories by their places in the lists. */
export interface BenchTile {
  readonly slug: string;
  readonly title: string;
  readonly description: string;
  readonly url: string;
  readonly isPublished: boolean;
  readonly organization: number;
  readonly categories: readonly number[];
}

/** Kinds of organizations as the service calls them. */
export type BenchKind = 'MUNICIPALITY' | 'REGION' | 'CENTRAL_AUTHORITY' | 'OTHER_AUTHORITY' | 'PUBLIC_INSTITUTION';

export interface BenchCatalogue {
  readonly organizations: readonly { readonly slug: string; readonly name: string; readonly kind: BenchKind }[];
  readonly categories: readonly { readonly slug: string; readonly name: string }[];
  readonly tiles: readonly BenchTile[];
}

const KINDS: Readonly<Record<string, BenchKind>> = {
  obec: 'MUNICIPALITY',
  kraj: 'REGION',
  ministerstvo: 'CENTRAL_AUTHORITY',
  urad: 'OTHER_AUTHORITY',
  skola: 'PUBLIC_INSTITUTION',
};

/** A short name of the content: the same catalogue has the same one. */
export function digestOf(catalogue: BenchCatalogue): string {
  return createHash('sha256').update(JSON.stringify(catalogue)).digest('hex').slice(0, 12);
}

/** Reads `organizations`, `categories`, `tiles` and `tile_categories` (`.ndjson`) of a folder. */
export function readCatalogue(folder: string): BenchCatalogue {
  const rows = (name: string): Record<string, string>[] =>
    readFileSync(join(folder, `${name}.ndjson`), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  const categoriesOf = new Map<number, number[]>();
  for (const { tile_id, category_id } of rows('tile_categories')) {
    const known = categoriesOf.get(Number(tile_id)) ?? [];
    categoriesOf.set(Number(tile_id), [...known, Number(category_id) - 1]);
  }
  return {
    organizations: rows('organizations').map(({ slug = '', name = '', kind = '' }) => {
      return { slug, name, kind: KINDS[kind] ?? 'OTHER_AUTHORITY' };
    }),
    categories: rows('categories').map(({ slug = '', name = '' }) => ({ slug, name })),
    tiles: rows('tiles').map(({ id, slug = '', title = '', description = '', url = '', status, organization_id }) => {
      const categories = categoriesOf.get(Number(id)) ?? [];
      const isPublished = status === 'published';
      return { slug, title, description, url, isPublished, organization: Number(organization_id) - 1, categories };
    }),
  };
}

const SERVICES = ['Žádost o', 'Ohlášení', 'Registrace pro', 'Přehled:', 'Kalkulačka pro', 'Změna:', 'Výpis:'];
const THINGS = [
  'cestovní doklad',
  'svoz odpadu',
  'přídavek na dítě',
  'řidičský průkaz',
  'stavební řízení',
  'daň z nemovitosti',
  'školní družinu',
];
const PLACES = ['Brno', 'Chomutov', 'Frýdek-Místek', 'Most', 'Šumperk', 'Třebíč', 'Vsetín', 'Zlín', 'Žďár'];
const WORDS = [
  'plátce',
  'krajina',
  'úřad',
  'vyhláška',
  'doklad',
  'poplatek',
  'zápis',
  'údaj',
  'řidič',
  'občan',
  'lhůta',
  'důchod',
  'vozidlo',
  'škola',
];
const THEMES = [
  'Bydlení',
  'Doprava',
  'Vzdělávání',
  'Zdraví',
  'Práce',
  'Podnikání',
  'Doklady',
  'Rodina',
  'Volby',
  'Kultura',
];
/** What Q4 looks for: in one title of fifty, and in one text of a hundred. */
export const NEEDLE = 'rybářský';

const SIZE = { organizations: 1_000, categories: 50, tiles: 10_000 };

/** A catalogue of the same shape as the shared one: four tiles in five are published, with one to four categories. */
export function generatedCatalogue(): BenchCatalogue {
  const random = new Random('bench');
  const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
  const sentence = () =>
    `${capital(Array.from({ length: random.between(8, 14) }, () => random.pick(WORDS)).join(' '))}.`;
  const list = <T>(count: number, one: (number: number) => T) => Array.from({ length: count }, (_, at) => one(at + 1));
  return {
    organizations: list(SIZE.organizations, (number) => {
      const kind = random.chance(0.52) ? 'obec' : random.pick(Object.keys(KINDS));
      return {
        slug: `organizace-${number}`,
        name: `Úřad ${random.pick(PLACES)} ${number}`,
        kind: KINDS[kind] as BenchKind,
      };
    }),
    categories: list(SIZE.categories, (number) => {
      return {
        slug: `tema-${number}`,
        name: `${THEMES[(number - 1) % THEMES.length]} ${Math.ceil(number / THEMES.length)}`,
      };
    }),
    tiles: list(SIZE.tiles, (number) => {
      const thing = random.chance(0.02) ? `${NEEDLE} lístek` : random.pick(THINGS);
      const rule = random.chance(0.01) ? ` Pro ${NEEDLE} lístek platí zvláštní pravidla.` : '';
      const categories = list(random.between(1, 4), () => Math.floor(random.skewed() * SIZE.categories));
      return {
        slug: `dlazdice-${number}`,
        title: `${random.pick(SERVICES)} ${thing} ${random.pick(PLACES)} č. ${number}`,
        description: `${list(random.between(2, 4), sentence).join(' ')}${rule}`,
        url: `https://www.priklad.cz/sluzby/${number}`,
        isPublished: random.chance(0.8),
        organization: random.between(0, SIZE.organizations - 1),
        categories: [...new Set(categories)],
      };
    }),
  };
}
