/** Dumps and restores a database on a PostgreSQL server, by pg_dump and pg_restore. */
import pg from 'pg';
import type { Logger } from 'pino';
import { BackupError } from '../platform/backupError.ts';
import { parseDatabaseUrl } from '../platform/databaseUrl.ts';
import { openPostgres } from '../platform/postgres.ts';
import { reasonOf } from '../platform/reasonOf.ts';
import { postgresConnection } from '../platform/sqlConnection.ts';
import { auditOf, describeRows } from './describe.ts';
import { digestTables, hasRows, quoted } from './digests.ts';
import type { Manifest } from './manifest.ts';
import { assertNotOlder, findProgram, runOn } from './programs.ts';
import { type Candidate, type Dumped, stamp } from './source.ts';

const majorOf = (versionNumber: number) => Math.floor(versionNumber / 10_000);

/** Writes the dump to a file; answers what it is of. The service may run: both are of one snapshot. */
export async function dumpPostgres(databaseUrl: string, path: string, log: Pick<Logger, 'warn'>): Promise<Dumped> {
  const program = await findProgram('pg_dump');
  const database = await openPostgres({ databaseUrl, log, onStatement: undefined });
  try {
    // Before the snapshot: the head that the chain has now is in it.
    const audit = await auditOf(database.prisma);
    return await withClient(databaseUrl, async (client) => {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      const facts = await describeRows(postgresConnection(client));
      assertNotOlder(program, majorOf(facts.serverVersion));
      const { rows } = await client.query<{ id: string }>('SELECT pg_export_snapshot() AS id');
      const snapshot = `--snapshot=${rows[0]?.id}`;
      const args = ['--format=custom', '--no-owner', '--no-privileges', `--file=${path}`, snapshot];
      await explained(databaseUrl, 'pg_dump failed', () => runOn(databaseUrl, program.path, args));
      return { adapter: 'PostgreSQL', audit, ...facts };
    });
  } finally {
    await database.close();
  }
}

/** Whether the database has rows, which a restore would put away. */
export function postgresHasRows(databaseUrl: string): Promise<boolean> {
  return withClient(databaseUrl, (client) => hasRows(postgresConnection(client)));
}

/** Restores a dump into a new database of the same server. */
export async function restorePostgres(
  databaseUrl: string,
  dump: string,
  manifest: Manifest,
  log: Pick<Logger, 'warn'>,
): Promise<Candidate> {
  const program = await findProgram('pg_restore');
  const { name, collation } = await placeOf(databaseUrl, manifest);
  const beside = `${name}_restored_${stamp(new Date())}`.slice(-63);
  const besideUrl = addressOf(databaseUrl, beside);
  const create = `CREATE DATABASE ${quoted(beside)} TEMPLATE template0 ENCODING 'UTF8' ${collation}`;
  const drop = () =>
    maintain(databaseUrl, (client) => client.query(`DROP DATABASE IF EXISTS ${quoted(beside)} WITH (FORCE)`));
  await explained(databaseUrl, 'A database to restore into could not be created (the role needs CREATEDB)', () =>
    maintain(databaseUrl, (client) => client.query(create)),
  );
  try {
    const args = ['--no-owner', '--no-privileges', '--exit-on-error', dump];
    await explained(databaseUrl, 'pg_restore failed', () => runOn(besideUrl, program.path, args));
    const tables = await withClient(besideUrl, (client) => digestTables(postgresConnection(client)));
    const database = await openPostgres({ databaseUrl: besideUrl, log, onStatement: undefined });
    return {
      prisma: database.prisma,
      tables,
      swap: async () => {
        await database.close();
        const kept = `${name}_before_${stamp(new Date())}`.slice(-63);
        await explained(databaseUrl, 'The restored database could not take the place of the one in use', () =>
          maintain(databaseUrl, async (client) => {
            await client.query('BEGIN');
            await client.query(`ALTER DATABASE ${quoted(name)} RENAME TO ${quoted(kept)}`);
            await client.query(`ALTER DATABASE ${quoted(beside)} RENAME TO ${quoted(name)}`);
            await client.query('COMMIT');
          }),
        );
        return `the database ${kept}`;
      },
      discard: async () => {
        await database.close();
        await drop();
      },
    };
  } catch (error) {
    await drop();
    throw error;
  }
}

interface Place {
  readonly name: string;
  /** Clause of CREATE DATABASE for the same order of texts as now. */
  readonly collation: string;
}

/**
 * The database that is to be replaced.
 * @throws BackupError when somebody uses it, or the server is older than the one of the backup
 */
function placeOf(databaseUrl: string, { serverVersion }: Manifest): Promise<Place> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ name: string; version: number; others: number; lc: string; ctype: string }>(
      `SELECT current_database() AS "name", current_setting('server_version_num')::int AS "version",
          (SELECT count(*)::int FROM pg_stat_activity a
            WHERE a.datname = current_database() AND a.pid <> pg_backend_pid() AND a.backend_type = 'client backend') AS "others",
          d.datcollate AS "lc", d.datctype AS "ctype"
        FROM pg_database d WHERE d.datname = current_database()`,
    );
    const { name, version, others, lc, ctype } = rows[0] as (typeof rows)[number];
    if (majorOf(version) < majorOf(serverVersion)) {
      throw new BackupError(
        `The backup was made on PostgreSQL ${majorOf(serverVersion)}, and the server is of version ${majorOf(version)}: ` +
          'restore on a server that is not older.',
      );
    }
    if (others > 0) {
      throw new BackupError(
        `${others} other connections use the database ${name}: stop every instance of the service first. Nothing was changed.`,
      );
    }
    return { name, collation: `LC_COLLATE ${literal(lc)} LC_CTYPE ${literal(ctype)}` };
  });
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

async function withClient<Result>(databaseUrl: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'rozcestnik-backup' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Databases that a server has by default: renaming one needs a connection to another one. */
const MAINTENANCE = ['postgres', 'template1'];

async function maintain<Result>(databaseUrl: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const [first, second] = MAINTENANCE.map((name) => addressOf(databaseUrl, name));
  const client = new pg.Client({ connectionString: first, application_name: 'rozcestnik-backup' });
  const isThere = await client.connect().then(
    () => true,
    () => false,
  );
  if (!isThere) return withClient(String(second), work);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function addressOf(databaseUrl: string, name: string): string {
  const url = new URL(databaseUrl);
  url.pathname = `/${encodeURIComponent(name)}`;
  return url.href;
}

/** Says what failed, without the password that a driver or a program may repeat. */
async function explained<Result>(databaseUrl: string, what: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BackupError) throw error;
    throw new BackupError(`${what}: ${parseDatabaseUrl(databaseUrl).withoutPassword(reasonOf(error))}`);
  }
}
