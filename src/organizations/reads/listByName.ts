import { type Connection, type PageArguments, planPage, toConnection } from '../../graphql/connection.ts';

/** A table of reference data. */
interface NamedTable<Row> {
  findMany(query: object): Promise<Row[]>;
  count(query: object): Promise<number>;
}

/** A page of reference data in the Czech order of names. */
export async function listByName<Row extends { id: string }>(
  table: NamedTable<Row>,
  args: PageArguments,
  where: object,
): Promise<Connection<Row>> {
  const page = planPage(args, { column: 'nameKey', direction: 'asc' });
  const rows = await table.findMany({ ...page.query, where: { AND: [where, page.query.where] } });
  return toConnection(page, rows, (take) => table.count({ where, take }));
}
