/**
 * Writing rows of several tables by one statement, past Prisma: the database takes them apart from JSON, so that the statement is the same
 * however many there are (ADR 105).
 */
import type { Prisma } from '../generated/prisma/client.ts';
import type { Transaction } from './database.ts';
import { readJson, writeRows } from './directStatements.ts';

type Data<Model extends Prisma.ModelName> = Prisma.TypeMap['model'][Model]['operations']['createMany']['args']['data'];

/** A new row of a table, as Prisma takes it. */
export type NewRow<Model extends Prisma.ModelName> = Exclude<Data<Model>, readonly unknown[]>;

/** New rows by their tables, which may refer to each other. */
export type NewRows = { readonly [Model in Prisma.ModelName]?: readonly NewRow<Model>[] };

/**
 * Writes all of the rows. Columns that no row of a table has get their defaults, those that one lacks are null.
 * @throws what the database refuses, or leaves it to a later statement of the transaction to throw it
 */
export async function insertRows(tx: Transaction, rows: NewRows): Promise<void> {
  const tables = Object.entries(rows).filter(([, some]) => some.length > 0);
  const inserts = tables.map(([table, some], place) => insertSql(table, some, place + 1));
  const last = inserts.pop();
  if (last === undefined) return;
  // Constraints between tables are checked when the whole statement is done.
  const others = inserts.map((insert, place) => `i${place} AS (${insert})`);
  const text = others.length > 0 ? `WITH ${others.join(', ')} ${last}` : last;
  await writeRows(tx, { text, values: tables.map(([, some]) => JSON.stringify(some)) });
}

/**
 * Writes those of the rows that no other one forbids, by whatever is unique.
 * @returns the ids of those that were written
 */
export async function insertMissing(
  tx: Transaction,
  table: Prisma.ModelName,
  rows: readonly { readonly id: string }[],
): Promise<ReadonlySet<string>> {
  if (rows.length === 0) return new Set();
  const text = `WITH written AS (${insertSql(table, rows, 1)} ON CONFLICT DO NOTHING RETURNING "id")
    SELECT json_agg("id")::text AS "json" FROM written`;
  const written = await readJson(tx, { text, values: [JSON.stringify(rows)], isPlannedOnce: true });
  return new Set((written ?? []) as string[]);
}

function insertSql(table: string, rows: readonly object[], parameter: number): string {
  const names = new Set(rows.flatMap((row) => Object.keys(row).filter((name) => row[name as never] !== undefined)));
  const columns = [...names].map((name) => `"${name}"`).join(', ');
  return `INSERT INTO "${table}" (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::"${table}", $${parameter}::json)`;
}
