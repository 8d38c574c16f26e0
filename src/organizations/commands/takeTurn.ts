import type { Transaction } from '../../platform/database.ts';

/** Key of the advisory lock that whoever names organizations holds; no other part of the service has it. */
const TURN = 727_073_691;

/**
 * Waits until nobody else gives organizations what is unique of them, their slugs and IČO, and keeps others waiting until the transaction
 * ends: what is found to be free stays so. To be taken before any row.
 */
export async function takeTurn(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${TURN}::bigint)`;
}
