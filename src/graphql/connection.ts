/**
 * Pages by keyset: a cursor holds the place of a row in the order (its sort value and its id), so that no row is lost or
 * doubled while rows come and go.
 */
import { z } from 'zod';
import { DomainError } from '../kernel/errors.ts';
import { parseInstant } from '../kernel/instant.ts';
import { say } from './messages.ts';

/** Rows of a page when nothing is asked, and at the most. */
export const DEFAULT_PAGE = 20;
export const MAX_PAGE = 100;

/** Arguments of a connection (Relay cursor connections specification, section 4). */
export interface PageArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

/** An order by one column, ties broken by id. */
export interface Order<Column extends string = string> {
  readonly column: Column;
  /** What the column holds; a sort key when left out. */
  readonly holds?: 'sortKey' | 'instant';
  readonly direction: 'asc' | 'desc';
}

type SortValue = string | Date;

interface Cursor {
  readonly column: string;
  readonly value: SortValue;
  readonly id: string;
}

const cursorShape = z.tuple([z.string(), z.union([z.string(), z.strictObject({ at: z.string() })]), z.uuid()]);
const SORT_KEY = /^[\x20-\x7e]*$/;

export function encodeCursor({ column, value, id }: Cursor): string {
  const stored = value instanceof Date ? { at: value.toISOString() } : value;
  return Buffer.from(JSON.stringify([column, stored, id])).toString('base64url');
}

/** @throws DomainError INVALID_CURSOR when the cursor was not made for this order. */
function decodeCursor(cursor: string, order: Order, argument: string): Cursor {
  const malformed = () =>
    new DomainError(
      'INVALID_CURSOR',
      say('{argument} is malformed: pass a cursor exactly as the API returned it.', { argument }),
    );
  const decoded = cursorShape.safeParse(parsedJson(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (!decoded.success) throw malformed();
  const [column, stored, id] = decoded.data;
  if (column !== order.column) {
    throw new DomainError(
      'INVALID_CURSOR',
      say('{argument} belongs to another order: page on in the order it came from.', { argument }),
    );
  }
  const value = order.holds === 'instant' ? storedInstant(stored) : storedSortKey(stored);
  if (value === null) throw malformed();
  return { column, value, id };
}

function storedInstant(stored: unknown): Date | null {
  return typeof stored === 'object' ? parseInstant((stored as { at: string }).at) : null;
}

function storedSortKey(stored: unknown): string | null {
  return typeof stored === 'string' && SORT_KEY.test(stored) ? stored : null;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a page asks of the database. */
export interface PageQuery {
  readonly where: object;
  readonly orderBy: object[];
  readonly take: number;
}

/** A page that is about to be read. */
export interface Page {
  readonly query: PageQuery;
  /** Number of rows asked for; the query takes one more to see whether another page follows. */
  readonly size: number;
  readonly isBackward: boolean;
  readonly startsAfterCursor: boolean;
  readonly order: Order;
}

/**
 * Plans a page.
 * @throws DomainError INVALID_INPUT for a bad size or both directions at once, INVALID_CURSOR for a bad cursor.
 */
export function planPage(args: PageArguments, order: Order): Page {
  if (isGiven(args.first) && isGiven(args.last)) {
    throw new DomainError('INVALID_INPUT', say('Pass first or last, not both.'));
  }
  const isBackward = isGiven(args.last);
  const size = pageSize(isBackward ? 'last' : 'first', args.last ?? args.first ?? DEFAULT_PAGE);
  const direction = isBackward ? opposite(order.direction) : order.direction;
  const bounds = [
    ...(isGiven(args.after) ? [beyond(decodeCursor(args.after, order, 'after'), order.direction)] : []),
    ...(isGiven(args.before) ? [beyond(decodeCursor(args.before, order, 'before'), opposite(order.direction))] : []),
  ];
  return {
    query: { where: { AND: bounds }, orderBy: [{ [order.column]: direction }, { id: direction }], take: size + 1 },
    size,
    isBackward,
    startsAfterCursor: isGiven(isBackward ? args.before : args.after),
    order,
  };
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}

function pageSize(argument: string, value: number): number {
  if (value >= 1 && value <= MAX_PAGE) return value;
  throw new DomainError(
    'INVALID_INPUT',
    say('{argument} must be from 1 to {max}, not {value}.', { argument, max: MAX_PAGE, value: String(value) }),
  );
}

function opposite(direction: 'asc' | 'desc'): 'asc' | 'desc' {
  return direction === 'asc' ? 'desc' : 'asc';
}

/** Rows past the cursor. The plain bound on the column stands first so that its index is used. */
function beyond({ column, value, id }: Cursor, direction: 'asc' | 'desc'): object {
  const [reached, passed] = direction === 'asc' ? (['gte', 'gt'] as const) : (['lte', 'lt'] as const);
  return { [column]: { [reached]: value }, OR: [{ [column]: { [passed]: value } }, { id: { [passed]: id } }] };
}

/** A connection as the schema answers it. */
export interface Connection<Row> {
  readonly edges: { readonly cursor: string; readonly node: Row }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  /** Up to {@link COUNT_LIMIT}. */
  readonly totalCount: () => Promise<number>;
  readonly totalCountIsExact: () => Promise<boolean>;
}

/** Rows are counted up to this number: beyond it there are at least so many. */
export const COUNT_LIMIT = 10_000;

/** Rows at which counting may end: there is one more than is told. */
export const COUNTED = COUNT_LIMIT + 1;

/** A row at its place; what nobody asks the cursor of costs none. */
class Edge<Row extends { id: string }> {
  readonly node: Row;
  readonly #column: string;

  constructor(node: Row, column: string) {
    this.node = node;
    this.#column = column;
  }

  get cursor(): string {
    const value = (this.node as Record<string, unknown>)[this.#column] as SortValue;
    return encodeCursor({ column: this.#column, value, id: this.node.id });
  }
}

/**
 * The connection of the rows that `page.query` found; `count` is called only when the total is asked for, and may end at {@link COUNTED}.
 */
export function toConnection<Row extends { id: string }>(
  page: Page,
  found: readonly Row[],
  count: (atMost: number) => Promise<number>,
): Connection<Row> {
  let counting: Promise<number> | undefined;
  const counted = () => {
    counting ??= count(COUNTED);
    return counting;
  };
  const hasMore = found.length > page.size;
  const rows = found.slice(0, page.size);
  if (page.isBackward) rows.reverse();
  const edges = rows.map((node) => new Edge(node, page.order.column));
  return {
    edges,
    pageInfo: {
      hasNextPage: page.isBackward ? page.startsAfterCursor : hasMore,
      hasPreviousPage: page.isBackward ? hasMore : page.startsAfterCursor,
      get startCursor() {
        return edges[0]?.cursor ?? null;
      },
      get endCursor() {
        return edges.at(-1)?.cursor ?? null;
      },
    },
    totalCount: async () => Math.min(await counted(), COUNT_LIMIT),
    totalCountIsExact: async () => (await counted()) <= COUNT_LIMIT,
  };
}

/** Names and descriptions of a connection and its edges: options of `t.connection`, to be spread after the field's. */
export function connectionTypes(typeName: string, many: string) {
  return [
    { name: `${typeName}Connection`, description: `A page of ${many}.` },
    { name: `${typeName}Edge`, description: `One of the ${many} on a page, with its place in the list.` },
  ] as const;
}
