/**
 * Reads the seed's files. A string `@organization/dia` stands for the identifier of the organization with that slug,
 * likewise `@category/`, `@territory/` and `@entry/<kind>/<slug>`; `@document/brochure` for the title of a source document.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveReferences } from '../src/catalogue/bulk/symbols.ts';
import { projectRoot } from '../src/platform/projectRoot.ts';

const FILES = {
  documents: 'reference/documents.json',
  territories: 'reference/territories.json',
  categories: 'reference/categories.json',
  organizations: 'reference/organizations.json',
  requirement: 'brochure/requirements.json',
  cooperationType: 'brochure/cooperation-types.json',
  page: 'brochure/pages.json',
  tile: 'catalogue/tiles.json',
  form: 'catalogue/forms.json',
  dataView: 'catalogue/data-views.json',
  synonym: 'catalogue/synonyms.json',
} as const;

export type SeedFile = keyof typeof FILES;

/** A row of a seed file: a slug and content with symbolic references. */
export interface SeedRow {
  readonly slug: string;
  readonly [field: string]: unknown;
}

/** Rows of a seed file, in its order. */
export function readSeed(file: SeedFile): SeedRow[] {
  return JSON.parse(readFileSync(join(projectRoot(), 'seed', FILES[file]), 'utf8'));
}

/** The row with every symbolic reference replaced; throws when one of them stands for nothing. */
export function resolved(row: SeedRow, symbols: ReadonlyMap<string, unknown>): SeedRow {
  return resolveReferences(row, (symbol) => {
    if (symbols.has(symbol)) return symbols.get(symbol);
    throw new Error(`The seed row ${row.slug} refers to @${symbol}, which is not in the seed.`);
  }) as SeedRow;
}
