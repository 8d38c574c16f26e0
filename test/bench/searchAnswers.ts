/** How fast searches and suggestions are answered, and the memory that this takes. */
import { pino } from 'pino';
import type { App } from '../../src/app.ts';
import { GRAPHQL_PATH } from '../../src/http/graphql.ts';
import { listen } from '../../src/http/server.ts';
import type { SearchEngine } from '../../src/search/engine.ts';
import { EmbeddedEngine } from '../../src/search/engines/embedded.ts';
import { IndexSnapshot } from '../../src/search/snapshot/indexSnapshot.ts';
import { Suggestions } from '../../src/search/suggestions.ts';
import { collectGarbage } from '../testkit/garbage.ts';
import { benchQueries, HOSTILE } from './searchQueries.ts';
import type { SearchReport } from './searchReport.ts';

/** What index and suggestions take: of fresh ones, read from the snapshot. */
export async function measureMemory(place: { folder: string; database: string }, report: SearchReport): Promise<void> {
  const engine = new EmbeddedEngine();
  const suggestions = new Suggestions();
  const before = memory();
  await new IndexSnapshot(place, { engine, suggestions, log: pino({ level: 'silent' }) }).load();
  const after = memory();
  const [heap, arrays] = [after.heap - before.heap, after.arrays - before.arrays];
  report.add(
    'Heap of the index with suggestions',
    heap / 1e6,
    'MB',
    60,
    `and ${(arrays / 1e6).toFixed(1)} MB in arrays`,
  );
  // Held until now, so that it is not collected before it is measured.
  if ((await engine.versions()).size === 0) throw new Error('The snapshot was not read.');
  suggestions.find('a', [], 1);
}

function memory() {
  // What one collection finds of arrays is given back by the next one.
  for (let time = 0; time < 3; time += 1) collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return { heap: heapUsed, arrays: arrayBuffers };
}

/** Of the engine alone: classes of queries, all of them, and hostile ones. */
export async function measureQueries(engine: SearchEngine, documents: number, perClass: number, report: SearchReport) {
  const all: number[] = [];
  for (const [name, queries] of Object.entries(benchQueries(documents, perClass))) {
    const times = await timesOf(engine, queries);
    all.push(...times);
    report.quantiles(`Search, ${name}`, times);
  }
  report.quantiles('Search, all', all, { p50: 5, p95: 25 });
  const hostile = Object.entries(HOSTILE);
  const times = await timesOf(engine, Object.values(HOSTILE));
  const worst = Math.max(...times);
  report.add('Hostile queries, the slowest', worst, 'ms', 50, hostile[times.indexOf(worst)]?.[0]);
}

async function timesOf(engine: SearchEngine, queries: readonly string[]): Promise<number[]> {
  const times: number[] = [];
  const asked = { audiences: ['PUBLIC'], filter: {}, facets: ['kind', 'category'], offset: 0, limit: 20 } as const;
  for (const query of queries) {
    const start = performance.now();
    await engine.search({ query, locale: 'cs', ...asked });
    times.push(performance.now() - start);
  }
  return times;
}

const SUGGEST = 'query ($text: String!) { suggest(prefix: $text) { text kind slug } }';
const SEARCH =
  'query ($text: String!) { search(query: $text, facets: [KIND], first: 20) { totalCount nodes { ... on CatalogueEntry { title slug } } } }';
/** Requests before any is measured: the first ones are compiled. */
const WARMING = 50;

/** Over HTTP, one after the other: what a single reader feels. */
export async function measureHttp({ graphql }: App, documents: number, perClass: number, report: SearchReport) {
  const queries = benchQueries(documents, perClass);
  const server = await listen(graphql, '127.0.0.1', 0);
  const ask = async (query: string, text: string) => {
    const start = performance.now();
    const response = await fetch(server.url + GRAPHQL_PATH, {
      method: 'POST',
      body: JSON.stringify({ query, variables: { text } }),
      headers: { 'content-type': 'application/json' },
    });
    const answer = (await response.json()) as { errors?: unknown };
    if (answer.errors) throw new Error(JSON.stringify(answer));
    return performance.now() - start;
  };
  const timesOfAll = async (query: string, texts: readonly string[]) => {
    for (const text of texts.slice(0, WARMING)) await ask(query, text);
    const times: number[] = [];
    for (const text of texts) times.push(await ask(query, text));
    return times;
  };
  try {
    const typed = (queries['prefix'] ?? []).flatMap((query) => [query.slice(0, 2), query.slice(0, 4), query]);
    report.quantiles(`Suggestions over HTTP, ${documents} documents`, await timesOfAll(SUGGEST, typed), { p99: 20 });
    report.quantiles(`Searches over HTTP, ${documents} documents`, await timesOfAll(SEARCH, queries['exact'] ?? []));
  } finally {
    await server.close();
  }
}
