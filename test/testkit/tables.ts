import { digestOf } from '../../src/kernel/digest.ts';
import type { TestDatabase } from './databases.ts';

/** Digest of every table's rows: two are equal exactly when nothing has changed in between. */
export async function digestOfTables({ sql }: Pick<TestDatabase, 'sql'>): Promise<Record<string, string>> {
  const tables = await sql.query(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  );
  const digests: [string, string][] = [];
  for (const { name } of tables) {
    const rows = await sql.query(`SELECT t::text AS row FROM "${name}" t ORDER BY 1`);
    digests.push([String(name), digestOf(rows.map(({ row }) => row))]);
  }
  return Object.fromEntries(digests);
}
