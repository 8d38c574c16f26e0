/** Citizens by a broker in front of NIA, such as Keycloak: OpenID Connect with `sub` and `acr`. */
import type { KeyObject } from 'node:crypto';
import * as openid from 'openid-client';
import { CLOCK_TOLERANCE, MAX_TOKEN_AGE, nameFrom, textIn } from './claims.ts';
import { decryptToken } from './decryption.ts';
import type { IssuerClient, LogoutNotice } from './issuer.ts';
import { type LevelRules, levelIn, nameOf } from './levels.ts';
import { type Discovered, openidProvider } from './openidProvider.ts';
import { SignInRefused } from './refusal.ts';
import { verifySigned } from './signature.ts';

export interface BrokerSettings {
  readonly issuer: URL;
  readonly clientId: string;
  /** Without one the client is public, with PKCE alone. */
  readonly clientSecret?: string | undefined;
  /** With keys, ID tokens must be encrypted. */
  readonly decryptionKeys: readonly KeyObject[];
  readonly levels: LevelRules;
}

/** Event that a logout token is about (OpenID Connect Back-Channel Logout 1.0, section 2.4). */
const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';

export function broker(settings: BrokerSettings): IssuerClient {
  const { issuer, clientId, clientSecret, decryptionKeys, levels } = settings;
  const provider = openidProvider({
    issuer,
    clientId,
    authentication: clientSecret ? openid.ClientSecretPost(clientSecret) : openid.None(),
    scope: 'openid profile',
    fetch: decryptionKeys.length > 0 ? decryptingFetch(decryptionKeys) : undefined,
    ask: ({ level }) => ({ acr_values: nameOf(levels.names, level ?? levels.minimum) }),
    read: (claims, { level }) => ({
      issuer: String(claims['iss']),
      subject: String(claims['sub']),
      level: levelIn(claims, levels, level),
      roles: ['CITIZEN'],
      ico: null,
      issuerSession: textIn(claims, 'sid'),
      name: textIn(claims, 'name') ?? nameFrom(textIn(claims, 'given_name'), textIn(claims, 'family_name')),
      idToken: null,
    }),
  });
  return { ...provider, readLogoutToken: (token) => readLogoutToken(token, clientId, provider.discovered) };
}

async function readLogoutToken(
  token: string,
  clientId: string,
  discovered: () => Promise<Discovered>,
): Promise<LogoutNotice> {
  try {
    const { config, keys } = await discovered();
    const { issuer } = config.serverMetadata();
    const payload = await verifySigned(token, keys, {
      issuer,
      audience: clientId,
      clockTolerance: CLOCK_TOLERANCE,
      maxTokenAge: MAX_TOKEN_AGE,
      requiredClaims: ['iat', 'jti', 'events'],
    });
    const events = payload['events'];
    const isLogout = typeof events === 'object' && events !== null && LOGOUT_EVENT in events;
    // An ID token has a nonce: it must not pass for a logout token (section 2.6).
    if (!isLogout || 'nonce' in payload) throw new SignInRefused('TOKEN_REFUSED', 'not a logout token');
    const notice = { issuer, issuerSession: textIn(payload, 'sid'), subject: textIn(payload, 'sub') };
    if (!notice.issuerSession && !notice.subject) throw new SignInRefused('TOKEN_REFUSED', 'logout of nobody');
    return notice;
  } catch (error) {
    if (error instanceof SignInRefused) throw error;
    throw new SignInRefused('TOKEN_REFUSED', `logout token: ${String((error as { code?: unknown }).code ?? 'error')}`);
  }
}

/**
 * Fetches for openid-client and decrypts ID tokens on their way: the library takes plain tokens as well when it is told to
 * decrypt, and of two keys it knows which one to use only when the token tells.
 */
function decryptingFetch(keys: readonly KeyObject[]): openid.CustomFetch {
  return async (url, options) => {
    const response = await fetch(url, options as RequestInit);
    if (options.method !== 'POST' || !response.ok) return response;
    const body = (await response.json()) as Record<string, unknown>;
    const token = body['id_token'];
    if (typeof token !== 'string') return Response.json(body);
    return Response.json({ ...body, id_token: await decryptToken(token, keys) });
  };
}
