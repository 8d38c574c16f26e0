/** All that a database holds, to compare before with after, and one database with another. */
import type { SqlConnection, SqlRow } from '../../src/platform/sqlConnection.ts';
import { ASKING } from './asking.ts';

/** Rows that no digest counts: those by which `as` of the test kit lets people and systems ask (`asking.ts`). */
const ASKERS: Readonly<Record<string, string>> = {
  Person: `"pseudonym" LIKE '${ASKING}%'`,
  Session: `"personId" IN (SELECT "id" FROM "Person" WHERE "pseudonym" LIKE '${ASKING}%')`,
  ApiToken: `"author" LIKE '${ASKING}%'`,
};

/** One text that changes with any change of any row; who asks by `as` is no part of it. */
export async function digestOfRows(sql: SqlConnection): Promise<string> {
  const digests = (await tableNames(sql)).map((table) => {
    const counted = ASKERS[table] ? `WHERE NOT (${ASKERS[table]})` : '';
    const digest = `md5(string_agg(t::text, chr(10) ORDER BY t::text))`;
    return `SELECT '${table}' AS name, (SELECT ${digest} FROM "${table}" t ${counted}) AS digest`;
  });
  const rows = await sql.query(digests.join(' UNION ALL '));
  return rows.map(({ name, digest }) => `${name} ${digest}`).join('\n');
}

/** Every row as `table: text`, to look for what must not be there. */
export async function allRows(sql: SqlConnection): Promise<string[]> {
  const rows = (await tableNames(sql)).map((table) => `SELECT '${table}: ' || t::text AS row FROM "${table}" t`);
  return (await sql.query(rows.join(' UNION ALL '))).map(({ row }) => String(row));
}

/** Columns with the time of writing. */
const TIMES = ['createdAt', 'updatedAt', 'changedAt', 'publishedAt', 'firstPublishedAt'];
/** Tables that tell how the others came about: they differ by the way, not by the result. */
const TRACES = new Set(['AuditRecord', 'AuditSeal', 'ChangeRecord', 'Job', 'Secret']);
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Every row as text, by table, without times, and with names that two databases share in the place of ids. */
export async function comparableRows(sql: SqlConnection): Promise<Record<string, string[]>> {
  const names = await namesOfIds(sql);
  const withNames = (row: unknown) => JSON.stringify(row).replace(UUID, (id) => names.get(id) ?? id);
  const columns = TIMES.map((column) => `'${column}'`).join(', ');
  const rows: Record<string, string[]> = {};
  for (const table of (await tableNames(sql)).filter((name) => !TRACES.has(name))) {
    const found = await sql.query(`SELECT to_jsonb(t) - ARRAY[${columns}] AS row FROM "${table}" t`);
    rows[table] = found.map(({ row }) => withNames(row)).sort();
  }
  return rows;
}

async function tableNames(sql: SqlConnection): Promise<string[]> {
  const tables = await sql.query(
    `SELECT table_name AS name FROM information_schema.tables
      WHERE table_schema = 'public' AND table_name <> '_prisma_migrations' ORDER BY 1`,
  );
  return tables.map(({ name }) => String(name));
}

async function namesOfIds(sql: SqlConnection): Promise<Map<string, string>> {
  const rows: SqlRow[] = await sql.query(
    `SELECT "id", concat_ws('/', 'entry', "kind", "slug") AS name FROM "Entry"
      UNION ALL SELECT v."id", concat_ws('/', 'version', e."kind", e."slug", v."number")
        FROM "Version" v JOIN "Entry" e ON e."id" = v."entryId"
      UNION ALL SELECT "id", concat_ws('/', 'organization', "slug") FROM "Organization"
      UNION ALL SELECT "id", concat_ws('/', 'category', "slug") FROM "Category"
      UNION ALL SELECT "id", concat_ws('/', 'territory', "slug") FROM "Territory"`,
  );
  return new Map(rows.map(({ id, name }) => [String(id), String(name)]));
}
