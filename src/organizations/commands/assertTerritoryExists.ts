import { invalidInput } from '../../kernel/errors.ts';
import type { Message } from '../../kernel/message.ts';
import type { Transaction } from '../../platform/database.ts';
import { say } from '../messages.ts';

/** @throws DomainError INVALID_INPUT when `territoryId` is given and no territory has it. */
export async function assertTerritoryExists(
  tx: Transaction,
  subject: Message,
  field: string,
  territoryId: string | null,
): Promise<void> {
  if (territoryId === null) return;
  if ((await tx.territory.count({ where: { id: territoryId } })) === 1) return;
  throw invalidInput(subject, [{ path: [field], message: say('must be the id of a territory that exists') }]);
}
