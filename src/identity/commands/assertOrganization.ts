import { DomainError } from '../../kernel/errors.ts';
import type { Transaction } from '../../platform/database.ts';
import { say } from '../messages.ts';

/** @throws DomainError NOT_FOUND when there is no such organization. */
export async function assertOrganization({ organization }: Transaction, id: string): Promise<void> {
  if (await organization.findUnique({ where: { id }, select: { id: true } })) return;
  throw new DomainError('NOT_FOUND', say('There is no such organization.'));
}
