import { DomainError } from '../kernel/errors.ts';
import type { Transaction } from '../platform/database.ts';
import { say } from './messages.ts';

/**
 * Holds an organization as it is until the transaction ends, so that it does not end while somebody is given leave to act for
 * it: `endAccess` would not see that leave.
 * @throws DomainError NOT_FOUND when there is no such organization, ILLEGAL_TRANSITION when it has ended.
 */
export async function holdActiveOrganization(tx: Transaction, id: string): Promise<void> {
  const [organization] = await tx.$queryRaw<{ status: string }[]>`
    SELECT "status" FROM "Organization" WHERE "id" = ${id}::uuid FOR SHARE`;
  if (!organization) throw new DomainError('NOT_FOUND', say('There is no such organization.'));
  if (organization.status === 'ACTIVE') return;
  throw new DomainError('ILLEGAL_TRANSITION', say('The organization has ended: nobody can be let act for it.'));
}

/** The id of the active organization with an IČO, held in the same way; null when there is none. */
export async function holdActiveByIco(tx: Transaction, ico: string): Promise<string | null> {
  const [organization] = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "Organization" WHERE "ico" = ${ico} AND "status" = 'ACTIVE' FOR SHARE`;
  return organization?.id ?? null;
}
