import { defineCommand } from '../../../journal/command.ts';
import { DomainError } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { expiryOf, type Lifetime } from '../../expiry.ts';
import { say } from '../../messages.ts';
import type { OneTimeSecret } from '../../oneTimeSecret.ts';
import { type ApiTokenResult, TOKEN_LIFETIME } from './issueApiToken.ts';
import { ownToken } from './ownToken.ts';

export interface TokenRotation {
  readonly tokenId: string;
  /** How long the old token goes on working, so that systems can change over: ISO 8601 duration. */
  readonly overlap?: string | null;
  /** How long the new one works. */
  readonly expiresIn?: string | null;
  readonly secret: OneTimeSecret;
}

export const OVERLAP: Lifetime = { usual: 'P7D', longest: 'P30D' };

/**
 * Puts a new token, for the same organization with the same name and scopes, in the place of one, which works on for a while.
 * @throws DomainError ILLEGAL_TRANSITION for a token that is revoked, expired or rotated already.
 */
export const rotateApiToken = defineCommand({
  name: 'rotateApiToken',
  action: 'token.manage',
  async run(context, { tokenId, overlap, expiresIn, secret }: TokenRotation): Promise<ApiTokenResult> {
    const { tx, viewer, now, audit } = context;
    const old = await ownToken(context, tokenId);
    const expiresAt = expiryOf(now, expiresIn, TOKEN_LIFETIME, 'expiresIn');
    const end = expiryOf(now, overlap, OVERLAP, 'overlap');
    const oldExpiresAt = end < old.expiresAt ? end : old.expiresAt;
    const { count } = await tx.apiToken.updateMany({
      where: { id: tokenId, revokedAt: null, rotatedAt: null, expiresAt: { gt: now } },
      data: { rotatedAt: now, expiresAt: oldExpiresAt },
    });
    if (count === 0) {
      throw new DomainError(
        'ILLEGAL_TRANSITION',
        say('A token that is revoked, expired or rotated cannot be rotated.'),
      );
    }
    const { organizationId, name, scopes } = old;
    const { id } = await tx.apiToken.create({
      data: {
        ...{ id: newId(), hash: secret.hash, organizationId, name, scopes, replacesId: tokenId },
        ...{ author: viewer.actor, createdAt: now, expiresAt },
      },
    });
    const details = { replaces: tokenId, overlapUntil: oldExpiresAt.toISOString(), expiresAt: expiresAt.toISOString() };
    audit({ action: 'apiToken.rotate', objectType: 'apiToken', objectId: id, details });
    return { tokenId: id };
  },
});
