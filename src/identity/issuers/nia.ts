/**
 * Citizens by NIA itself. Its OpenID Connect has no `sub`, an issuer that is a URN and a discovery document in a place of its
 * own, none of which openid-client takes: the same checks are made here on jose.
 */
import { createHash, type KeyObject } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { z } from 'zod';
import { CLOCK_TOLERANCE, MAX_TOKEN_AGE, nameFrom, textIn } from './claims.ts';
import { decryptToken } from './decryption.ts';
import type { IssuerClient, SignInChecks, VouchedPerson } from './issuer.ts';
import { type LevelRules, levelIn, nameOf } from './levels.ts';
import { SignInRefused } from './refusal.ts';
import { METADATA_LIFETIME, remember } from './remember.ts';
import { type IssuerKeys, issuerKeys, verifySigned } from './signature.ts';

/** The same on test and production. */
export const NIA_ISSUER = 'urn:microsoft:cgg2010:fpsts';

export interface NiaSettings {
  /** Address of the discovery document. */
  readonly discovery: URL;
  /** The service's registered unique URL. */
  readonly clientId: string;
  readonly decryptionKeys: readonly KeyObject[];
  readonly levels: LevelRules;
}

const endpoint = z.string().refine((text) => URL.canParse(text));
const metadata = z.object({
  issuer: z.literal(NIA_ISSUER),
  authorization_endpoint: endpoint,
  token_endpoint: endpoint,
  jwks_uri: endpoint,
  end_session_endpoint: endpoint.optional(),
});

/** What an issuer takes to answer at the most, in milliseconds. */
const TIMEOUT = 5_000;

export function nia(settings: NiaSettings): IssuerClient {
  const { clientId, levels } = settings;
  const issuer = remember(() => discover(settings), METADATA_LIFETIME);
  return {
    async authorizationUrl(checks) {
      const { authorization_endpoint } = (await issuer()).endpoints;
      const url = new URL(authorization_endpoint);
      const parameters = {
        response_type: 'code',
        client_id: clientId,
        scope: 'openid',
        redirect_uri: checks.redirectUri,
        state: checks.state,
        nonce: checks.nonce,
        code_challenge: createHash('sha256').update(checks.codeVerifier).digest('base64url'),
        code_challenge_method: 'S256',
        acr_values: nameOf(levels.names, checks.level ?? levels.minimum),
        claims: JSON.stringify({ id_token: wantedClaims(levels) }),
      };
      for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
      return url;
    },
    async redeem(answer, checks) {
      const code = codeIn(answer.searchParams, checks);
      const { endpoints, keys } = await issuer();
      const token = await redeemCode(endpoints.token_endpoint, { code, clientId, checks });
      const claims = await verify(await decryptToken(token, settings.decryptionKeys), keys, settings);
      if (claims['nonce'] !== checks.nonce) throw new SignInRefused('TOKEN_REFUSED', 'nonce is another one');
      return personIn(claims, levels, checks);
    },
    async logoutUrl({ returnUri }) {
      const { end_session_endpoint } = (await issuer()).endpoints;
      if (!end_session_endpoint) return null;
      const url = new URL(end_session_endpoint);
      url.searchParams.set('client_id', clientId);
      url.searchParams.set('post_logout_redirect_uri', returnUri);
      return url;
    },
  };
}

async function discover({ discovery }: NiaSettings) {
  const fault = (reason: string) => new SignInRefused('ISSUER_UNREACHABLE', `discovery: ${reason}`);
  const response = await fetch(discovery, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT) }).catch(
    () => null,
  );
  if (!response?.ok) throw fault('no answer');
  const parsed = metadata.safeParse(await response.json().catch(() => null));
  if (!parsed.success) throw fault('not a description of NIA');
  return { endpoints: parsed.data, keys: issuerKeys(parsed.data.jwks_uri, discovery) };
}

/** The least: who it is, and how to greet them. */
function wantedClaims({ claim }: LevelRules): Record<string, null> {
  const level = claim === 'acr' ? {} : { [claim]: null };
  return { PersonIdentifier: null, CurrentGivenName: null, CurrentFamilyName: null, ...level };
}

function codeIn(parameters: URLSearchParams, { state }: SignInChecks): string {
  for (const name of ['state', 'code', 'iss', 'error']) {
    if (parameters.getAll(name).length > 1) throw new SignInRefused('ISSUER_ERROR', `${name} twice`);
  }
  if (parameters.get('state') !== state) throw new SignInRefused('TOKEN_REFUSED', 'state is another one');
  // RFC 9207: an answer that names its issuer must name this one.
  if ((parameters.get('iss') ?? NIA_ISSUER) !== NIA_ISSUER) throw new SignInRefused('TOKEN_REFUSED', 'another issuer');
  const error = parameters.get('error');
  if (error) throw new SignInRefused(error === 'access_denied' ? 'CANCELLED' : 'ISSUER_ERROR', 'the issuer says no');
  const code = parameters.get('code');
  if (!code) throw new SignInRefused('ISSUER_ERROR', 'no code');
  return code;
}

interface Redemption {
  readonly code: string;
  readonly clientId: string;
  readonly checks: SignInChecks;
}

/** The ID token for a code. NIA issues no secret and ignores the verifier today; sending it costs nothing. */
async function redeemCode(tokenEndpoint: string, { code, clientId, checks }: Redemption): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    client_id: clientId,
    redirect_uri: checks.redirectUri,
    code_verifier: checks.codeVerifier,
  });
  const request = { method: 'POST', body, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT) } as const;
  const response = await fetch(tokenEndpoint, request).catch(() => null);
  if (!response) throw new SignInRefused('ISSUER_UNREACHABLE', 'token endpoint');
  if (!response.ok) throw new SignInRefused('TOKEN_REFUSED', 'the issuer refused the code');
  const answer = (await response.json().catch(() => null)) as { id_token?: unknown } | null;
  if (typeof answer?.id_token !== 'string') throw new SignInRefused('TOKEN_REFUSED', 'ID token missing');
  return answer.id_token;
}

async function verify(token: string, keys: IssuerKeys, { clientId }: NiaSettings): Promise<JWTPayload> {
  const rules = {
    issuer: NIA_ISSUER,
    audience: clientId,
    clockTolerance: CLOCK_TOLERANCE,
    maxTokenAge: MAX_TOKEN_AGE,
    requiredClaims: ['exp', 'iat', 'nonce'],
  };
  try {
    const payload = await verifySigned(token, keys, rules);
    if (Array.isArray(payload.aud) && payload.aud.length > 1) throw new Error('meant for others too');
    return payload;
  } catch (error) {
    throw new SignInRefused('TOKEN_REFUSED', String((error as { code?: unknown }).code ?? 'ID token'));
  }
}

function personIn(claims: JWTPayload, levels: LevelRules, { level }: SignInChecks): VouchedPerson {
  const subject = textIn(claims, 'PersonIdentifier');
  if (!subject) throw new SignInRefused('TOKEN_REFUSED', 'PersonIdentifier missing');
  return {
    issuer: NIA_ISSUER,
    subject,
    level: levelIn(claims, levels, level),
    roles: ['CITIZEN'],
    ico: null,
    issuerSession: null,
    name: nameFrom(textIn(claims, 'CurrentGivenName'), textIn(claims, 'CurrentFamilyName')),
    // Its logout takes none.
    idToken: null,
  };
}
