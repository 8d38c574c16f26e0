import { Prisma } from '../generated/prisma/client.ts';

/** PostgreSQL's code of what it refused, as the driver says it or Prisma passes it on; undefined of every other error. */
export function serverCodeOf(error: unknown): string | undefined {
  // Errors of the server have a severity; those of Node have a code alone (PostgreSQL 15 documentation, 55.8).
  if (error instanceof Error && 'severity' in error && 'code' in error) return String(error.code);
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return undefined;
  const { cause } = (error.meta?.['driverAdapterError'] ?? {}) as { cause?: { originalCode?: string } };
  return cause?.originalCode;
}
