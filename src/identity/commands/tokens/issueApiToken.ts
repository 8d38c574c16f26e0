import { z } from 'zod';
import { defineCommand } from '../../../journal/command.ts';
import { LIMITS, line } from '../../../kernel/fields.ts';
import { newId } from '../../../kernel/ids.ts';
import { assertActsFor } from '../../../kernel/permissions.ts';
import { validate } from '../../../kernel/validate.ts';
import type { TokenScope } from '../../../kernel/viewer.ts';
import { holdActiveOrganization } from '../../activeOrganization.ts';
import { expiryOf, type Lifetime } from '../../expiry.ts';
import { say } from '../../messages.ts';
import type { OneTimeSecret } from '../../oneTimeSecret.ts';

export interface NewApiToken {
  readonly organizationId: string;
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  /** ISO 8601 duration. */
  readonly expiresIn?: string | null;
  readonly secret: OneTimeSecret;
}

/** What commands of tokens answer: JSON, and never the secret, since answers are kept. */
export interface ApiTokenResult {
  readonly tokenId: string;
}

export const TOKEN_LIFETIME: Lifetime = { usual: 'P90D', longest: 'P1Y' };
const naming = z.object({ name: line(LIMITS.title) });

/** Issues a token by which a system calls the API for an organization. */
export const issueApiToken = defineCommand({
  name: 'issueApiToken',
  action: 'token.manage',
  async run({ tx, viewer, now, audit }, input: NewApiToken): Promise<ApiTokenResult> {
    const { organizationId, secret } = input;
    assertActsFor(viewer, organizationId);
    await holdActiveOrganization(tx, organizationId);
    const { name } = validate(naming, { name: input.name }, say('The token'));
    const scopes = [...new Set(input.scopes)];
    const expiresAt = expiryOf(now, input.expiresIn, TOKEN_LIFETIME, 'expiresIn');
    const { id } = await tx.apiToken.create({
      data: {
        id: newId(),
        hash: secret.hash,
        organizationId,
        name,
        scopes,
        author: viewer.actor,
        createdAt: now,
        expiresAt,
      },
    });
    const details = { organizationId, scopes: scopes.join(' '), expiresAt: expiresAt.toISOString() };
    audit({ action: 'apiToken.issue', objectType: 'apiToken', objectId: id, details });
    return { tokenId: id };
  },
});
