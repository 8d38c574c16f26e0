/** Prints the schema as the contract in `schema.graphql`: `npm run schema`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { projectRoot } from '../platform/projectRoot.ts';
import { schema } from './schema.ts';

/** The schema in the Schema Definition Language, sorted, so that a change shows as a small difference. */
export function printedSchema(): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}

/** Where the contract is kept. */
export const SCHEMA_FILE = join(projectRoot(), 'schema.graphql');

if (process.argv[1] === import.meta.filename) writeFileSync(SCHEMA_FILE, printedSchema());
