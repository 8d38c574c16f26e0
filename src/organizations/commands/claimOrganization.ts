import type { Organization } from '../../generated/prisma/client.ts';
import type { CommandContext } from '../../journal/command.ts';
import { conflictSince } from '../../journal/conflict.ts';
import { DomainError } from '../../kernel/errors.ts';
import { say } from '../messages.ts';

/** Which organization a command is about, as its caller last saw it. */
export interface OrganizationTarget {
  readonly organizationId: string;
  readonly expectedRevision: number;
}

/**
 * Claims the next revision of an organization; of two that expect the same revision one gets it. Answers it as it was.
 * @throws DomainError NOT_FOUND, or CONFLICT with what has changed since.
 */
export async function claimOrganization(
  { tx, now }: CommandContext,
  { organizationId: id, expectedRevision }: OrganizationTarget,
): Promise<Organization> {
  const data = { revision: expectedRevision + 1, updatedAt: now };
  const { count } = await tx.organization.updateMany({ where: { id, revision: expectedRevision }, data });
  const organization = await tx.organization.findUnique({ where: { id } });
  if (!organization) throw new DomainError('NOT_FOUND', say('There is no such organization.'));
  if (count === 1) return organization;
  const message = say('The organization has changed since revision {expected}; it is at revision {revision} now.', {
    expected: expectedRevision,
    revision: organization.revision,
  });
  throw await conflictSince(tx, organization, expectedRevision, message);
}

/** @throws DomainError ILLEGAL_TRANSITION when the organization has ended. */
export function assertActive({ slug, status }: Organization): void {
  if (status === 'ACTIVE') return;
  throw new DomainError('ILLEGAL_TRANSITION', say('The organization {slug} has ended already.', { slug }));
}
