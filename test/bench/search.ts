/**
 * How fast search is, and how much memory its index takes: `npm run bench:search`. Over generated entries in a database of its own, as a service
 * has them; the figures are for reading, nothing is asserted.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { pino } from 'pino';
import { seedScale } from '../../seed/scale.ts';
import { createApp } from '../../src/app.ts';
import { runProgram } from '../../src/exit.ts';
import { GRAPHQL_PATH } from '../../src/http/graphql.ts';
import { listen } from '../../src/http/server.ts';
import { Changes } from '../../src/journal/changes.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import type { OpenDatabase } from '../../src/platform/database.ts';
import { openMigratedDatabase } from '../../src/platform/migratedDatabase.ts';
import { EmbeddedEngine } from '../../src/search/engines/embedded.ts';
import type { SearchParts } from '../../src/search/parts.ts';
import { IndexSnapshot } from '../../src/search/snapshot/indexSnapshot.ts';
import { Suggestions } from '../../src/search/suggestions.ts';
import { benchQueries } from './searchQueries.ts';

const HELP = `Usage: npm run bench:search -- [--entries N] [--queries N]

Generates entries in a database of its own (PGlite in a temporary folder, which is deleted), and measures: filling the index,
storing and loading its snapshot, its memory, searches by class, and suggestions over HTTP.

  --entries N  20,000 when left out
  --queries N  of each class; 100 when left out
`;

const tell = (line: string) => process.stderr.write(`${line}\n`);
const log = pino({ level: 'warn' }, pino.destination(2));
const quiet = pino({ level: 'silent' });

async function bench(folder: string, entries: number, perClass: number): Promise<void> {
  const database = await openMigratedDatabase(
    { DATA_DIR: join(folder, 'database'), DATABASE_URL: undefined },
    quiet,
    () => {},
  );
  try {
    const runner = { database: database.prisma, clock: systemClock, changes: new Changes() };
    await seedScale(runner, entries, tell, { byCommands: 0 });
    const place = { folder, database: 'bench' };
    tell('Filling the index …');
    const cold = await started(database, place);
    report('fill from the database', cold.ms, `${cold.documents} documents`);
    const stopping = performance.now();
    await cold.search.stop();
    report('stop, with the snapshot stored', performance.now() - stopping);
    const warm = await started(database, place);
    report('start from the snapshot, caught up', warm.ms, `${warm.documents} documents`);
    await reportMemory(place);
    await reportSearches(warm.search, benchQueries(entries, perClass));
    await reportHttp(warm.app, benchQueries(entries, perClass));
    await warm.search.stop();
  } finally {
    await database.close();
  }
}

/** The service with its index ready. */
async function started(database: OpenDatabase, searchSnapshot: { folder: string; database: string }) {
  const app = await createApp(database, log, { searchSnapshot });
  const start = performance.now();
  app.search.start();
  await app.search.settled();
  const ms = performance.now() - start;
  return { app, search: app.search, ms, documents: (await app.search.status()).documents };
}

/** What the index takes: of a fresh one, read from the snapshot, and of the titles that suggestions hold. */
async function reportMemory(place: { folder: string; database: string }): Promise<void> {
  const engine = new EmbeddedEngine();
  const suggestions = new Suggestions();
  const before = memory();
  const start = performance.now();
  await new IndexSnapshot(place, { engine, suggestions, log }).load();
  const ms = performance.now() - start;
  const after = memory();
  report('read the snapshot', ms);
  print(
    'memory of index and suggestions',
    `${((after.heap - before.heap) / 1e6).toFixed(1)} MB heap, ${((after.buffers - before.buffers) / 1e6).toFixed(1)} MB in arrays`,
  );
  // Held until now, so that it is not collected before it is measured.
  if ((await engine.versions()).size === 0) throw new Error('The snapshot was not read.');
  suggestions.find('a', [], 1);
}

function memory() {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return { heap: heapUsed, buffers: arrayBuffers };
}

async function reportSearches({ engine }: SearchParts, queries: Record<string, string[]>): Promise<void> {
  const all: number[] = [];
  for (const [name, ofClass] of Object.entries(queries)) {
    const times: number[] = [];
    for (const query of ofClass) {
      const start = performance.now();
      await engine.search({
        ...{
          query,
          locale: 'cs',
          audiences: ['PUBLIC'],
          filter: {},
          facets: ['kind', 'category'],
          offset: 0,
          limit: 20,
        },
      });
      times.push(performance.now() - start);
    }
    all.push(...times);
    print(`search: ${name}`, quantiles(times));
  }
  print('search: all', quantiles(all));
}

/** Over HTTP, one after the other: what a single reader feels. */
async function reportHttp(
  { graphql }: { graphql: Parameters<typeof listen>[0] },
  queries: Record<string, string[]>,
): Promise<void> {
  const server = await listen(graphql, '127.0.0.1', 0);
  const ask = async (query: string, variables: object) => {
    const body = JSON.stringify({ query, variables });
    const start = performance.now();
    const response = await fetch(server.url + GRAPHQL_PATH, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    const answer = (await response.json()) as { errors?: unknown };
    if (answer.errors) throw new Error(JSON.stringify(answer));
    return performance.now() - start;
  };
  const suggest = 'query ($text: String!) { suggest(prefix: $text) { text kind slug } }';
  const search =
    'query ($text: String!) { search(query: $text, facets: [KIND], first: 20) { totalCount nodes { ... on CatalogueEntry { title slug } } } }';
  const typed = (queries['prefix'] ?? []).flatMap((query) => [query.slice(0, 2), query.slice(0, 4), query]);
  try {
    for (const text of typed.slice(0, 20)) await ask(suggest, { text });
    const suggested: number[] = [];
    for (const text of typed) suggested.push(await ask(suggest, { text }));
    print('suggest over HTTP', quantiles(suggested));
    const searched: number[] = [];
    for (const text of queries['exact'] ?? []) searched.push(await ask(search, { text }));
    print('search over HTTP', quantiles(searched));
  } finally {
    await server.close();
  }
}

function quantiles(times: readonly number[]): string {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (part: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] as number).toFixed(1);
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms`;
}

function report(name: string, ms: number, more = ''): void {
  print(name, `${(ms / 1_000).toFixed(2)} s${more && `, ${more}`}`);
}

function print(name: string, figures: string): void {
  process.stdout.write(`${name.padEnd(36)}${figures}\n`);
}

await runProgram(async () => {
  const { values } = parseArgs({
    options: {
      entries: { type: 'string', default: '20000' },
      queries: { type: 'string', default: '100' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  const folder = await mkdtemp(join(tmpdir(), 'rozcestnik-bench-'));
  try {
    await bench(folder, Number(values.entries), Number(values.queries));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
