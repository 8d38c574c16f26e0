import { defineCommand } from '../../../journal/command.ts';
import { DomainError } from '../../../kernel/errors.ts';
import { actsFor } from '../../../kernel/permissions.ts';
import { say } from '../../messages.ts';
import type { GrantResult } from './acceptInvitation.ts';

/** Takes leave to act for an organization back, at once; a grant that has ended stays so. */
export const revokeGrant = defineCommand({
  name: 'revokeGrant',
  action: 'grant.manage',
  async run({ tx, viewer, now, audit }, { grantId: id }: GrantResult): Promise<GrantResult> {
    const grant = await tx.grant.findUnique({ where: { id } });
    if (!grant || !actsFor(viewer, grant.organizationId)) {
      throw new DomainError('NOT_FOUND', say('There is no such grant.'));
    }
    const { count } = await tx.grant.updateMany({ where: { id, endedAt: null }, data: { endedAt: now } });
    if (count > 0) audit({ action: 'grant.end', objectType: 'grant', objectId: id });
    return { grantId: id };
  },
});
