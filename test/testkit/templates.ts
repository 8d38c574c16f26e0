/** Databases prepared once per run, from which each test file makes its own. */
import { openAsBlob } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { pino } from 'pino';
import { type OpenDatabase, openDatabase } from '../../src/platform/database.ts';
import { pgliteDatabase } from '../../src/platform/pglite.ts';
import { runProgram } from './childProcess.ts';
import type { Templates } from './provided.ts';

/** Prepared databases and the way to get rid of them. */
export interface PreparedTemplates {
  readonly templates: Templates;
  /** Fills the seeded one; by a program, so that several can be filled at the same time. */
  seed(): Promise<void>;
  remove(): Promise<void>;
}

/** Dumps of PGlite, in a temporary folder. Not compressed: unpacking would take longer than reading. */
export async function preparePGlite(): Promise<PreparedTemplates> {
  const folder = await mkdtemp(join(tmpdir(), 'rozcestnik-pglite-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  const templates = { empty: join(folder, 'empty.tar'), seeded: join(folder, 'seeded.tar') };
  try {
    const client = await PGlite.create('memory://');
    const database = await pgliteDatabase(client, { location: 'memory', onStatement: undefined });
    await database.migrate(() => undefined);
    await dump(client, templates.empty);
    await database.close();
  } catch (error) {
    await remove();
    throw error;
  }
  const seed = async () => {
    const location = join(folder, 'database');
    const loadDataDir = await openAsBlob(templates.empty);
    await (await PGlite.create({ dataDir: location, loadDataDir })).close();
    await runSeed({ DATA_DIR: folder });
    const client = await PGlite.create(location);
    await dump(client, templates.seeded);
    await client.close();
    await rm(location, { recursive: true });
  };
  return { templates, seed, remove };
}

async function dump(client: PGlite, path: string): Promise<void> {
  const archive = await client.dumpDataDir('none');
  await writeFile(path, archive.stream());
}

/** Databases of a PostgreSQL server, named for this run, so that several runs can share a server. */
export async function preparePostgres(url: string): Promise<PreparedTemplates> {
  const run = `rozcestnik_test_${process.pid}_${Date.now().toString(36)}`;
  const templates = { empty: `${run}_empty`, seeded: `${run}_seeded` };
  const remove = () => dropDatabases(url, run);
  try {
    await createPostgresDatabase(url, templates.empty);
    await useOnce(databaseAddress(url, templates.empty), async (database) => {
      await database.migrate(() => undefined);
    });
  } catch (error) {
    await remove();
    throw error;
  }
  const seed = async () => {
    await createPostgresDatabase(url, templates.seeded, templates.empty);
    await runSeed({ DATABASE_URL: databaseAddress(url, templates.seeded), DATA_DIR: tmpdir() });
  };
  return { templates, seed, remove };
}

/** Runs the real seed, as `npm run seed` does. */
async function runSeed(environment: Readonly<Record<string, string>>): Promise<void> {
  const { code, stderr } = await runProgram('seed/cli', [], environment);
  if (code !== 0) throw new Error(`The seed failed: ${stderr}`);
}

/** Creates a database on the server that `url` leads to, as a copy of another one. */
export async function createPostgresDatabase(url: string, name: string, template = 'template0'): Promise<void> {
  await runOnServer(url, `CREATE DATABASE "${name}" TEMPLATE "${template}"`);
}

/** Drops a database with whatever is still connected to it. */
export async function dropPostgresDatabase(url: string, name: string): Promise<void> {
  await runOnServer(url, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
}

/** The address of another database of the same server. */
export function databaseAddress(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}

async function useOnce(databaseUrl: string, use: (database: OpenDatabase) => Promise<void>): Promise<void> {
  const log = pino({ level: 'silent' });
  const database = await openDatabase({ databaseUrl, dataDir: 'memory://', log });
  try {
    await use(database);
  } finally {
    await database.close();
  }
}

async function dropDatabases(url: string, prefix: string): Promise<void> {
  const rows = await runOnServer(url, 'SELECT datname FROM pg_database WHERE starts_with(datname, $1)', [prefix]);
  for (const { datname } of rows) await dropPostgresDatabase(url, String(datname));
}

async function runOnServer(url: string, sql: string, params: string[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql, params)).rows;
  } finally {
    await client.end();
  }
}
