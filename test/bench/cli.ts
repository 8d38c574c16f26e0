/** The benchmark: `npm run bench`. Its answers are compared with the dataset; its figures are reported and not asserted. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { runProgram } from '../../src/exit.ts';
import { projectRoot } from '../../src/platform/projectRoot.ts';
import { type BenchArguments, HELP, readBenchArguments } from './arguments.ts';
import { casesOn, writingCase } from './cases.ts';
import { type BenchCatalogue, generatedCatalogue, readCatalogue } from './catalogue.ts';
import { type Place, prepare } from './load.ts';
import { type BenchCase, measure, problemWith, type Target } from './measure.ts';
import { peersDatabasePid, readPeers } from './peers.ts';
import { openServer } from './postgres.ts';
import { type RunningService, startService, usageOf } from './processes.ts';
import { page, type Results, type ServiceFigures, serviceLine, table } from './report.ts';

const say = (message: string) => void process.stdout.write(`${message}\n`);

/** The two ways to answer: every answer computed, and those kept that have not changed. */
const WAYS = { uncached: { ANSWERS_MB: '0' }, unchanged: {} };

/** Milliseconds that filling the search index may take. */
const FILLED_WITHIN = 120_000;
/** Milliseconds after the last case until memory is looked at: garbage of a load is collected while there is none. */
const REST = 60_000;

await runProgram(async () => {
  const given = readBenchArguments(process.argv.slice(2));
  if (given.help) return say(HELP);
  const catalogue = given.dataset ? readCatalogue(given.dataset) : generatedCatalogue();
  const results: Results = { blocks: [], services: [] };
  if (given.databases.includes('postgres')) await onPostgres(given, catalogue, results);
  if (given.databases.includes('pglite')) await onPGlite(given, catalogue, results);
  if (given.write) writeFileSync(join(projectRoot(), 'docs/benchmarks.md'), page(given, results));
});

async function onPostgres(given: BenchArguments, catalogue: BenchCatalogue, results: Results): Promise<void> {
  const server = await openServer(given, catalogue);
  if (!server) {
    say('PostgreSQL is left out: there is none. Set DATABASE_URL, or install it.');
    return;
  }
  try {
    const place = { DATABASE_URL: server.databaseUrl, DATA_DIR: '.data' };
    const peers = given.peers ? await readPeers(given.peers, say) : [];
    const databasePid = given.peers ? peersDatabasePid(given.peers) : server.pid;
    await run('PostgreSQL', { given, catalogue, place, peers, databasePid }, results);
  } finally {
    await server.stop();
  }
}

async function onPGlite(given: BenchArguments, catalogue: BenchCatalogue, results: Results): Promise<void> {
  const folder = join(projectRoot(), '.build/bench');
  rmSync(folder, { recursive: true, force: true });
  const place = { DATABASE_URL: undefined, DATA_DIR: folder };
  await run('PGlite', { given, catalogue, place, peers: [], databasePid: null }, results);
}

interface Setting {
  readonly given: BenchArguments;
  readonly catalogue: BenchCatalogue;
  readonly place: Place;
  readonly peers: readonly Target[];
  readonly databasePid: number | null;
}

async function run(database: string, setting: Setting, results: Results): Promise<void> {
  const { given, catalogue, place, peers, databasePid } = setting;
  say(`\n# ${database}`);
  const desk = await prepare(place, catalogue, say);
  const cases = { ...casesOn(catalogue), m1: writingCase(desk) };
  // The embedded database is used by one process at a time, so there the ways have their turns.
  const turns = place.DATABASE_URL ? [Object.keys(WAYS)] : Object.keys(WAYS).map((way) => [way]);
  for (const ways of turns as (keyof typeof WAYS)[][]) {
    const services = new Map<string, RunningService>();
    for (const way of ways) services.set(way, await start(way, place, cases));
    const end = async (ending: readonly string[]) => {
      if (ending.length > 0) await wait(REST);
      for (const way of ending) {
        results.services.push(await stop({ database, way }, services.get(way) as RunningService));
        services.delete(way);
      }
    };
    for (const name of given.cases) {
      // Another instance would index, on the same processors, what the one that is asked publishes.
      if (name === 'm1') await end([...services.keys()].slice(0, -1));
      const own = [...services].map(([way, { url, pid }]) => ({ name: way, url: `${url}/graphql`, pid, cases }));
      const asked = [...own, ...peers].filter((target) => target.cases[name]);
      for (const connections of given.connections) {
        say(`${name}, ${connections} connections …`);
        const { rounds, seconds } = given;
        const rows = await measure(name, asked, { connections, rounds, seconds, databasePid }, say);
        const block = { database, name, connections, rows };
        results.blocks.push(block);
        say(table(block));
      }
    }
    await end([...services.keys()]);
  }
}

/** Tells what a service keeps, and stops it. */
async function stop(of: Pick<ServiceFigures, 'database' | 'way'>, service: RunningService): Promise<ServiceFigures> {
  const figures = { ...of, startTime: service.startTime, memory: usageOf(service.pid).memory };
  say(serviceLine(figures));
  await service.stop();
  return figures;
}

/** Starts the service and waits until its search index is filled; the time until its first answer is taken before. */
async function start(way: keyof typeof WAYS, place: Place, { q1, q4 }: Record<'q1' | 'q4', BenchCase>) {
  const service = await startService({ ...place, ...WAYS[way] }, async (url) => {
    const problem = await problemWith(`${url}/graphql`, q1);
    if (problem) throw new Error(`The service answers wrongly: ${problem}`);
  });
  const end = Date.now() + FILLED_WITHIN;
  while (await problemWith(`${service.url}/graphql`, q4)) {
    if (Date.now() > end) throw new Error('The search index is not filled.');
    await wait(250);
  }
  return service;
}
