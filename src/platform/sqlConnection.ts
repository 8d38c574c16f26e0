/** Plain SQL on one connection, for what stands below Prisma: migrations and tests. */
import type { PGlite } from '@electric-sql/pglite';
import type { ClientBase } from 'pg';

/** A row by its column names. */
export type SqlRow = Record<string, unknown>;

/** One connection of a database: what one call sets, the next one sees. */
export interface SqlConnection {
  /** Runs one statement with parameters ($1, $2, …) and answers its rows. */
  query(sql: string, params?: readonly unknown[]): Promise<SqlRow[]>;
  /** Runs a script of any number of statements, without parameters. */
  exec(script: string): Promise<void>;
}

/** {@link SqlConnection} over one PostgreSQL client (never a pool: its statements go to several connections). */
export function postgresConnection(client: ClientBase): SqlConnection {
  return {
    query: async (sql, params = []) => (await client.query<SqlRow>(sql, [...params])).rows,
    exec: async (script) => {
      await client.query(script);
    },
  };
}

/** {@link SqlConnection} over the embedded database, which has one connection alone. */
export function pgliteConnection(db: PGlite): SqlConnection {
  return {
    query: async (sql, params = []) => (await db.query<SqlRow>(sql, [...params])).rows,
    exec: async (script) => {
      await db.exec(script);
    },
  };
}
