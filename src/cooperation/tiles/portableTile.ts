/**
 * A tile as it travels between systems: everything that it says, with names that hold outside this database in the place of ids.
 * The format is our own, `urn:rozcestnik:tile:2`. It is not the format of the agency's tile designer, which is not public.
 */
import { z } from 'zod';
import { KIND_NAMES } from '../../catalogue/kinds/registry.ts';
import { tileContent } from '../../catalogue/kinds/tile/content.ts';
import { slug } from '../../kernel/fields.ts';
import { isValidIco } from '../../kernel/ico.ts';
import { LOCALE_PATTERN } from '../../kernel/locale.ts';
import { embeddedLogo } from './embeddedLogo.ts';
import { rule } from './messages.ts';

/** Identifier of the format: the `$schema` of every file, and the `$id` of its JSON Schema. */
export const TILE_FORMAT = 'urn:rozcestnik:tile:2';
/** The version before, without logos. */
export const TILE_FORMAT_1 = 'urn:rozcestnik:tile:1';

const provider = z
  .strictObject({
    ico: z
      .string()
      .refine(isValidIco, rule('must be an IČO: 8 digits with a right check digit'))
      .nullable()
      .default(null)
      .describe('IČO of the organization; it decides when it is given.'),
    slug: slug.nullable().default(null).describe('Slug of the organization, for one that has no IČO.'),
  })
  .refine(({ ico, slug }) => ico !== null || slug !== null, { ...rule('must have an IČO or a slug'), path: ['ico'] })
  .describe('The organization that provides the tile.');

const territory = z
  .strictObject({
    nutsCode: z.string().max(20).nullable().default(null).describe('NUTS code of the state or of a region.'),
    ruianCode: z.string().max(20).nullable().default(null).describe('RÚIAN code of a municipality.'),
  })
  .refine(({ nutsCode, ruianCode }) => (nutsCode === null) !== (ruianCode === null), {
    ...rule('must have a NUTS code or a RÚIAN code, one of the two'),
    path: ['nutsCode'],
  })
  .describe('The territory that the tile is meant for.');

const relative = z
  .strictObject({
    kind: z.enum(KIND_NAMES as [string, ...string[]]).describe('Kind of the entry.'),
    slug: slug.describe('Slug of the entry.'),
  })
  .describe('Another entry of the catalogue.');

/** A tile file. Fields of the tile's content are those of the catalogue; references are by code, IČO or slug. */
export const portableTile = z.strictObject({
  $schema: z
    .literal(TILE_FORMAT, rule('must be {format}', { format: TILE_FORMAT }))
    .describe('Identifier of this format and its version.'),
  slug: slug.describe('Human-readable identifier of the tile, unique among tiles.'),
  provider,
  ...tileContent.omit({ organization: true, categories: true, territory: true, related: true, logo: true }).shape,
  logo: embeddedLogo.nullable().default(null),
  categories: z
    .array(slug)
    .max(10, rule('must have at most {max} categories', { max: 10 }))
    .default([])
    .describe('Slugs of categories.'),
  territory: territory.nullable().default(null),
  related: z
    .array(relative)
    .max(50, rule('must have at most {max} related entries', { max: 50 }))
    .default([])
    .describe('Entries that belong together with it.'),
});
export type PortableTile = z.output<typeof portableTile>;

/** A tile file of version 1. */
export const portableTile1 = portableTile.omit({ logo: true }).extend({
  $schema: z
    .literal(TILE_FORMAT_1, rule('must be {format}', { format: TILE_FORMAT_1 }))
    .describe('Identifier of this format and its version.'),
});

/** The schema of each version. */
const VERSIONS = { 1: portableTile1, 2: portableTile } as const;
export type TileVersion = keyof typeof VERSIONS;
export const TILE_VERSIONS = [1, 2] as const satisfies readonly TileVersion[];

/** Name to save the file of a tile under. */
export function fileNameOf(slug: string): string {
  return `${slug}.tile.json`;
}

/** The file as a text, to be saved in UTF-8. */
export function textOf(tile: PortableTile): string {
  return `${JSON.stringify(tile, null, 2)}\n`;
}

/** The JSON Schema (2020-12) of a tile file. What it cannot say, such as check digits, is checked by the import. */
export function tileJsonSchema(version: TileVersion): object {
  const { $schema, ...schema } = z.toJSONSchema(VERSIONS[version], {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      // All records are texts by language, of which Czech is required.
      if (zodSchema._zod.def.type !== 'record') return;
      jsonSchema.propertyNames = { pattern: LOCALE_PATTERN.source };
      jsonSchema.required = ['cs'];
    },
  });
  return {
    $schema,
    $id: version === 1 ? TILE_FORMAT_1 : TILE_FORMAT,
    title: `Rozcestník tile, version ${version}`,
    description:
      'A tile of the catalogue, for export and import. This is the format of Rozcestník, not the one of the tile designer of Portál občana, which is not public.',
    ...schema,
  };
}
