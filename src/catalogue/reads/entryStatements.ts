/** Statements that read entries: rows, rows with their number, and the number alone. */
import type { JsonStatement } from '../../platform/directStatements.ts';
import { conditionSql, type TableName, Values } from './conditionSql.ts';

/** Which rows to read, and what of them. */
export interface RowsWanted {
  readonly columns: readonly string[];
  readonly where: object;
  readonly orderBy?: readonly object[] | undefined;
  readonly take?: number | undefined;
}

type EntryTable = Extract<TableName, 'LiveEntry' | 'PublishedEntry'>;

/** Rows as a list of JSON objects; null when there are none. */
export function rowsStatement(table: EntryTable, wanted: RowsWanted): JsonStatement {
  const values = new Values();
  const rows = `SELECT ${columnsSql(wanted.columns)} FROM "${table}" t WHERE ${conditionSql(wanted.where, table, values)}`;
  return statement(`SELECT json_agg(r)::text AS "json" FROM (${rows}${placeSql(wanted)}) r`, values);
}

/** The number of rows, counted up to `atMost`. */
export function countStatement(table: EntryTable, where: object, atMost: number): JsonStatement {
  const values = new Values();
  const rows = `SELECT 1 FROM "${table}" t WHERE ${conditionSql(where, table, values)} LIMIT ${wholeNumber(atMost)}`;
  return statement(`SELECT count(*)::text AS "json" FROM (${rows}) r`, values);
}

/**
 * A page of the rows of which `all` holds, with their number: found once for both. Where there are `atMost` or more, the page is null: it
 * would be of some of them.
 */
export function countedStatement(
  table: EntryTable,
  wanted: RowsWanted & { readonly all: object },
  atMost: number,
): JsonStatement {
  const values = new Values();
  const order = wanted.orderBy ?? [];
  const keys = [...new Set(['id', ...order.flatMap((one) => Object.keys(one))])];
  const all = conditionSql(wanted.all, table, values);
  const hits = `SELECT ${columnsSql(keys)} FROM "${table}" t WHERE ${all} LIMIT ${wholeNumber(atMost)}`;
  const page = `SELECT h."id" FROM hits h WHERE ${conditionSql(wanted.where, table, values, 'h')}${placeSql(wanted, 'h')}`;
  const rows = `SELECT ${columnsSql(wanted.columns)} FROM "${table}" t WHERE t."id" IN (${page})${orderSql(order)}`;
  const counted = `SELECT count(*) AS "count" FROM hits`;
  const answer = `json_build_object('count', c."count", 'rows', CASE WHEN c."count" < ${wholeNumber(atMost)} THEN (SELECT json_agg(r) FROM (${rows}) r) END)`;
  return statement(`WITH hits AS MATERIALIZED (${hits}) SELECT ${answer}::text AS "json" FROM (${counted}) c`, values);
}

function statement(text: string, { all, isSelective }: Values): JsonStatement {
  return { text, values: all, isPlannedOnce: !isSelective };
}

const columnsSql = (columns: readonly string[]) => columns.map((column) => `t."${column}"`).join(', ');

function placeSql({ orderBy = [], take }: RowsWanted, alias = 't'): string {
  return orderSql(orderBy, alias) + (take === undefined ? '' : ` LIMIT ${wholeNumber(take)}`);
}

function orderSql(orderBy: readonly object[], alias = 't'): string {
  if (orderBy.length === 0) return '';
  const keys = orderBy.flatMap((one) => Object.entries(one as Record<string, 'asc' | 'desc'>));
  return ` ORDER BY ${keys.map(([column, direction]) => `${alias}."${column}" ${direction === 'asc' ? 'ASC' : 'DESC'}`).join(', ')}`;
}

/** Limits stand in the statement itself: of one that is planned once the database would have to guess them. */
function wholeNumber(value: number): number {
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`${value} is not a number of rows.`);
  return value;
}
