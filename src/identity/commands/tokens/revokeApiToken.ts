import { defineCommand } from '../../../journal/command.ts';
import type { ApiTokenResult } from './issueApiToken.ts';
import { ownToken } from './ownToken.ts';

/** Revokes a token, at once and for ever; one that is revoked already stays so. */
export const revokeApiToken = defineCommand({
  name: 'revokeApiToken',
  action: 'token.manage',
  async run(context, { tokenId }: ApiTokenResult): Promise<ApiTokenResult> {
    const { tx, now, audit } = context;
    await ownToken(context, tokenId);
    const { count } = await tx.apiToken.updateMany({
      where: { id: tokenId, revokedAt: null },
      data: { revokedAt: now },
    });
    if (count > 0) audit({ action: 'apiToken.revoke', objectType: 'apiToken', objectId: tokenId });
    return { tokenId };
  },
});
