/** What the commands of pins share. */
import type { Pin } from '../../generated/prisma/client.ts';
import type { CommandContext } from '../../journal/command.ts';
import { DomainError } from '../../kernel/errors.ts';
import { say } from '../messages.ts';

/** What the commands of a person's own data answer. */
export interface OwnResult {
  readonly personId: string;
}

/**
 * The viewer's record, locked until the transaction ends, so that what they change at once happens in turn.
 * @throws DomainError NOT_FOUND when there is none.
 */
export async function lockPerson({ tx, viewer }: Pick<CommandContext, 'tx' | 'viewer'>) {
  const { personId } = viewer;
  if (personId) {
    await tx.$queryRaw`SELECT 1 AS locked FROM "Person" WHERE "id" = ${personId}::uuid FOR UPDATE`;
    const person = await tx.person.findUnique({ where: { id: personId } });
    if (person) return person;
  }
  throw new DomainError('NOT_FOUND', say('Nothing is kept of you.'));
}

/** A person's pins in their order. */
export function pinsOf({ tx }: Pick<CommandContext, 'tx'>, personId: string): Promise<Pin[]> {
  return tx.pin.findMany({ where: { personId }, orderBy: { position: 'asc' } });
}

/** Keeps the pins as they are listed; the person must be locked. */
export async function keepPins(
  { tx }: Pick<CommandContext, 'tx'>,
  personId: string,
  pins: readonly Omit<Pin, 'position' | 'personId'>[],
): Promise<void> {
  const data = pins.map(({ entryId, kind, pinnedAt }, position) => ({ personId, entryId, kind, position, pinnedAt }));
  await tx.pin.deleteMany({ where: { personId } });
  await tx.pin.createMany({ data });
}

/** The pins in the order of `entryIds`. */
export function arranged<Kept extends { entryId: string }>(pins: readonly Kept[], entryIds: readonly string[]): Kept[] {
  return entryIds.flatMap((id) => pins.find(({ entryId }) => entryId === id) ?? []);
}
