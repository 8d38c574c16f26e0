import { defineCommand } from '../../../journal/command.ts';
import { DomainError } from '../../../kernel/errors.ts';
import { actsFor } from '../../../kernel/permissions.ts';
import { say } from '../../messages.ts';
import type { InvitationResult } from './inviteRepresentative.ts';

/**
 * Takes an invitation back before it is accepted; one that is revoked already stays so.
 * @throws DomainError ILLEGAL_TRANSITION when it was accepted: then the grant can be revoked.
 */
export const revokeInvitation = defineCommand({
  name: 'revokeInvitation',
  action: 'grant.manage',
  async run({ tx, viewer, now, audit }, { invitationId: id }: InvitationResult): Promise<InvitationResult> {
    const invitation = await tx.invitation.findUnique({ where: { id } });
    if (!invitation || !actsFor(viewer, invitation.organizationId)) {
      throw new DomainError('NOT_FOUND', say('There is no such invitation.'));
    }
    const open = { id, acceptedAt: null, revokedAt: null };
    const { count } = await tx.invitation.updateMany({ where: open, data: { revokedAt: now } });
    if (count > 0) audit({ action: 'invitation.revoke', objectType: 'invitation', objectId: id });
    else if (!(await tx.invitation.findUniqueOrThrow({ where: { id } })).revokedAt) {
      throw new DomainError('ILLEGAL_TRANSITION', say('The invitation was accepted: revoke the grant that it gave.'));
    }
    return { invitationId: id };
  },
});
