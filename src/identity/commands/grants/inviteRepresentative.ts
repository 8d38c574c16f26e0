import { defineCommand } from '../../../journal/command.ts';
import { newId } from '../../../kernel/ids.ts';
import { assertFuture } from '../../../kernel/localTime.ts';
import { assertActsFor } from '../../../kernel/permissions.ts';
import { holdActiveOrganization } from '../../activeOrganization.ts';
import { expiryOf, type Lifetime } from '../../expiry.ts';
import type { OneTimeSecret } from '../../oneTimeSecret.ts';

export interface NewInvitation {
  readonly organizationId: string;
  /** How long it can be accepted: ISO 8601 duration. */
  readonly expiresIn?: string | null;
  /** End of the leave to act for the organization; none when absent. */
  readonly validUntil?: Date | null;
  readonly secret: OneTimeSecret;
}

/** What commands of invitations answer: JSON, and never the secret, since answers are kept. */
export interface InvitationResult {
  readonly invitationId: string;
}

export const INVITATION_LIFETIME: Lifetime = { usual: 'P7D', longest: 'P30D' };

/** Invites a person to act for an organization: whoever has the secret can accept, once. */
export const inviteRepresentative = defineCommand({
  name: 'inviteRepresentative',
  action: 'grant.manage',
  async run({ tx, viewer, now, audit }, input: NewInvitation): Promise<InvitationResult> {
    const { organizationId, validUntil = null, secret } = input;
    assertActsFor(viewer, organizationId);
    await holdActiveOrganization(tx, organizationId);
    const expiresAt = expiryOf(now, input.expiresIn, INVITATION_LIFETIME, 'expiresIn');
    if (validUntil) assertFuture(validUntil, now, ['validUntil']);
    const { id } = await tx.invitation.create({
      data: {
        ...{ id: newId(), hash: secret.hash, organizationId, role: 'REPRESENTATIVE' },
        ...{ author: viewer.actor, createdAt: now, expiresAt, validUntil },
      },
    });
    const details = { organizationId, expiresAt: expiresAt.toISOString() };
    audit({ action: 'invitation.create', objectType: 'invitation', objectId: id, details });
    return { invitationId: id };
  },
});
