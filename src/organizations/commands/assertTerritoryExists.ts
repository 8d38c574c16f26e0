import { invalidInput } from '../../kernel/errors.ts';
import type { Transaction } from '../../platform/database.ts';

/** @throws DomainError INVALID_INPUT when `territoryId` is given and no territory has it. */
export async function assertTerritoryExists(
  tx: Transaction,
  subject: string,
  field: string,
  territoryId: string | null,
): Promise<void> {
  if (territoryId === null) return;
  if ((await tx.territory.count({ where: { id: territoryId } })) === 1) return;
  throw invalidInput(subject, [{ path: [field], message: 'must be the id of a territory that exists' }]);
}
