/** Words that generated entries are made of. Everything that they say is invented. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { organizationContent } from '../../src/organizations/content.ts';
import { projectRoot } from '../../src/platform/projectRoot.ts';

/** A text in the two languages of the generated entries. */
export type Bilingual = {
  readonly cs: string;
  readonly en: string;
};

/** Kinds that are generated; cooperation types and requirements come from the brochure alone. */
export const GENERATED_KINDS = ['tile', 'form', 'dataView', 'page'] as const;
export type GeneratedKind = (typeof GENERATED_KINDS)[number];

/** A town, with the slug of its territory in the seed: its own, or the region that it lies in. */
export interface Place {
  readonly name: string;
  /** In Czech, `v Brně`. */
  readonly where: string;
  readonly en: string;
  readonly territory: string;
}

/** A theme of services: what entries about it are called, by kind. */
export type Topic = Readonly<Record<GeneratedKind, readonly Bilingual[]>> & {
  /** Slug of a category of the seed. */
  readonly category: string;
  readonly name: Bilingual;
  readonly keywords: Readonly<Record<keyof Bilingual, readonly string[]>>;
  readonly attachments: readonly Bilingual[];
};

/** A part of a long text. */
export interface Section {
  readonly heading: Bilingual;
  readonly style: 'paragraph' | 'bullets' | 'numbers';
  readonly sentences: readonly Bilingual[];
}

interface Prose {
  readonly shortTexts: readonly Bilingual[];
  readonly openings: readonly Bilingual[];
  readonly sections: readonly Section[];
  readonly shownData: readonly Bilingual[];
  /** What some titles add, by kind. */
  readonly variants: Readonly<Record<GeneratedKind, readonly Bilingual[]>>;
}

/** A sort of organization. */
interface OrganizationSort {
  readonly cs: string;
  readonly en: string;
  readonly kind: (typeof organizationContent)['shape']['kind']['options'][number];
  readonly weight: number;
}

export const PLACES: readonly Place[] = read('places.json');
export const TOPICS: readonly Topic[] = read('topics.json');
export const PROSE: Prose = read('prose.json');
export const ORGANIZATION_SORTS: readonly OrganizationSort[] = read('organizations.json');

/** Invented villages; the adjectives fit a name of any gender. */
export const VILLAGE_ADJECTIVES = ['', 'Horní ', 'Dolní ', 'Prostřední ', 'Přední ', 'Zadní '] as const;
export const VILLAGES = [
  ...['Bříza', 'Čermná', 'Dubany', 'Habří', 'Chvalkov', 'Jasenice', 'Kamenice', 'Lhota', 'Lípa', 'Ořechov'],
  ...['Rokytí', 'Řečice', 'Štítary', 'Šumice', 'Týnec', 'Újezd', 'Vřesová', 'Žďárek'],
] as const;

function read<T>(name: string): T {
  return JSON.parse(readFileSync(join(projectRoot(), 'seed', 'generator', name), 'utf8'));
}
