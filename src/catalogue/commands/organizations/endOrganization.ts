import { endAccess } from '../../../identity/commands/endAccess.ts';
import type { CommandContext } from '../../../journal/command.ts';
import { invalidInput } from '../../../kernel/errors.ts';
import { LIMITS, line } from '../../../kernel/fields.ts';
import { validate } from '../../../kernel/validate.ts';
import {
  assertActive,
  claimOrganization,
  type OrganizationTarget,
} from '../../../organizations/commands/claimOrganization.ts';
import { say } from '../../messages.ts';
import { moveEntries } from './moveEntries.ts';
import { moveRequests } from './moveRequests.ts';

const endReasonText = line(LIMITS.shortText).nullable();

/** How an organization ends. */
export interface Ending extends OrganizationTarget {
  readonly status: 'CLOSED' | 'MERGED';
  readonly closedOn: Date;
  /** Why, in a line for those who keep the catalogue. */
  readonly reason: string | null;
  /** Who takes over. */
  readonly successorId: string | null;
  /** Whether the entries go to the successor; they stay with the organization otherwise. */
  readonly movesEntries: boolean;
}

/**
 * Ends an organization. It stays to be found, with its successor; nobody acts for it any more. Answers its id.
 * @throws DomainError NOT_FOUND, CONFLICT, ILLEGAL_TRANSITION when it has ended already, INVALID_INPUT for a successor that is no
 * active organization.
 */
export async function endOrganization(context: CommandContext, ending: Ending, field: string): Promise<string> {
  const { tx, audit, changed } = context;
  const { status, closedOn, reason, successorId, movesEntries, ...target } = ending;
  const endReason = validate(endReasonText, reason, say('The end of the organization'), ['reason']);
  await assertCanTakeOver(context, target.organizationId, successorId, field);
  const requests =
    status === 'MERGED' && successorId ? await moveRequests(context, target.organizationId, successorId) : 0;
  const moved = movesEntries && successorId ? await moveEntries(context, target.organizationId, successorId) : 0;
  const before = await claimOrganization(context, target);
  assertActive(before);
  // Again: it may have ended while this waited for its entries.
  await assertCanTakeOver(context, before.id, successorId, field);
  await tx.organization.update({ where: { id: before.id }, data: { status, closedOn, endReason, successorId } });
  await endAccess(context, before.id);
  // Whoever follows an older merge arrives in one step.
  const older = { successorId: before.id, status: 'MERGED' };
  if (status === 'MERGED') await tx.organization.updateMany({ where: older, data: { successorId } });
  audit({
    action: status === 'MERGED' ? 'organization.merge' : 'organization.close',
    objectType: 'organization',
    objectId: before.id,
    revision: before.revision,
    fields: ['status', 'closedOn', 'endReason', 'successor'],
    details: { slug: before.slug, successor: successorId, movedEntries: moved, movedRequests: requests },
    change: { status, closedOn, endReason, successorId },
  });
  changed(`organization:${before.id}`);
  if (successorId) changed(`organization:${successorId}`);
  return before.id;
}

async function assertCanTakeOver(
  { tx }: CommandContext,
  id: string,
  successorId: string | null,
  field: string,
): Promise<void> {
  if (successorId === null) return;
  const successor = await tx.organization.findUnique({
    where: { id: successorId },
    select: { id: true, status: true },
  });
  if (successor?.status === 'ACTIVE' && successor.id !== id) return;
  const message = say('must be the id of another organization that has not ended');
  throw invalidInput(say('The end of the organization'), [{ path: [field], message }]);
}
