/** The database servers that places are made on. */
import { randomUUID } from 'node:crypto';
import { findPostgres, startPostgres } from '../../testkit/postgresServer.ts';
import { createPostgresDatabase, databaseAddress } from '../../testkit/templates.ts';

export const DATABASE_KINDS = ['PGlite', 'PostgreSQL'] as const;
export type DatabaseKind = (typeof DATABASE_KINDS)[number];

/** A server of PostgreSQL that can be broken. */
export interface PlaceServer {
  /** Makes an empty database and answers its address. */
  createDatabase(): Promise<string>;
  /** Ends it at once, with whatever was under way, and starts it again after a time. */
  restart(pause: number): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL.
 * @throws Error without its programs: these tests are for where they are
 */
export async function startPlaceServer(): Promise<PlaceServer> {
  const binaries = findPostgres();
  if (binaries === undefined) throw new Error('these tests need postgres on the PATH or in /usr/lib/postgresql');
  const server = await startPostgres(binaries, { durable: true });
  return {
    createDatabase: async () => {
      const name = `fault_${randomUUID().slice(0, 8)}`;
      await createPostgresDatabase(server.url, name);
      return databaseAddress(server.url, name);
    },
    restart: (pause) => server.restart(pause),
    stop: () => server.stop(),
  };
}
