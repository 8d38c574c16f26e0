/** Transactions of commands. */
import type { Database, Transaction } from './database.ts';

/** What a transaction may take. */
export interface TransactionLimits {
  /** Milliseconds, from the first statement to the commit. */
  readonly timeout: number;
}

/** Does work in one transaction: all of it or nothing. */
export type Transact = <Result>(
  work: (tx: Transaction) => Promise<Result>,
  limits: TransactionLimits,
) => Promise<Result>;

const ways = new WeakMap<Database, Transact>();

/** Says how transactions are done on the database that the client is for; by Prisma when nothing is said. */
export function transactDirectly(client: Database, transact: Transact): void {
  ways.set(client, transact);
}

/**
 * Does work in one transaction of the database: all of it or nothing.
 * @throws whatever the work throws, and what the database refuses, at its commit at the latest
 */
export function transact<Result>(
  database: Database,
  work: (tx: Transaction) => Promise<Result>,
  { timeout }: TransactionLimits,
): Promise<Result> {
  const direct = ways.get(database);
  return direct ? direct(work, { timeout }) : database.$transaction(work, { timeout, maxWait: timeout });
}
