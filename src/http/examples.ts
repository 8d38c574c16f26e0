/** The named example queries that GraphiQL opens with; tests run every one of them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../platform/projectRoot.ts';

export interface Example {
  readonly name: string;
  readonly query: string;
}

/** The examples in the order of their files. */
export function readExamples(): Example[] {
  const folder = join(projectRoot(), 'src/http/examples');
  const files = readdirSync(folder).filter((file) => file.endsWith('.graphql'));
  return files
    .toSorted()
    .map((file) => ({ name: file.slice(0, -'.graphql'.length), query: readFileSync(join(folder, file), 'utf8') }));
}

/** One tab for each example. */
export function exampleTabs(): { query: string }[] {
  return readExamples().map(({ query }) => ({ query }));
}
