import { defineCommand } from '../../../journal/command.ts';
import { DomainError, invalidInput } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { assertLevel } from '../../../kernel/levels.ts';
import { holdActiveOrganization } from '../../activeOrganization.ts';
import { say } from '../../messages.ts';
import { isOneTimeSecret } from '../../oneTimeSecret.ts';
import { hashOf } from '../../secrets.ts';

export interface Acceptance {
  /** Hash of the secret of the invitation; null for what has not the form of one. */
  readonly hash: string | null;
}

/** What commands of grants answer. */
export interface GrantResult {
  readonly grantId: string;
}

/** The hash of an invitation's secret, so that the secret itself goes no further. */
export function acceptanceOf(secret: string): Acceptance {
  return { hash: isOneTimeSecret('invitation', secret) ? hashOf(secret) : null };
}

/**
 * Accepts an invitation to act for an organization; of two who try, one gets it.
 * @throws StepUpRequired below the level SUBSTANTIAL; DomainError INVALID_INPUT for a secret that is not good, any more or
 * at all.
 */
export const acceptInvitation = defineCommand({
  name: 'acceptInvitation',
  action: 'invitation.accept',
  async run({ tx, viewer, now, audit }, { hash }: Acceptance): Promise<GrantResult> {
    assertLevel(viewer, 'SUBSTANTIAL');
    const { personId } = viewer;
    if (!personId) throw new DomainError('FORBIDDEN', say('Invitations are for people who have signed in.'));
    const lasts = { OR: [{ validUntil: null }, { validUntil: { gt: now } }] };
    const good = { hash: hash ?? '', acceptedAt: null, revokedAt: null, expiresAt: { gt: now }, ...lasts };
    // The organization before the invitation, in the order of its end.
    const offered = await tx.invitation.findFirst({ where: good, select: { organizationId: true } });
    if (offered) await holdActiveOrganization(tx, offered.organizationId);
    const [invitation] = await tx.invitation.updateManyAndReturn({ where: good, data: { acceptedAt: now } });
    if (!invitation) {
      // One answer for whatever is wrong: who has no good secret learns nothing of invitations.
      const message = say('must be the secret of an invitation that is open; ask for a new one');
      throw invalidInput(say('The invitation'), [{ path: ['token'], message }]);
    }
    const { id: invitationId, organizationId, role, validUntil } = invitation;
    const before = { personId, organizationId, source: 'INVITATION', endedAt: null };
    await tx.grant.updateMany({ where: before, data: { endedAt: now } });
    const id = newId();
    await tx.grant.create({ data: { ...before, id, role, invitationId, createdAt: now, validUntil } });
    const details = { organizationId, invitationId, source: before.source };
    audit({ action: 'grant.give', objectType: 'grant', objectId: id, details });
    return { grantId: id };
  },
});
