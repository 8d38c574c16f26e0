/**
 * Prisma within a transaction that others have begun. It begins to work when it is first asked for something, for a transaction of its own
 * costs it more than a publication's statements do, and most commands do without.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { PrismaPg } from '@prisma/adapter-pg';
import type { Transaction as DriverTransaction, SqlDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import pg from 'pg';
import type { Database, Transaction } from './database.ts';

type DriverOptions = ConstructorParameters<typeof PrismaPg>[1];
type Factory = Pick<SqlDriverAdapterFactory, 'provider' | 'adapterName' | 'connect'>;

/** Prisma within a transaction. */
export interface JoinedPrisma {
  readonly tx: Transaction;
  /** Ends Prisma's part; to be called before the transaction ends, also when it fails. */
  readonly leave: () => Promise<void>;
}

export type JoinPrisma = (client: pg.ClientBase, timeout: number) => JoinedPrisma;

/** The connection in whose transaction the one that Prisma begins is to take place. */
const lent = new AsyncLocalStorage<pg.ClientBase>();

/** Prisma's driver over a pool, whose transactions are part of one that is there already where a connection is lent. */
export function joiningDriver(pool: pg.Pool, options: DriverOptions): Factory {
  const factory = new PrismaPg(pool, options);
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => {
      const driver = await factory.connect();
      const start = driver.startTransaction.bind(driver);
      return Object.assign(driver, {
        startTransaction: async (...args: Parameters<typeof start>) => {
          const client = lent.getStore();
          return client ? partOf(client, options) : start(...args);
        },
      });
    },
  };
}

/** A transaction of Prisma's that neither begins nor ends anything. */
async function partOf(client: pg.ClientBase, options: DriverOptions): Promise<DriverTransaction> {
  const driver = await new PrismaPg(new PoolOfOne(client), options).connect();
  const execute = (sql: string) => driver.executeRaw({ sql, args: [], argTypes: [] });
  return Object.assign(driver, {
    // Prisma leaves it to us to say COMMIT, and is told that it was said.
    options: { usePhantomQuery: true },
    commit: async () => undefined,
    rollback: async () => undefined,
    createSavepoint: async (name: string) => void (await execute(`SAVEPOINT ${name}`)),
    rollbackToSavepoint: async (name: string) => void (await execute(`ROLLBACK TO SAVEPOINT ${name}`)),
    releaseSavepoint: async (name: string) => void (await execute(`RELEASE SAVEPOINT ${name}`)),
  });
}

/** A connection in the form in which Prisma's driver takes connections. */
class PoolOfOne extends pg.Pool {
  constructor(client: pg.ClientBase) {
    super();
    this.query = client.query.bind(client) as typeof this.query;
  }
}

/** The way in which the client joins transactions. */
export function prismaJoining(database: Database): JoinPrisma {
  return (client, timeout) => {
    let end = () => {};
    const isOver = new Promise<void>((resolve) => {
      end = resolve;
    });
    let part: Promise<void> | undefined;
    let joined: Promise<Transaction> | undefined;
    let isLeft = false;
    const join = async () => {
      if (isLeft) throw new Error('The transaction has ended.');
      joined ??= new Promise((resolve, reject) => {
        part = lent.run(client, () =>
          database.$transaction(
            async (tx) => {
              resolve(tx);
              await isOver;
            },
            { timeout, maxWait: timeout },
          ),
        );
        part.catch(reject);
      });
      return joined;
    };
    return {
      tx: transactionThat(join),
      leave: async () => {
        isLeft = true;
        end();
        await part?.catch(() => undefined);
      },
    };
  };
}

type Methods = Readonly<Record<string, (...args: unknown[]) => unknown>>;

/** A transaction of Prisma's that is begun by the first call of one of its methods. */
function transactionThat(join: () => Promise<Transaction>): Transaction {
  const methodsOf = (find: (tx: Transaction) => unknown) =>
    new Proxy({} as Methods, {
      get:
        (_target, name: string) =>
        async (...args: unknown[]) =>
          (find(await join()) as Methods)[name]?.(...args),
    });
  const ofTransaction = methodsOf((tx) => tx);
  return new Proxy({} as Transaction, {
    get: (_target, name) => {
      if (typeof name === 'symbol' || name === 'then') return undefined;
      return name.startsWith('$') ? ofTransaction[name] : methodsOf((tx) => tx[name as keyof Transaction]);
    },
  });
}
