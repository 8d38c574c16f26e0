/** The named example queries that GraphiQL opens with; tests run every one of them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../platform/projectRoot.ts';

/** What goes with a query, as it is pasted. `editorialEntry.id of EntryOfEditors` stands for that part of another answer. */
interface Given {
  readonly variables?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Example extends Given {
  readonly name: string;
  readonly query: string;
  /** Role of those that it is for, by its line `# Role: EDITOR`; null when it is for everybody. */
  readonly role: string | null;
}

/** The examples in the order of their files: later ones may need what earlier ones answer. */
export function readExamples(): Example[] {
  const folder = join(projectRoot(), 'src/http/examples');
  const names = readdirSync(folder).filter((file) => file.endsWith('.graphql'));
  return names.toSorted(byNumber).map((file) => {
    const name = file.slice(0, -'.graphql'.length);
    const query = readFileSync(join(folder, file), 'utf8');
    const role = query.match(/^# Role: ([A-Z]+)$/m)?.[1] ?? null;
    return { name, query, role, ...readGiven(join(folder, `${name}.json`)) };
  });
}

const byNumber = (one: string, other: string) => one.localeCompare(other, 'en', { numeric: true });

function readGiven(path: string): Given {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
}

/** A tab of GraphiQL. */
interface Tab {
  readonly query: string;
  readonly variables?: string;
  readonly headers?: string;
}

/** One tab for each example. */
export function exampleTabs(): Tab[] {
  return readExamples().map(({ query, variables, headers }) => ({
    query,
    ...(variables ? { variables: JSON.stringify(variables, null, 2) } : {}),
    ...(headers ? { headers: JSON.stringify(headers, null, 2) } : {}),
  }));
}
