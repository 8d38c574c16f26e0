/**
 * Reading past Prisma, for the few statements that every page waits for: most of what Prisma does to a row, and what the driver does to
 * its columns, is spared when the database writes the rows as JSON (ADR 103).
 */
import type { Database, Transaction } from './database.ts';
import type { StatementListener } from './prismaClient.ts';
import type { StatementWatch } from './watchedDriver.ts';

/** A statement that answers one row with one column, a text of JSON. */
export interface JsonStatement {
  readonly text: string;
  readonly values: readonly (string | readonly string[])[];
  /**
   * Whether the database may plan it once for all values: only where every value leads to the same way to the rows.
   */
  readonly isPlannedOnce: boolean;
}

/** Asks a database; answers the text, null for SQL's. */
export type ReadJson = (statement: JsonStatement) => Promise<string | null>;

const ways = new WeakMap<object, ReadJson>();

/** Says by which way statements reach the database that the client is for. */
export function readDirectly(client: Database, read: ReadJson): void {
  ways.set(client, read);
}

/** The way with everybody told of its statements who is told of Prisma's. */
export function watchedRead(
  read: ReadJson,
  {
    onStatement,
    watch,
  }: { readonly onStatement: StatementListener | undefined; readonly watch: StatementWatch | undefined },
): ReadJson {
  if (!onStatement && !watch) return read;
  return async (statement) => {
    const ended = watch?.(statement.text);
    try {
      const answer = await read(statement);
      ended?.();
      onStatement?.(statement.text);
      return answer;
    } catch (error) {
      ended?.(error instanceof Error ? error.name : 'error');
      throw error;
    }
  };
}

/** What a statement answers, taken out of JSON. Within a transaction it goes by Prisma, which holds the connection. */
export async function readJson(client: Database | Transaction, statement: JsonStatement): Promise<unknown> {
  const direct = ways.get(client);
  const text = direct ? await direct(statement) : await byPrisma(client, statement);
  return text === null ? null : JSON.parse(text);
}

async function byPrisma(client: Database | Transaction, { text, values }: JsonStatement): Promise<string | null> {
  const [row] = await client.$queryRawUnsafe<{ json: string | null }[]>(text, ...values);
  return row?.json ?? null;
}
