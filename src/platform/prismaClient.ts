/** The one way to make a Prisma client, over whichever driver. */
import { type Prisma, PrismaClient } from '../generated/prisma/client.ts';
import { isTransactionControl, type StatementWatch, watchedDriver } from './watchedDriver.ts';

/** How long a transaction may wait for a connection, and then run, in milliseconds; a command may ask for more. */
const TRANSACTION_LIMITS = { maxWait: 10_000, timeout: 15_000 };

/** Told the SQL of every statement as it is done, transaction control left out. */
export type StatementListener = (sql: string) => void;

/** A client over a driver. Without a listener Prisma records no statements, so watching costs nothing. */
export function createPrismaClient(
  adapter: NonNullable<Prisma.PrismaClientOptions['adapter']>,
  onStatement: StatementListener | undefined,
  watch?: StatementWatch,
): PrismaClient {
  const options = {
    adapter: watch ? watchedDriver(adapter, watch) : adapter,
    errorFormat: 'minimal',
    transactionOptions: TRANSACTION_LIMITS,
  } as const;
  if (!onStatement) return new PrismaClient(options);
  const client = new PrismaClient({ ...options, log: [{ emit: 'event', level: 'query' }] });
  client.$on('query', ({ query }) => {
    if (!isTransactionControl(query)) onStatement(query);
  });
  return client;
}

/** Asks for nothing, to find out whether the database answers. */
export async function ping(prisma: PrismaClient): Promise<void> {
  await prisma.$queryRaw`SELECT 1`;
}
