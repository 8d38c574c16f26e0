/** A driver of Prisma's whose statements somebody is told of: cheaper than Prisma's own events, which it makes for every step. */
import type { SqlDriverAdapterFactory, SqlQuery, SqlQueryable } from '@prisma/driver-adapter-utils';

/** Told the SQL of a statement when it begins; answers who is to be told when it has ended, with the kind of error if it failed. */
export type StatementWatch = (sql: string) => (failure?: string) => void;

/** BEGIN, COMMIT and the like, or what Prisma logs in their place where the driver sends them. */
const TRANSACTION_CONTROL = /^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET TRANSACTION|-- Implicit )/;

/** Whether a statement only begins or ends a transaction, which is no work of the operation that it is for. */
export function isTransactionControl(sql: string): boolean {
  return TRANSACTION_CONTROL.test(sql);
}

type Factory = Pick<SqlDriverAdapterFactory, 'provider' | 'adapterName' | 'connect'>;

/** The driver with a watch over its statements, those in transactions included; BEGIN and COMMIT are not told of. */
export function watchedDriver(factory: Factory, watch: StatementWatch): Factory {
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => {
      const connection = watched(await factory.connect(), watch);
      const start = connection.startTransaction.bind(connection);
      return Object.assign(connection, {
        startTransaction: async (...args: Parameters<typeof start>) => watched(await start(...args), watch),
      });
    },
  };
}

function watched<Target extends SqlQueryable>(target: Target, watch: StatementWatch): Target {
  const told = <Result>(ask: (query: SqlQuery) => Promise<Result>) => {
    return async (query: SqlQuery): Promise<Result> => {
      if (isTransactionControl(query.sql)) return ask(query);
      const ended = watch(query.sql);
      try {
        const result = await ask(query);
        ended();
        return result;
      } catch (error) {
        ended(error instanceof Error ? error.name : 'error');
        throw error;
      }
    };
  };
  return Object.assign(target, {
    queryRaw: told(target.queryRaw.bind(target)),
    executeRaw: told(target.executeRaw.bind(target)),
  });
}
