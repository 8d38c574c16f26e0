/** How fast search is, how much memory its index takes, how soon it hears of changes: `npm run bench:search`. Figures are reported, not asserted. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { seedScale } from '../../seed/scale.ts';
import { runProgram, UsageError } from '../../src/exit.ts';
import { Changes } from '../../src/journal/changes.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import type { OpenDatabase } from '../../src/platform/database.ts';
import { openMigratedDatabase } from '../../src/platform/migratedDatabase.ts';
import { projectRoot } from '../../src/platform/projectRoot.ts';
import { meilisearchAbsence, startMeilisearch } from '../testkit/meilisearchServer.ts';
import { measureHttp, measureMemory, measureQueries } from './searchAnswers.ts';
import { measureLag } from './searchLag.ts';
import { SearchReport } from './searchReport.ts';
import { start, stop } from './searchService.ts';

const HELP = `Usage: npm run bench:search -- [options]

Generates entries in a database of its own (PGlite in a temporary folder, which is deleted) and measures: filling the index at a quarter
of them and how soon it hears of changes, suggestions over HTTP at half of them, and with all of them its start from the stored snapshot, its
memory, searches by class, hostile queries and answers over HTTP. Takes some minutes.

  --entries N  20,000 when left out, which the bars are for
  --queries N  of each class; 100 when left out
  --seconds N  of ten changes a second, on each engine; 30 when left out
  --write      writes docs/search-benchmarks.md
  --help       tells this
`;

const OPTIONS = {
  entries: { type: 'string', default: '20000' },
  queries: { type: 'string', default: '100' },
  seconds: { type: 'string', default: '30' },
  write: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const PAGE = 'docs/search-benchmarks.md';
const tell = (line: string) => void process.stderr.write(`${line}\n`);
const quiet = pino({ level: 'silent' });

interface Sizes {
  readonly entries: number;
  readonly queries: number;
  readonly seconds: number;
}

async function bench(folder: string, { entries, queries, seconds }: Sizes): Promise<SearchReport> {
  const place = { DATA_DIR: join(folder, 'database'), DATABASE_URL: undefined };
  const database = await openMigratedDatabase(place, quiet, () => {});
  const report = new SearchReport(entries, tell);
  try {
    await seeded(database, Math.round(entries / 4));
    await benchFill(database, report);
    await benchLag(database, report, seconds);
    await seeded(database, Math.round(entries / 2));
    await benchSuggestions(database, report, queries);
    await seeded(database, entries);
    await benchWhole(database, { folder, database: 'bench' }, report, queries);
    return report;
  } finally {
    await database.close();
  }
}

/** All entries up to the number, those before it being there. */
async function seeded({ prisma }: OpenDatabase, entries: number): Promise<void> {
  await seedScale({ database: prisma, clock: systemClock, changes: new Changes() }, entries, tell, { byCommands: 0 });
}

async function benchFill(database: OpenDatabase, report: SearchReport): Promise<void> {
  tell('Filling the index …');
  const { app, ms, cpu, documents } = await start(database);
  report.add(`Cold fill, ${documents} documents`, ms / 1_000, 's', 3, `${(cpu / 1_000).toFixed(2)} s of processor`);
  await stop(app);
}

async function benchLag(database: OpenDatabase, report: SearchReport, seconds: number): Promise<void> {
  tell('Changes, found in memory …');
  const own = await start(database);
  await measureLag(own.app, 'embedded', seconds, report);
  await stop(own.app);
  const absence = meilisearchAbsence();
  if (absence) return tell(`Meilisearch is left out: ${absence}.`);
  tell('Changes, found by Meilisearch …');
  const server = await startMeilisearch();
  try {
    const { url, key } = server;
    const shared = await start(database, { search: { meilisearch: { url, key, prefix: 'bench' }, embedded: false } });
    await measureLag(shared.app, 'meilisearch', seconds, report);
    await stop(shared.app);
  } finally {
    await server.stop();
  }
}

async function benchSuggestions(database: OpenDatabase, report: SearchReport, queries: number): Promise<void> {
  tell('Suggestions over HTTP …');
  const { app, documents } = await start(database);
  await measureHttp(app, documents, queries, report);
  await stop(app);
}

async function benchWhole(
  database: OpenDatabase,
  searchSnapshot: { folder: string; database: string },
  report: SearchReport,
  queries: number,
): Promise<void> {
  tell('Filling the whole index …');
  const cold = await start(database, { searchSnapshot });
  report.add(
    `Cold fill, ${cold.documents} documents`,
    cold.ms / 1_000,
    's',
    null,
    `${(cold.cpu / 1_000).toFixed(2)} s of processor`,
  );
  await stop(cold.app);
  tell('Starting from the snapshot …');
  const warm = await start(database, { searchSnapshot });
  report.add('Warm start from the snapshot, compared with the database', warm.ms / 1_000, 's', 1.5);
  await measureMemory(searchSnapshot, report);
  tell('Searches …');
  await measureQueries(warm.app.search.engine, warm.documents, queries, report);
  await stop(warm.app);
}

function sizesOf(values: Record<keyof Sizes, string>): Sizes {
  const number = (name: keyof Sizes) => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < 1) throw new UsageError(`--${name} must be a whole number from 1.`);
    return value;
  };
  return { entries: number('entries'), queries: number('queries'), seconds: number('seconds') };
}

function readArguments() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${HELP}`);
  }
}

await runProgram(async () => {
  const given = readArguments();
  if (given.help) return void process.stdout.write(HELP);
  const folder = await mkdtemp(join(tmpdir(), 'rozcestnik-bench-'));
  try {
    const report = await bench(folder, sizesOf(given));
    process.stdout.write(report.table());
    if (given.write) await writeFile(join(projectRoot(), PAGE), report.page());
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
