import { Prisma } from '../generated/prisma/client.ts';

/** PostgreSQL's code of what it refused, as Prisma's driver passes it on; undefined of every other error. */
export function serverCodeOf(error: unknown): string | undefined {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return undefined;
  const { cause } = (error.meta?.['driverAdapterError'] ?? {}) as { cause?: { originalCode?: string } };
  return cause?.originalCode;
}
