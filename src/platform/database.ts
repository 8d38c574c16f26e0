/** The database of the service: PostgreSQL by DATABASE_URL, or PGlite in this process with its files in the data folder. */
import type { Logger } from 'pino';
import type { Prisma, PrismaClient } from '../generated/prisma/client.ts';
import type { StatementListener } from './prismaClient.ts';
import type { StatementWatch } from './watchedDriver.ts';

/** What reads and writes. Inside a transaction use {@link Transaction} only: PGlite has one connection. */
export type Database = PrismaClient;

/** {@link Database} within one transaction. */
export type Transaction = Prisma.TransactionClient;

/** A database that answers. */
export interface OpenDatabase {
  readonly prisma: Database;
  readonly adapter: 'PostgreSQL' | 'PGlite';
  /** Where the data are: `host:port/database`, or the absolute path of a folder, or `memory`. Never a password. */
  readonly location: string;
  /**
   * Applies the project's migrations that are missing; to be done before anything else uses the database.
   * @returns how many were applied
   * @throws MigrationError as {@link applyMigrations} does
   */
  migrate(report: (message: string) => void, options?: MigrateOptions): Promise<number>;
  /** Does work that only one instance may do at a time; others wait for it. */
  exclusively<Result>(work: () => Promise<Result>): Promise<Result>;
  /** How many of the project's migrations the database lacks; those of a newer version do not count. */
  missingMigrations(): Promise<number>;
  /**
   * Names of the migrations that {@link migrate} would apply, in order. Writes nothing.
   * @throws MigrationError when it would refuse the database
   */
  pendingMigrations(options?: MigrateOptions): Promise<string[]>;
  /** Ends its connections and frees the data folder. May be called again. */
  close(): Promise<void>;
}

export interface MigrateOptions {
  /** Whether a database will do that a newer version migrated. */
  readonly acceptsNewer?: boolean | undefined;
}

/** What a database is opened by. */
export interface DatabaseOptions {
  /** Address of a PostgreSQL server; without it the embedded database is used. */
  readonly databaseUrl: string | undefined;
  /** Folder of the embedded database, or `memory://` to keep nothing. */
  readonly dataDir: string;
  /** Told of idle connections that broke; they are replaced by themselves. */
  readonly log: Pick<Logger, 'warn'>;
  /**
   * Milliseconds that a statement may take on PostgreSQL; without it there is no limit, as for programs that do much at
   * once. Migrations have none. PGlite does not interrupt statements.
   */
  readonly statementTimeout?: number;
  /** Told of every statement of Prisma; for tests. */
  readonly onStatement?: StatementListener;
  /** Told when a statement begins and ends, for metrics and traces. */
  readonly watch?: StatementWatch | undefined;
}

/**
 * Opens the database and makes sure that it answers and is of a version that will do. Migrates nothing.
 * @throws DatabaseUnavailableError when it does not
 * @throws DataFolderInUseError when another process uses the embedded database
 */
export async function openDatabase(options: DatabaseOptions): Promise<OpenDatabase> {
  const { databaseUrl, dataDir, log, statementTimeout = 0, onStatement, watch } = options;
  // Loaded as needed: each takes a part of a second and of memory that the other one can do without.
  if (databaseUrl !== undefined) {
    const { openPostgres } = await import('./postgres.ts');
    return openPostgres({ databaseUrl, log, statementTimeout, onStatement, watch });
  }
  const { openPGlite } = await import('./pglite.ts');
  return openPGlite({ dataDir, onStatement, watch });
}
