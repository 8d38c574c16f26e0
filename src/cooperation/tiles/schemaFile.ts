/** Writes the JSON Schema of tile files to docs/formats: `npm run schema:tile`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../platform/projectRoot.ts';
import { tileJsonSchema } from './portableTile.ts';

/** Where the schema is kept; a test compares it with the code. */
export const TILE_SCHEMA_FILE = join(projectRoot(), 'docs', 'formats', 'tile-1.schema.json');

/** The schema as a file. */
export function tileSchemaText(): string {
  return `${JSON.stringify(tileJsonSchema(), null, 2)}\n`;
}

if (process.argv[1] === import.meta.filename) writeFileSync(TILE_SCHEMA_FILE, tileSchemaText());
