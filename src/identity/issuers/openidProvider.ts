/** What brokers and CAAIS have in common: OpenID Connect as openid-client knows it. */
import * as openid from 'openid-client';
import { assertJustIssued, CLOCK_TOLERANCE, type Claims } from './claims.ts';
import type { IssuerClient, SignInChecks, VouchedPerson } from './issuer.ts';
import { SignInRefused } from './refusal.ts';
import { METADATA_LIFETIME, remember } from './remember.ts';

/** The algorithm of signatures, of public keys only: what a token's header claims is no choice. */
export const SIGNATURE = 'RS256';

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

/** A client of such a provider, and its configuration for what only one of them has. */
export function openidProvider(settings: ProviderSettings): IssuerClient & {
  configuration(): Promise<openid.Configuration>;
} {
  const configuration = remember(() => discover(settings), METADATA_LIFETIME);
  return {
    configuration,
    async authorizationUrl(checks) {
      const config = await reach(configuration);
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
      const config = await reach(configuration);
      try {
        return await redeem(config, settings, answer, checks);
      } catch (error) {
        throw toRefusal(error);
      }
    },
    async logoutUrl({ returnUri, idToken }) {
      const config = await reach(configuration);
      if (!config.serverMetadata().end_session_endpoint) return null;
      return openid.buildEndSessionUrl(config, {
        post_logout_redirect_uri: returnUri,
        ...(idToken && { id_token_hint: idToken }),
      });
    },
  };
}

function discover({ issuer, clientId, authentication, fetch }: ProviderSettings): Promise<openid.Configuration> {
  // Configuration lets http through for loopback addresses alone.
  const insecure = issuer.protocol === 'http:' ? [openid.allowInsecureRequests] : [];
  const metadata = {
    id_token_signed_response_alg: SIGNATURE,
    use_mtls_endpoint_aliases: true,
    [openid.clockTolerance]: CLOCK_TOLERANCE,
  };
  return openid.discovery(issuer, clientId, metadata, authentication, {
    execute: [openid.enableNonRepudiationChecks, ...insecure],
    timeout: 10,
    ...(fetch && { [openid.customFetch]: fetch }),
  });
}

async function redeem(
  config: openid.Configuration,
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
  if (!claims) throw new SignInRefused('TOKEN_REFUSED', 'ID token missing');
  assertJustIssued(claims);
  const person = await settings.read(claims, checks, () =>
    openid.fetchUserInfo(config, tokens.access_token, claims.sub),
  );
  return { ...person, idToken: tokens.id_token ?? null };
}

async function reach(configuration: () => Promise<openid.Configuration>): Promise<openid.Configuration> {
  try {
    return await configuration();
  } catch (error) {
    throw new SignInRefused('ISSUER_UNREACHABLE', `discovery: ${reasonOf(error)}`);
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
  const reason = reasonOf(error);
  const isUnreachable = error instanceof TypeError && error.message === 'fetch failed';
  return new SignInRefused(isUnreachable ? 'ISSUER_UNREACHABLE' : 'TOKEN_REFUSED', reason);
}

/** The library's code of an error; its message could repeat what a token says. */
function reasonOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown };
  return String(code ?? name ?? 'unknown');
}
