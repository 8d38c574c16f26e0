/**
 * A driver of PostgreSQL for Prisma's schema engine. The engine reads catalogs, whose columns of the type "char" Prisma's
 * own driver refuses (@prisma/adapter-pg 7.10.0); the driver of PGlite knows them, so it is given a PostgreSQL client
 * dressed as PGlite.
 */
import type { PGlite, QueryOptions } from '@electric-sql/pglite';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { PrismaPGlite } from 'pglite-prisma-adapter';

/** The driver over a connected client, which stays its owner's to end. */
export function schemaEngineDriver(client: pg.Client): SqlMigrationAwareDriverAdapterFactory {
  const dressed = {
    query: async (text: string, values: unknown[], { parsers }: QueryOptions) => {
      const getTypeParser = (type: number) => parsers?.[type] ?? pg.types.getTypeParser(type);
      const { fields, rows, rowCount } = await client.query({
        text,
        values,
        rowMode: 'array',
        types: { getTypeParser },
      });
      return { fields, rows, affectedRows: rowCount ?? 0 };
    },
    exec: (script: string) => client.query(script),
  };
  return new PrismaPGlite(dressed as unknown as PGlite);
}
