/**
 * Statements past Prisma, for the few that every page and every publication waits for: most of what Prisma does to a row, and what the
 * driver does to its columns, is spared when the database writes the rows as JSON (ADR 103), and takes those to be written apart from
 * it (ADR 105).
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

/** A statement that answers nothing, planned once for all values. */
export type WritingStatement = Pick<JsonStatement, 'text' | 'values'>;

/** Asks a database; answers the text, null for SQL's. */
export type ReadJson = (statement: JsonStatement) => Promise<string | null>;

/**
 * Sends what is to be written in a transaction, and waits for it or not: what the database refuses is thrown by a later statement of the
 * transaction, or by its commit, if it is not thrown at once.
 */
export type Write = (statement: WritingStatement) => Promise<void>;

const readers = new WeakMap<object, ReadJson>();
const writers = new WeakMap<object, Write>();

/** Says by which way statements that read reach the database, or the transaction, that the client is for. */
export function readDirectly(client: Database | Transaction, read: ReadJson): void {
  readers.set(client, read);
}

/** Says by which way statements that write reach the transaction. */
export function writeDirectly(tx: Transaction, write: Write): void {
  writers.set(tx, write);
}

/** Who is told of statements. */
export interface Watchers {
  readonly onStatement: StatementListener | undefined;
  readonly watch: StatementWatch | undefined;
}

/** A way with everybody told of its statements who is told of Prisma's. */
export function watched<Statement extends WritingStatement, Answer>(
  ask: (statement: Statement) => Promise<Answer>,
  { onStatement, watch }: Watchers,
): (statement: Statement) => Promise<Answer> {
  if (!onStatement && !watch) return ask;
  return async (statement) => {
    const ended = watch?.(statement.text);
    try {
      const answer = await ask(statement);
      ended?.();
      onStatement?.(statement.text);
      return answer;
    } catch (error) {
      ended?.(error instanceof Error ? error.name : 'error');
      throw error;
    }
  };
}

/** What a statement answers, taken out of JSON. */
export async function readJson(client: Database | Transaction, statement: JsonStatement): Promise<unknown> {
  const direct = readers.get(client);
  const text = direct ? await direct(statement) : await byPrisma(client, statement);
  return text === null ? null : JSON.parse(text);
}

async function byPrisma(client: Database | Transaction, { text, values }: JsonStatement): Promise<string | null> {
  const [row] = await client.$queryRawUnsafe<{ json: string | null }[]>(text, ...values);
  return row?.json ?? null;
}

/** Writes in a transaction; see {@link Write} for when it fails. */
export async function writeRows(tx: Transaction, statement: WritingStatement): Promise<void> {
  const direct = writers.get(tx);
  if (direct) await direct(statement);
  else await tx.$executeRawUnsafe(statement.text, ...statement.values);
}
