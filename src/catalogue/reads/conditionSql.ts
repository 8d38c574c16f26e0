/**
 * Conditions of entries in SQL. They are the objects that Prisma takes, as every room makes them; of its language there is what conditions
 * of entries say, and anything else is refused.
 */
import { AUDIENCES } from '../kinds/common.ts';
import { KIND_NAMES } from '../kinds/registry.ts';

/** What a column may be compared as. */
type ColumnType = 'uuid' | 'text' | 'text[]' | 'timestamptz' | 'boolean';

/** Tables that conditions speak of. */
export type TableName = 'LiveEntry' | 'PublishedEntry' | 'Organization' | 'Territory' | 'Entry' | 'Tombstone';

/** A relation: the column here, and the table whose id it holds. */
interface Relation {
  readonly column: string;
  readonly table: TableName;
}

interface Table {
  readonly columns: Readonly<Record<string, ColumnType>>;
  readonly relations: Readonly<Record<string, Relation>>;
}

const ENTRY: Table = {
  columns: {
    id: 'uuid',
    kind: 'text',
    slug: 'text',
    versionId: 'uuid',
    organizationId: 'uuid',
    territoryId: 'uuid',
    audience: 'text',
    terms: 'text[]',
    titleKey: 'text',
    firstPublishedAt: 'timestamptz',
    publishedAt: 'timestamptz',
    updatedAt: 'timestamptz',
  },
  relations: {
    organization: { column: 'organizationId', table: 'Organization' },
    entry: { column: 'id', table: 'Entry' },
  },
};

/** Columns and relations that conditions may speak of. */
const TABLES: Readonly<Record<TableName, Table>> = {
  LiveEntry: ENTRY,
  PublishedEntry: { ...ENTRY, columns: { ...ENTRY.columns, liveUntil: 'timestamptz' } },
  Organization: {
    columns: { id: 'uuid', kind: 'text', slug: 'text', ico: 'text', status: 'text', isDemonstration: 'boolean' },
    relations: { territory: { column: 'territoryId', table: 'Territory' } },
  },
  Territory: { columns: { id: 'uuid', slug: 'text' }, relations: {} },
  Entry: {
    columns: { id: 'uuid' },
    relations: { live: { column: 'id', table: 'LiveEntry' }, tombstone: { column: 'id', table: 'Tombstone' } },
  },
  Tombstone: { columns: { id: 'uuid', kind: 'text', audience: 'text' }, relations: {} },
};

/**
 * The service's own words stand in statements as they are. A statement with nothing to fill in is planned once; of a parameter the database
 * expects an average kind, which there is none of, and so plans anew each time for the one that is asked for.
 */
const WORDS: ReadonlySet<string> = new Set([...KIND_NAMES, ...AUDIENCES]);

/** A part of a statement that is being written, and the values of its parameters so far. */
export class Values {
  readonly all: (string | readonly string[])[] = [];
  /** Whether a condition takes few rows or most of them depending on its values. */
  isSelective = false;

  /** A value of a column, or a list of them, as the statement has it. */
  operand(value: unknown, type: ColumnType): string {
    const isList = Array.isArray(value);
    const texts = isList ? value.map(asText) : [asText(value)];
    const cast = isList && type !== 'text[]' ? `::${type}[]` : `::${type}`;
    if (texts.every((text) => WORDS.has(text))) return `'${isList ? `{${texts.join()}}` : texts[0]}'${cast}`;
    this.all.push(isList ? texts : (texts[0] as string));
    return `$${this.all.length}${cast}`;
  }
}

const asText = (value: unknown): string => (value instanceof Date ? value.toISOString() : String(value));

/** The condition on rows of `table`, which the statement calls `alias`, as SQL. */
export function conditionSql(condition: object, table: TableName, values: Values, alias = 't'): string {
  const parts: string[] = [];
  for (const [name, wanted] of Object.entries(condition)) {
    if (wanted === undefined) continue;
    parts.push(partSql(name, wanted, table, values, alias));
  }
  return conjunction(parts);
}

const conjunction = (parts: readonly string[]) => (parts.length > 0 ? parts.join(' AND ') : 'TRUE');

function partSql(name: string, wanted: unknown, table: TableName, values: Values, alias: string): string {
  const inner = (one: object) => `(${conditionSql(one, table, values, alias)})`;
  if (name === 'AND') return conjunction(listed(wanted).map(inner));
  if (name === 'OR') return `(${listed(wanted).map(inner).join(' OR ') || 'FALSE'})`;
  if (name === 'NOT') return `NOT ${inner(wanted as object)}`;
  const { columns, relations } = TABLES[table];
  const type = columns[name];
  if (type) return columnSql(`${alias}."${name}"`, wanted, type, values);
  const relation = relations[name];
  if (relation) return relationSql(relation, wanted as object, values, alias);
  throw new Error(`${table} has no ${name} for conditions.`);
}

const listed = (wanted: unknown) => (Array.isArray(wanted) ? wanted : [wanted]) as object[];

/** Rows that have such a related row; with EXISTS, what has none is told apart from what is unknown, also under NOT. */
function relationSql({ column, table }: Relation, wanted: object, values: Values, alias: string): string {
  const condition = 'is' in wanted ? (wanted.is as object) : wanted;
  const other = `${alias}t`;
  values.isSelective = true;
  const holds = conditionSql(condition, table, values, other);
  return `EXISTS (SELECT 1 FROM "${table}" ${other} WHERE ${other}."id" = ${alias}."${column}" AND ${holds})`;
}

const COMPARISONS: Readonly<Record<string, string>> = { gt: '>', gte: '>=', lt: '<', lte: '<=', equals: '=' };

function columnSql(column: string, wanted: unknown, type: ColumnType, values: Values): string {
  if (wanted === null) return `${column} IS NULL`;
  if (typeof wanted !== 'object' || wanted instanceof Date) return `${column} = ${values.operand(wanted, type)}`;
  const parts = Object.entries(wanted).map(([operator, value]) => {
    if (operator === 'in') return `${column} = ANY(${values.operand(value, type)})`;
    if (operator === 'notIn') return `${column} <> ALL(${values.operand(value, type)})`;
    if (operator === 'hasSome') {
      values.isSelective = true;
      return `${column} && ${values.operand(value, type)}`;
    }
    const comparison = COMPARISONS[operator];
    if (!comparison) throw new Error(`Conditions of entries do not know ${operator}.`);
    return `${column} ${comparison} ${values.operand(value, type)}`;
  });
  return conjunction(parts);
}
