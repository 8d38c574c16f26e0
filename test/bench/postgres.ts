/** The PostgreSQL of a benchmark: the one of DATABASE_URL, or a private one where it is installed. */
import pg from 'pg';
import { findPostgres, startPostgres } from '../testkit/postgresServer.ts';
import { createPostgresDatabase, databaseAddress } from '../testkit/templates.ts';
import { type BenchCatalogue, digestOf } from './catalogue.ts';

export interface BenchServer {
  readonly databaseUrl: string;
  /** Its process, where it runs on this machine and tells. */
  readonly pid: number | null;
  stop(): Promise<void>;
}

/** Opens a database for the catalogue, the one of an earlier run where it is there; null without a server. */
export async function openServer(_given: object, catalogue: BenchCatalogue): Promise<BenchServer | null> {
  const given = process.env['DATABASE_URL'];
  const binaries = findPostgres();
  if (!given && !binaries) return null;
  const own = given ? null : await startPostgres(binaries as string);
  const url = given ?? (own?.url as string);
  const name = `rozcestnik_bench_${digestOf(catalogue)}`;
  if (!(await exists(url, name))) await createPostgresDatabase(url, name);
  return { databaseUrl: databaseAddress(url, name), pid: null, stop: async () => own?.stop() };
}

async function exists(url: string, name: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query('SELECT FROM pg_database WHERE datname = $1', [name])).rowCount === 1;
  } finally {
    await client.end();
  }
}
