import { DomainError } from '../kernel/errors.ts';
import type { Message } from '../kernel/message.ts';
import type { Transaction } from '../platform/database.ts';

/** The CONFLICT of a command that expected an earlier revision of an object than it has, with what has changed since. */
export async function conflictSince(
  { auditRecord }: Pick<Transaction, 'auditRecord'>,
  { id, revision }: { readonly id: string; readonly revision: number },
  expected: number,
  said: Message,
): Promise<DomainError> {
  const since = await auditRecord.findMany({
    where: { objectId: id, revision: { gt: expected } },
    select: { actor: true, fields: true },
    orderBy: { id: 'asc' },
  });
  return new DomainError('CONFLICT', said, [], {
    currentRevision: revision,
    changedBy: since.at(-1)?.actor ?? null,
    changedFields: [...new Set(since.flatMap(({ fields }) => fields))],
  });
}
