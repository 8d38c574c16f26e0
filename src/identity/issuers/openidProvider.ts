/** What brokers and CAAIS have in common: OpenID Connect as openid-client knows it. */
import type { FetchImplementation } from 'jose';
import * as openid from 'openid-client';
import { assertJustIssued, CLOCK_TOLERANCE, type Claims } from './claims.ts';
import type { IssuerClient, SignInChecks, VouchedPerson } from './issuer.ts';
import { SignInRefused } from './refusal.ts';
import { METADATA_LIFETIME, remember } from './remember.ts';
import { type IssuerKeys, issuerKeys, SIGNATURE, verifySigned } from './signature.ts';

export interface ProviderSettings {
  /** The issuer's identifier, where its discovery document is looked for. */
  readonly issuer: URL;
  readonly clientId: string;
  readonly authentication: openid.ClientAuth;
  readonly scope: string;
  readonly fetch?: openid.CustomFetch | undefined;
  /** Parameters of the authorization request beside those of every request. */
  ask(checks: SignInChecks): Record<string, string>;
  /** Who the ID token is about; `userinfo` asks for what it leaves out. */
  read(claims: Claims, checks: SignInChecks, userinfo: () => Promise<Claims>): Promise<VouchedPerson> | VouchedPerson;
}

/** A provider's description of itself, and its keys. */
export interface Discovered {
  readonly config: openid.Configuration;
  readonly keys: IssuerKeys;
}

/** A client of such a provider, and what was discovered of it for what only one of them has. */
export function openidProvider(settings: ProviderSettings): IssuerClient & { discovered(): Promise<Discovered> } {
  const discovered = remember(() => discover(settings), METADATA_LIFETIME);
  return {
    discovered,
    async authorizationUrl(checks) {
      const { config } = await reach(discovered);
      return openid.buildAuthorizationUrl(config, {
        scope: settings.scope,
        redirect_uri: checks.redirectUri,
        state: checks.state,
        nonce: checks.nonce,
        code_challenge: await openid.calculatePKCECodeChallenge(checks.codeVerifier),
        code_challenge_method: 'S256',
        ...settings.ask(checks),
      });
    },
    async redeem(answer, checks) {
      const provider = await reach(discovered);
      try {
        return await redeem(provider, settings, answer, checks);
      } catch (error) {
        throw toRefusal(error);
      }
    },
    async logoutUrl({ returnUri, idToken }) {
      const { config } = await reach(discovered);
      if (!config.serverMetadata().end_session_endpoint) return null;
      return openid.buildEndSessionUrl(config, {
        post_logout_redirect_uri: returnUri,
        ...(idToken && { id_token_hint: idToken }),
      });
    },
  };
}

async function discover({ issuer, clientId, authentication, fetch }: ProviderSettings): Promise<Discovered> {
  // Configuration lets http through for loopback addresses alone.
  const insecure = issuer.protocol === 'http:' ? [openid.allowInsecureRequests] : [];
  const metadata = {
    id_token_signed_response_alg: SIGNATURE,
    use_mtls_endpoint_aliases: true,
    [openid.clockTolerance]: CLOCK_TOLERANCE,
  };
  const config = await openid.discovery(issuer, clientId, metadata, authentication, {
    execute: insecure,
    timeout: 5,
    ...(fetch && { [openid.customFetch]: fetch }),
  });
  const { jwks_uri } = config.serverMetadata();
  if (!jwks_uri) throw new Error('the issuer publishes no keys');
  return { config, keys: issuerKeys(jwks_uri, issuer, fetch as FetchImplementation | undefined) };
}

async function redeem(
  { config, keys }: Discovered,
  settings: ProviderSettings,
  answer: URL,
  checks: SignInChecks,
): Promise<VouchedPerson> {
  const tokens = await openid.authorizationCodeGrant(config, answer, {
    pkceCodeVerifier: checks.codeVerifier,
    expectedState: checks.state,
    expectedNonce: checks.nonce,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (!claims || !tokens.id_token) throw new SignInRefused('TOKEN_REFUSED', 'ID token missing');
  // The library checks what the token says. Of two published keys it knows which one to use only when the token tells.
  await verifySigned(tokens.id_token, keys, { clockTolerance: CLOCK_TOLERANCE });
  assertJustIssued(claims);
  const person = await settings.read(claims, checks, () =>
    openid.fetchUserInfo(config, tokens.access_token, claims.sub),
  );
  return { ...person, idToken: tokens.id_token };
}

async function reach(discovered: () => Promise<Discovered>): Promise<Discovered> {
  try {
    return await discovered();
  } catch (error) {
    throw new SignInRefused('ISSUER_UNREACHABLE', `discovery: ${codeOf(error)}`);
  }
}

/** A refusal for whatever the library found wrong. */
function toRefusal(error: unknown): SignInRefused {
  if (error instanceof SignInRefused) return error;
  if (error instanceof openid.AuthorizationResponseError) {
    return new SignInRefused(error.error === 'access_denied' ? 'CANCELLED' : 'ISSUER_ERROR', 'the issuer says no');
  }
  if (error instanceof openid.ResponseBodyError)
    return new SignInRefused('TOKEN_REFUSED', 'the issuer refused the code');
  const reason = codeOf(error);
  const isUnreachable = error instanceof TypeError && error.message === 'fetch failed';
  return new SignInRefused(isUnreachable ? 'ISSUER_UNREACHABLE' : 'TOKEN_REFUSED', reason);
}

/** The library's code of an error; its message could repeat what a token says. */
function codeOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown };
  return String(code ?? name ?? 'unknown');
}
