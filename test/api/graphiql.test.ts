/** GraphiQL opens with examples, all of which answer. */
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readExamples } from '../../src/http/examples.ts';
import { ONE_DATABASE } from '../testkit/databases.ts';
import { PLAIN_JSON, type Service, startService } from '../testkit/service.ts';

const examples = readExamples();

/** Paths in an answer that have nothing to show. */
function emptyPlaces(value: unknown, path = 'data'): string[] {
  if (value === null || (Array.isArray(value) && value.length === 0)) return [path];
  if (Array.isArray(value)) return value.flatMap((item, place) => emptyPlaces(item, `${path}.${place}`));
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, item]) => emptyPlaces(item, `${path}.${key}`));
}

describe.each(ONE_DATABASE)('the examples on %s', (database) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService(database, { search: true });
  });
  afterAll(() => service.stop());

  /** A representative acts for the city that the dev issuer's representative acts for. */
  const signedInAs = async (role: string): Promise<Record<string, string>> => {
    if (role !== 'REPRESENTATIVE') return { as: `${role.toLowerCase()} ${role}` };
    const { headers } = await service.signIn({ subject: 'dana', roles: ['REPRESENTATIVE'], ico: '44992785' });
    return { ...headers };
  };

  /** Answers by the names of their operations: what later examples are given. */
  const answers = new Map<string, unknown>();

  // In their order: what an editor revises in one, others look at.
  it.each(examples)('$name answers with something to see', async ({ query, role, variables, headers }) => {
    const { status, errors, data } = await service.post(
      JSON.stringify({ query, variables: pasted(variables, answers) }),
      { 'content-type': PLAIN_JSON, ...pasted(headers, answers), ...(role ? await signedInAs(role) : {}) },
    );
    expect({ status, errors }).toEqual({ status: 200, errors: [] });
    // Two names at the most below the data: a root field and its list. What is deeper may well be null.
    expect(emptyPlaces(data).filter((path) => path.split('.').length <= 3 && !path.endsWith('.errors'))).toEqual([]);
    expect(JSON.stringify(data).length).toBeGreaterThan(role ? 150 : 500);
    answers.set(operationIn(query), data);
  });

  it('show what they are about', () => {
    const told = (name: string) => JSON.stringify(answers.get(name));
    expect(told('Revise')).toContain('"state":"IN_REVIEW"');
    expect(told('Conflict')).toMatch(/"code":"CONFLICT".*"changedFields":\[[^\]]*"shortText"/);
    expect(told('WaitingForReview')).toContain('"slug":"cssz"');
    expect(told('History')).toContain('"path":"shortText","locale":"cs"');
    expect(told('DraftRequest')).toMatch(/"state":"DRAFT".*"outcome":"ELIGIBLE_AFTER"/);
    expect(told('MyRequests')).toContain('"submit":true');
    expect(told('Preview')).toContain('Důchody, nemocenská a pojištění na jednom místě.');
  });

  it.each(examples.filter(({ role }) => role))('$name is not for everybody', async ({ query, variables }) => {
    const body = JSON.stringify({ query, variables: pasted(variables, answers) });
    const { errors } = await service.post(body, { 'content-type': PLAIN_JSON });
    expect(query.includes('query Preview') || errors[0]?.extensions?.['code'] === 'UNAUTHENTICATED').toBe(true);
  });
});

const operationIn = (query: string) => query.match(/^(?:query|mutation) (\w+)/m)?.[1] ?? '';

/** The values with parts of earlier answers in the place of those that name them. */
function pasted(
  values: Readonly<Record<string, string>> = {},
  answers: ReadonlyMap<string, unknown>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const [, path = '', operation = ''] = value.match(/^(\S+) of (\w+)$/) ?? [];
      const found = path.split('.').reduce<unknown>((part, key) => (part as never)?.[key], answers.get(operation));
      return [name, (found ?? value) as string];
    }),
  );
}

describe('GraphiQL', () => {
  let service: Service;
  let page: string;
  let headers: Headers;
  beforeAll(async () => {
    service = await startService('PGlite', { empty: true });
    const response = await fetch(service.url, { headers: { accept: 'text/html,application/xhtml+xml' } });
    expect(response.status).toBe(200);
    headers = response.headers;
    page = await response.text();
  });
  afterAll(() => service.stop());

  it('is a page with every example in a tab of its own, named and explained', () => {
    expect(headers.get('content-type')).toContain('text/html');
    expect(examples.length).toBeGreaterThan(5);
    for (const { query } of examples) {
      expect(page).toContain(JSON.stringify(query));
      expect(query).toMatch(/^# \S/);
      expect(parse(query).definitions[0]).toMatchObject({ kind: 'OperationDefinition', name: { kind: 'Name' } });
    }
  });

  it('is shown again to who opens its address with the query that it writes there', async () => {
    const address = `${service.url}?query=${encodeURIComponent('{ __typename }')}`;
    const response = await fetch(address, { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } });
    // Nine megabytes, which nobody wants to see compared.
    expect((await response.text()) === page).toBe(true);
    const asked = await fetch(address, { headers: { accept: 'application/json' } });
    expect(await asked.json()).toMatchObject({ data: { __typename: 'Query' } });
  });

  it('loads nothing from other hosts', () => {
    const styles = [...page.matchAll(/<style[^>]*>(.*?)<\/style>/gs)].map(([, css]) => css).join();
    const markup = page.replace(/<(script|style)\b([^>]*)>.*?<\/\1>/gs, '<$1$2>').replace(/"data:[^"]*"/g, '""');
    expect(markup.length).toBeLessThan(20_000);
    const addresses = [...markup.matchAll(/\b(?:src|href|action|content)\s*=\s*["']?([^"'\s>]*)/g)].map(
      ([, url]) => url,
    );
    expect(addresses.filter((url) => /^(https?:)?\/\//.test(url ?? ''))).toEqual([]);
    expect([...styles.matchAll(/(?:url\(|@import)\s*["']?((?:https?:)?\/\/[^"')]*)/g)].map(([, url]) => url)).toEqual(
      [],
    );
  });
});
