/** Digests of all rows, equal on every database that has the same rows. */
import type { SqlConnection } from '../platform/sqlConnection.ts';
import type { Manifest } from './manifest.ts';

/** What the text of a row depends on beside the row. */
const SETTINGS = `SET TIME ZONE 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres';
  SET extra_float_digits = 1; SET bytea_output = 'hex'`;

/**
 * Rows and digest of every table. A digest is the sum of the halves of the MD5 of each row: it does not depend on the order of rows and
 * needs no memory. It proves a faithful copy, not that nobody meant to forge one: that is for the hash of the file and the audit chain.
 */
export async function digestTables(connection: SqlConnection): Promise<Manifest['tables']> {
  await connection.exec(SETTINGS);
  const tables: Manifest['tables'] = {};
  for (const table of await tableNames(connection)) {
    const half = (from: number) => `coalesce(sum(('x' || substr(h, ${from}, 16))::bit(64)::bigint::numeric), 0)`;
    const [row] = await connection.query(
      `SELECT count(*)::int AS "rows", ${half(1)} || ':' || ${half(17)} AS "digest"
        FROM (SELECT md5(t::text) AS h FROM ${quoted(table)} t) AS hashes`,
    );
    tables[table] = { rows: Number(row?.['rows']), digest: String(row?.['digest']) };
  }
  return tables;
}

/** Tables of the service, by name. */
export async function tableNames(connection: SqlConnection): Promise<string[]> {
  const rows = await connection.query(
    `SELECT table_name AS "name" FROM information_schema.tables
      WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY 1`,
  );
  return rows.map(({ name }) => String(name));
}

/** Whether there is a row in any table beside the records of migrations. */
export async function hasRows(connection: SqlConnection): Promise<boolean> {
  for (const table of (await tableNames(connection)).filter((name) => name !== '_prisma_migrations')) {
    const [row] = await connection.query(`SELECT EXISTS (SELECT FROM ${quoted(table)}) AS "has"`);
    if (row?.['has'] === true) return true;
  }
  return false;
}

/** Names of tables whose rows are not those of the manifest, with both counts. */
export function differences(expected: Manifest['tables'], found: Manifest['tables']): string[] {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(found)])].sort();
  return names.flatMap((name) => {
    const [one, other] = [expected[name], found[name]];
    if (one && other && one.rows === other.rows && one.digest === other.digest) return [];
    return [`${name} (${one?.rows ?? 'no'} rows in the backup, ${other?.rows ?? 'none'} restored)`];
  });
}

export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
