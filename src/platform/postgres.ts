/** The database on a PostgreSQL server. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { DatabaseOptions, OpenDatabase } from './database.ts';
import { DatabaseUnavailableError } from './databaseUnavailable.ts';
import { parseDatabaseUrl } from './databaseUrl.ts';
import { type JsonStatement, readDirectly, watched } from './directStatements.ts';
import { joiningDriver, prismaJoining } from './joinedPrisma.ts';
import { migrationsFolder } from './migrationFiles.ts';
import { applyMigrations, countMissing, type MigrationOptions, pendingMigrations } from './migrations.ts';
import { pgTransactions } from './pgTransactions.ts';
import { createPrismaClient, type StatementListener } from './prismaClient.ts';
import { createReadLanes, READ_LANES, type ReadLanes } from './readLanes.ts';
import { reasonOf } from './reasonOf.ts';
import { postgresConnection, type SqlConnection } from './sqlConnection.ts';
import { createStatementNames } from './statementNames.ts';
import { transactDirectly } from './transactions.ts';
import type { StatementWatch } from './watchedDriver.ts';

/** Oldest version of PostgreSQL that the service is tested on. */
const OLDEST_VERSION = 15;
/** Of the pool; the lanes of reads come on top. */
const MAX_CONNECTIONS = 8;
/** Of an instance. */
export const MOST_CONNECTIONS = MAX_CONNECTIONS + READ_LANES;
/** Milliseconds to wait for a connection: to be made, or to be free. */
const CONNECT_TIMEOUT = 10_000;
/** Milliseconds that a connection is kept unused; making one and preparing its statements anew is dear. */
const IDLE_TIMEOUT = 60_000;

/** What a server says about itself. */
export interface ServerFacts {
  /** As in `server_version_num`, e.g. 150004. */
  readonly versionNumber: number;
  readonly version: string;
  readonly encoding: string;
}

/** What a database is answered by, beside its pool. */
interface Served {
  readonly location: string;
  readonly statementTimeout: number;
  readonly onStatement: StatementListener | undefined;
  readonly watch: StatementWatch | undefined;
}

/**
 * Connects to a server.
 * @throws DatabaseUnavailableError when it cannot be reached, refuses us, or is not fit
 */
export async function openPostgres({
  databaseUrl,
  log,
  statementTimeout = 0,
  onStatement,
  watch,
}: Pick<DatabaseOptions, 'log' | 'statementTimeout'> & {
  databaseUrl: string;
  onStatement: StatementListener | undefined;
  watch?: StatementWatch | undefined;
}): Promise<OpenDatabase> {
  const address = parseDatabaseUrl(databaseUrl);
  const onBroken = (error: Error) =>
    log.warn({ reason: address.withoutPassword(reasonOf(error)) }, 'a connection to PostgreSQL broke');
  const setup = `SET TIME ZONE 'UTC'; SET statement_timeout = ${statementTimeout}`;
  const connection = connectionTo(databaseUrl);
  const pool = createPool(connection, setup, onBroken);
  try {
    assertFit(await readFacts(pool), address.location);
  } catch (error) {
    await pool.end();
    if (error instanceof DatabaseUnavailableError) throw error;
    // No cause: the driver's errors may hold the address with the password.
    throw new DatabaseUnavailableError(
      `PostgreSQL at ${address.location} is not available: ${address.withoutPassword(reasonOf(error))}. ` +
        'Check DATABASE_URL and whether the server runs; without DATABASE_URL the embedded database is used.',
    );
  }
  const lanes = createReadLanes({ connection, setup, otherwise: (query) => pool.query(query), onBroken });
  return postgresDatabase(pool, lanes, { location: address.location, statementTimeout, onStatement, watch });
}

