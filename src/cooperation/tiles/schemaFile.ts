/** Writes the JSON Schemas of tile files to docs/formats: `npm run schema:tile`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../platform/projectRoot.ts';
import { TILE_VERSIONS, type TileVersion, tileJsonSchema } from './portableTile.ts';

/** Where the schema of a version is kept; a test compares it with the code. */
export function tileSchemaFile(version: TileVersion): string {
  return join(projectRoot(), 'docs', 'formats', `tile-${version}.schema.json`);
}

/** The schema as a file. */
export function tileSchemaText(version: TileVersion): string {
  return `${JSON.stringify(tileJsonSchema(version), null, 2)}\n`;
}

if (process.argv[1] === import.meta.filename) {
  for (const version of TILE_VERSIONS) writeFileSync(tileSchemaFile(version), tileSchemaText(version));
}
