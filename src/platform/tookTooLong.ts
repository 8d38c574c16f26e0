import { Prisma } from '../generated/prisma/client.ts';
import { serverCodeOf } from './serverCode.ts';

/** Milliseconds that a statement for a request may take: half of what its operation may. */
export const STATEMENT_TIMEOUT = 5_000;

/** Prisma's code of a transaction that took too long or could not begin, PostgreSQL's of a cancelled statement. */
const EXPIRED_TRANSACTION = 'P2028';
const CANCELLED_STATEMENT = '57014';

/** A transaction was ended because it took longer than it may. */
export class TransactionExpired extends Error {
  override readonly name = 'TransactionExpired';

  constructor() {
    super('The transaction took too long and was taken back.');
  }
}

/** Whether the database, or the way to it, ended a statement or a transaction because of a limit of time. */
export function tookTooLong(error: unknown): boolean {
  if (error instanceof TransactionExpired || serverCodeOf(error) === CANCELLED_STATEMENT) return true;
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === EXPIRED_TRANSACTION;
}
