import { defineCommand } from '../../../journal/command.ts';
import { newId } from '../../../kernel/ids.ts';
import type { OneTimeSecret } from '../../oneTimeSecret.ts';

/** How long a code can be used, in milliseconds: a quarter of an hour. */
export const EMERGENCY_CODE_LIFETIME = 15 * 60_000;

/** Makes a code that lets an administrator in once, without an issuer; those made before lead nowhere any more. */
export const issueEmergencyCode = defineCommand({
  name: 'issueEmergencyCode',
  action: 'session.start',
  async run({ tx, now, audit }, { secret }: { readonly secret: OneTimeSecret }): Promise<{ codeId: string }> {
    const id = newId();
    const expiresAt = new Date(now.getTime() + EMERGENCY_CODE_LIFETIME);
    await tx.emergencyCode.updateMany({ where: { usedAt: null, expiresAt: { gt: now } }, data: { expiresAt: now } });
    await tx.emergencyCode.create({ data: { id, hash: secret.hash, createdAt: now, expiresAt } });
    audit({
      action: 'emergencyCode.issue',
      objectType: 'emergencyCode',
      objectId: id,
      details: { expiresAt: expiresAt.toISOString() },
    });
    return { codeId: id };
  },
});
