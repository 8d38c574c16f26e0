/**
 * Transactions on PostgreSQL that wait for the database only for what they have to know (ADR 108): BEGIN leaves with the first statement,
 * and what is written leaves with what follows it, COMMIT at the latest, one behind the other on the connection (PostgreSQL documentation,
 * 34.5 Pipeline Mode). Prisma joins when it is asked for something.
 */
import type pg from 'pg';
import {
  type JsonStatement,
  readDirectly,
  type Watchers,
  type WritingStatement,
  watched,
  writeDirectly,
} from './directStatements.ts';
import type { JoinPrisma } from './joinedPrisma.ts';
import { holding, streamOf } from './pgStream.ts';
import { serverCodeOf } from './serverCode.ts';
import { TransactionExpired } from './tookTooLong.ts';
import type { Transact } from './transactions.ts';

/** What transactions are made with. */
export interface PgTransactionSources {
  /** Its connections are in pipeline mode. */
  readonly pool: pg.Pool;
  readonly nameOf: (sql: string) => string | undefined;
  readonly joinPrisma: JoinPrisma;
  readonly watchers: Watchers;
}

/** The way of transactions. */
export function pgTransactions({ pool, nameOf, joinPrisma, watchers }: PgTransactionSources): Transact {
  return async (work, { timeout }) => {
    const client = await pool.connect();
    const transaction = new PgTransaction(client, nameOf, watchers);
    const prisma = joinPrisma(client, timeout);
    readDirectly(prisma.tx, transaction.read);
    writeDirectly(prisma.tx, transaction.write);
    const timer = setTimeout(() => transaction.expire(), timeout);
    try {
      transaction.begin();
      const result = await work(prisma.tx).finally(prisma.leave);
      await transaction.commit();
      return result;
    } catch (error) {
      await transaction.rollback();
      throw transaction.causeOf(error);
    } finally {
      clearTimeout(timer);
      transaction.release();
    }
  };
}

/** PostgreSQL's code of what is asked in a transaction that has failed already. */
const FAILED_BEFORE = '25P02';

type Statement = WritingStatement & { readonly isPlannedOnce?: boolean };

/** A transaction on a connection of its own. */
class PgTransaction {
  readonly #client: pg.PoolClient;
  readonly #nameOf: PgTransactionSources['nameOf'];
  /** Until the work waits for something, so that all of it leaves together. */
  readonly #holdForOthers: () => void;
  readonly #ask: (statement: Statement) => Promise<pg.QueryResult<{ json: string | null }>>;
  /** Ends when all that nobody waits for is answered. */
  #settled: Promise<unknown> = Promise.resolve();
  /** What the database has refused of it. */
  #failure: unknown;
  #isLost = false;
  #isExpired = false;
  #isOver = false;

  constructor(client: pg.PoolClient, nameOf: PgTransactionSources['nameOf'], watchers: Watchers) {
    this.#client = client;
    this.#nameOf = nameOf;
    this.#holdForOthers = holding(client, process.nextTick);
    this.#ask = watched(async (statement) => this.#mustBeOn().#send(statement), watchers);
    client.on('error', this.#onLost);
  }

  begin(): void {
    this.#noteFailure(this.#send({ text: 'BEGIN', values: [] }));
  }

  readonly read = async (statement: JsonStatement): Promise<string | null> => {
    const { rows } = await this.#ask(statement);
    return rows[0]?.json ?? null;
  };

  /** Does not wait: {@link commit} does. */
  readonly write = async (statement: WritingStatement): Promise<void> => {
    this.#noteFailure(this.#ask(statement));
  };

  /** @throws whatever the database refused of what was written, or of the commit itself; then nothing of it is there */
  async commit(): Promise<void> {
    this.#isOver = true;
    const { command } = await this.#send({ text: 'COMMIT', values: [] });
    await this.#settled;
    if (command !== 'COMMIT') throw this.#failure ?? new Error('The database took the transaction back.');
  }

  async rollback(): Promise<void> {
    this.#isOver = true;
    await this.#send({ text: 'ROLLBACK', values: [] }).catch(this.#onLost);
    await this.#settled;
  }

  /** Ends what takes too long, with its connection. */
  expire(): void {
    this.#isExpired = true;
    this.#isLost = true;
    streamOf(this.#client).destroy();
  }

  /** Why the transaction failed, when this is what was noticed of it. */
  causeOf(error: unknown): unknown {
    if (this.#isExpired) return new TransactionExpired();
    return serverCodeOf(error) === FAILED_BEFORE ? (this.#failure ?? error) : error;
  }

  /** Gives the connection back, unless it is lost. */
  release(): void {
    this.#client.off('error', this.#onLost);
    this.#client.release(this.#isLost);
  }

  /** What comes too late would be part of whatever the connection is used for next. */
  #mustBeOn(): this {
    if (this.#isOver) throw new Error('The transaction has ended.');
    return this;
  }

  /** What is answered later, a further statement or the commit, tells that it failed. */
  #noteFailure(answer: Promise<unknown>): void {
    const noted = answer.catch((error) => {
      this.#failure ??= error;
    });
    this.#settled = Promise.all([this.#settled, noted]);
  }

  #send({ text, values, isPlannedOnce = true }: Statement): Promise<pg.QueryResult<{ json: string | null }>> {
    this.#holdForOthers();
    return this.#client.query({ name: isPlannedOnce ? this.#nameOf(text) : undefined, text, values: [...values] });
  }

  readonly #onLost = () => {
    this.#isLost = true;
  };
}
