import type { CommandContext } from '../../journal/command.ts';

/**
 * Ends at once what lets people and systems act for an organization that ends: API tokens, open invitations, and grants. Nobody
 * acts for the successor by it: whoever is to is invited there. To be called once the organization has been claimed.
 */
export async function endAccess(
  { tx, now, audit }: Pick<CommandContext, 'tx' | 'now' | 'audit'>,
  organizationId: string,
): Promise<void> {
  const select = { id: true };
  const revoked = { where: { organizationId, revokedAt: null }, data: { revokedAt: now }, select };
  const details = { organizationId, because: 'organization ended' };
  const alive = { ...revoked, where: { ...revoked.where, expiresAt: { gt: now } } };
  for (const { id } of await tx.apiToken.updateManyAndReturn(alive)) {
    audit({ action: 'apiToken.revoke', objectType: 'apiToken', objectId: id, details });
  }
  const open = { ...alive, where: { ...alive.where, acceptedAt: null } };
  for (const { id } of await tx.invitation.updateManyAndReturn(open)) {
    audit({ action: 'invitation.revoke', objectType: 'invitation', objectId: id, details });
  }
  const grants = { where: { organizationId, endedAt: null }, data: { endedAt: now }, select };
  for (const { id } of await tx.grant.updateManyAndReturn(grants)) {
    audit({ action: 'grant.end', objectType: 'grant', objectId: id, details });
  }
}
