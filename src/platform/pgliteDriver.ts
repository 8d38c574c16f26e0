/**
 * Prisma's driver of PGlite, with transactions of our own: those of pglite-prisma-adapter 0.7.2 take a COMMIT that failed
 * for a success.
 */
import type { PGlite, Transaction as PGliteTransaction } from '@electric-sql/pglite';
import { PrismaPGlite } from 'pglite-prisma-adapter';

type DriverFactory = PrismaPGlite;
type Driver = Awaited<ReturnType<DriverFactory['connect']>>;
type DriverTransaction = Awaited<ReturnType<Driver['startTransaction']>>;

/** The driver over an instance, which stays its owner's to close. */
export function pgliteDriver(db: PGlite): Pick<DriverFactory, 'provider' | 'adapterName' | 'connect'> {
  const factory = new PrismaPGlite(db);
  const connect = async (): Promise<Driver> =>
    Object.assign(await factory.connect(), { startTransaction: () => startTransaction(db) });
  return { provider: factory.provider, adapterName: factory.adapterName, connect };
}

/** What a transaction is thrown to be rolled back. */
const ROLLBACK = new Error('rolled back');

// The isolation asked for does not matter: with one connection transactions come one after another.
function startTransaction(db: PGlite): Promise<DriverTransaction> {
  return new Promise((resolve, reject) => {
    const ended: Promise<void> = db.transaction(
      (tx) =>
        new Promise((commit, abort) => {
          const ending = { commit, rollback: () => abort(ROLLBACK), ended: () => ended };
          transactionOf(tx, ending).then(resolve, abort);
        }),
    );
    ended.catch(reject);
  });
}

/** The ways to end a transaction; `ended` tells when it is, or how that failed. */
interface Ending {
  commit(): void;
  rollback(): void;
  ended(): Promise<void>;
}

async function transactionOf(tx: PGliteTransaction, ending: Ending): Promise<DriverTransaction> {
  // Of the instance the driver's statements use only what a transaction has too.
  const driver = await new PrismaPGlite(tx as unknown as PGlite).connect();
  return {
    provider: driver.provider,
    adapterName: driver.adapterName,
    options: { usePhantomQuery: true },
    queryRaw: (query) => driver.queryRaw(query),
    executeRaw: (query) => driver.executeRaw(query),
    commit: async () => {
      ending.commit();
      await ending.ended();
    },
    rollback: async () => {
      ending.rollback();
      await ending.ended().catch((error: unknown) => {
        if (error !== ROLLBACK) throw error;
      });
    },
  };
}
