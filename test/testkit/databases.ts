/** Databases for tests: quickly made, migrated, private to whoever asked. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { pino } from 'pino';
import { inject } from 'vitest';
import type { OpenDatabase } from '../../src/platform/database.ts';
import { pgliteDatabase } from '../../src/platform/pglite.ts';
import { openPostgres } from '../../src/platform/postgres.ts';
import { pgliteConnection, postgresConnection, type SqlConnection } from '../../src/platform/sqlConnection.ts';
import type { StatementWatch } from '../../src/platform/watchedDriver.ts';
import type { Templates } from './provided.ts';
import { schemaEngineDriver } from './schemaEngineDriver.ts';
import { createPostgresDatabase, databaseAddress, dropPostgresDatabase } from './templates.ts';

/** A kind of database. */
export type DatabaseKind = OpenDatabase['adapter'];

/** The kinds that this run has: what holds on one must hold on the other. Without PostgreSQL the run says so. */
export const DATABASES: readonly DatabaseKind[] = inject('testDatabases').postgres
  ? ['PGlite', 'PostgreSQL']
  : ['PGlite'];

/** One of them, the quicker, for what comes out the same on every database: see docs/architecture.md. */
export const ONE_DATABASE: readonly DatabaseKind[] = DATABASES.slice(-1);

/** A database of a test. */
export interface TestDatabase extends OpenDatabase {
  /** Where a second connection can be made to it; PGlite has none. */
  readonly databaseUrl: string | undefined;
  /** SQL of Prisma's statements since it was made, oldest first, without transaction control; empty it at will. */
  readonly statements: string[];
  /** Below Prisma: raw SQL, scripts as well. */
  readonly sql: SqlConnection;
  /** For {@link openSchemaEngine}. */
  readonly driver: SqlMigrationAwareDriverAdapterFactory;
  /** Closes it and deletes its data. */
  drop(): Promise<void>;
}

/** What a test database begins with. */
export interface TestDatabaseOptions {
  /** With the content of the seed instead of none. */
  readonly seeded?: boolean;
  /** Told when statements begin and end. */
  readonly watch?: StatementWatch | undefined;
  /** Milliseconds that a statement may take on PostgreSQL; as long as it likes when left out. */
  readonly statementTimeout?: number | undefined;
}

/** Makes a migrated database that nobody else uses; to be dropped in `afterAll`. */
export function createTestDatabase(kind: DatabaseKind, options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  return kind === 'PGlite' ? createPGlite(options) : createPostgres(options);
}

function templateOf(templates: Templates, { seeded }: TestDatabaseOptions): string {
  return seeded ? templates.seeded : templates.empty;
}

async function createPGlite(options: TestDatabaseOptions): Promise<TestDatabase> {
  const template = templateOf(inject('testDatabases').pglite, options);
  const client = await PGlite.create({ dataDir: 'memory://', loadDataDir: new Blob([await readFile(template)]) });
  const statements: string[] = [];
  const onStatement = (statement: string) => void statements.push(statement);
  const database = await pgliteDatabase(client, { location: 'memory', onStatement, watch: options.watch });
  return {
    ...database,
    databaseUrl: undefined,
    statements,
    sql: pgliteConnection(client),
    driver: new PrismaPGlite(client),
    drop: database.close,
  };
}

async function createPostgres(options: TestDatabaseOptions): Promise<TestDatabase> {
  const { postgres } = inject('testDatabases');
  if (!postgres) throw new Error('this run has no PostgreSQL; ask DATABASES');
  // The prefix of the run, so that its teardown drops what a failed test left.
  const name = `${postgres.templates.empty}_${randomUUID().slice(0, 8)}`;
  await createPostgresDatabase(postgres.url, name, templateOf(postgres.templates, options));
  const databaseUrl = databaseAddress(postgres.url, name);
  const statements: string[] = [];
  const onStatement = (statement: string) => void statements.push(statement);
  const database = await openPostgres({
    databaseUrl,
    log: pino({ level: 'silent' }),
    onStatement,
    watch: options.watch,
    statementTimeout: options.statementTimeout ?? 0,
  });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  return {
    ...database,
    databaseUrl,
    statements,
    sql: postgresConnection(client),
    driver: schemaEngineDriver(client),
    drop: async () => {
      await client.end();
      await database.close();
      await dropPostgresDatabase(postgres.url, name);
    },
  };
}
