/** API tokens as they are found and noted to be in use. They begin and end by the commands. */
import type { ApiToken } from '../generated/prisma/client.ts';
import { TOKEN_SCOPES, type TokenScope, type Viewer } from '../kernel/viewer.ts';
import type { Database } from '../platform/database.ts';
import { isOneTimeSecret } from './oneTimeSecret.ts';
import { hashOf } from './secrets.ts';

/** What a secret leads to: a token, or why there is none that is good. */
export type FoundToken =
  | { readonly state: 'ACTIVE'; readonly token: ApiToken }
  | { readonly state: 'INVALID' | 'EXPIRED' | 'REVOKED' };

/** Whether a token is good at `now`, or why not. */
export function tokenState({ revokedAt, expiresAt }: ApiToken, now: Date): 'ACTIVE' | 'EXPIRED' | 'REVOKED' {
  if (revokedAt) return 'REVOKED';
  return expiresAt <= now ? 'EXPIRED' : 'ACTIVE';
}

/** The token with a secret; one that has not the form of a secret is not looked for. */
export async function findToken(
  { apiToken }: Pick<Database, 'apiToken'>,
  secret: string,
  now: Date,
): Promise<FoundToken> {
  const token = isOneTimeSecret('apiToken', secret)
    ? await apiToken.findUnique({ where: { hash: hashOf(secret) } })
    : null;
  if (!token) return { state: 'INVALID' };
  const state = tokenState(token, now);
  return state === 'ACTIVE' ? { state, token } : { state };
}

/** Milliseconds after which a use is noted anew: a read does not write every time. */
const TOUCH_INTERVAL = 60_000;

/** Notes that a token is in use, at most once a minute. */
export async function touchToken(
  { apiToken }: Pick<Database, 'apiToken'>,
  { id, lastUsedAt }: Pick<ApiToken, 'id' | 'lastUsedAt'>,
  now: Date,
): Promise<void> {
  const latest = new Date(now.getTime() - TOUCH_INTERVAL);
  if (lastUsedAt && lastUsedAt > latest) return;
  const where = { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lte: latest } }] };
  await apiToken.updateMany({ where, data: { lastUsedAt: now } });
}

/** Those of `scopes` that there are; one that is not known any more gives nothing. */
export function scopesIn(scopes: readonly string[]): TokenScope[] {
  return TOKEN_SCOPES.filter((scope) => scopes.includes(scope));
}

/** The system that calls with a token, for the organization that the token was issued for. */
export function viewerOfToken({ id, organizationId, scopes }: ApiToken): Viewer {
  return {
    actor: `token:${id}`,
    roles: new Set(['INTEGRATOR']),
    organizations: new Set([organizationId]),
    scopes: new Set(scopesIn(scopes)),
  };
}