function postgresDatabase(
  pool: pg.Pool,
  lanes: ReadLanes,
  { location, statementTimeout, onStatement, watch }: Served,
): OpenDatabase {
  const nameOf = createStatementNames();
  // The driver takes undefined as "send it unnamed", which the type of the option does not say.
  const statementNameGenerator = ({ sql }: { sql: string }) => nameOf(sql) as string;
  const prisma = createPrismaClient(joiningDriver(pool, { statementNameGenerator }), onStatement, watch);
  const direct = async ({ text, values, isPlannedOnce }: JsonStatement) => {
    const name = isPlannedOnce ? nameOf(text) : undefined;
    const { rows } = await lanes.read<{ json: string | null }>({ name, text, values: [...values] });
    return rows[0]?.json ?? null;
  };
  const watchers = { onStatement, watch };
  readDirectly(prisma, watched(direct, watchers));
  const joinPrisma = prismaJoining(prisma);
  transactDirectly(prisma, pgTransactions({ pool, nameOf, joinPrisma, watchers }));
  return {
    prisma,
    adapter: 'PostgreSQL',
    location,
    migrate: (report, options) =>
      onClient(pool, (connection) => migrate(connection, statementTimeout, { report, ...options })),
    exclusively: (work) => onClient(pool, (connection) => alone(connection, work)),
    missingMigrations: () => onClient(pool, (connection) => countMissing(connection, { folder: migrationsFolder() })),
    pendingMigrations: (options) =>
      onClient(pool, (connection) => pendingMigrations(connection, { folder: migrationsFolder(), ...options })),
    close: async () => {
      await prisma.$disconnect();
      await lanes.close();
      if (!pool.ending) await pool.end();
    },
  };
}

/** Migrates without a limit of time, which the connection has again afterwards. */
async function migrate(
  connection: SqlConnection,
  statementTimeout: number,
  options: Omit<MigrationOptions, 'folder'>,
): Promise<number> {
  await connection.exec('SET statement_timeout = 0');
  const applied = await applyMigrations(connection, { folder: migrationsFolder(), ...options });
  await connection.exec(`SET statement_timeout = ${statementTimeout}`);
  return applied;
}

/** A number that nobody else takes for a lock; any will do. */
const ALONE = 727_073_690;
/** Milliseconds between looks at whether the other instance is done. */
const ALONE_POLL = 250;

/** Work under a lock of the session, which the server frees when the connection ends. */
async function alone<Result>(connection: SqlConnection, work: () => Promise<Result>): Promise<Result> {
  const take = async () => {
    const [row] = await connection.query(`SELECT pg_try_advisory_lock(${ALONE}) AS "taken"`);
    return row?.['taken'] === true;
  };
  while (!(await take())) await sleep(ALONE_POLL);
  try {
    return await work();
  } finally {
    await connection.query(`SELECT pg_advisory_unlock(${ALONE})`).catch(() => undefined);
  }
}

/** Work on one connection of the pool. */
async function onClient<Result>(pool: pg.Pool, work: (connection: SqlConnection) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  try {
    return await work(postgresConnection(client));
  } finally {
    client.release();
  }
}

function connectionTo(connectionString: string): pg.ClientConfig {
  return {
    connectionString,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    keepAlive: true,
    fallback_application_name: 'rozcestnik',
  };
}

/**
 * Prisma's drivers read and write instants without their offset, so any other time zone than UTC would shift them. `setup` is sent as a
 * statement: poolers such as PgBouncer refuse it among the parameters of the connection, but keep this.
 */
function createPool(connection: pg.ClientConfig, setup: string, onBroken: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool({
    ...connection,
    pipeline: true,
    max: MAX_CONNECTIONS,
    idleTimeoutMillis: IDLE_TIMEOUT,
    onConnect: async (client) => {
      await client.query(setup);
    },
  });
  return pool.on('error', onBroken);
}

async function readFacts(pool: pg.Pool): Promise<ServerFacts> {
  const { rows } = await pool.query<ServerFacts>(
    `SELECT current_setting('server_version_num')::int AS "versionNumber", current_setting('server_version') AS "version",
      current_setting('server_encoding') AS "encoding"`,
  );
  const [facts] = rows;
  if (!facts) throw new Error('the server did not say its version');
  return facts;
}

/**
 * Makes sure that a server will do.
 * @throws DatabaseUnavailableError when it is too old, or its database is not in UTF-8
 */
export function assertFit({ versionNumber, version, encoding }: ServerFacts, location: string): void {
  if (versionNumber < OLDEST_VERSION * 10_000) {
    throw new DatabaseUnavailableError(
      `PostgreSQL at ${location} is of version ${version}; version ${OLDEST_VERSION} or newer is needed.`,
    );
  }
  if (encoding !== 'UTF8') {
    throw new DatabaseUnavailableError(
      `The database at ${location} is in the encoding ${encoding}; create one with ENCODING 'UTF8'.`,
    );
  }
}
