/**
 * Plays NIA with its quirks, which no OpenID library does: an issuer that is a URN, discovery in a place of its own, no `sub`,
 * attributes by the `claims` parameter alone, encrypted tokens without a `kid`, no secret, PKCE and redirect address ignored
 * at the token endpoint, sign-out by `client_id`.
 */
import { randomBytes } from 'node:crypto';
import { CompactEncrypt, type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { EIDAS_LEVELS } from '../issuers/levels.ts';
import { NIA_ISSUER } from '../issuers/nia.ts';
import { CITIZENS, type SampleCitizen } from './people.ts';
import { isLocalAddress, languageFor, pickerHeaders, pickerPage } from './picker.ts';

export interface NiaIssuerOptions {
  /** Origin that it is served on. */
  readonly origin: string;
  readonly clientId: string;
  /** Public key that tokens are encrypted by: that of the service's registered certificate. */
  readonly encryptionKey: CryptoKey;
  /** Paths of the service that browsers are sent back to. */
  readonly paths: { readonly callback: string; readonly signedOut: string };
}

export const NIA_DISCOVERY_PATH = '/nia/fpsts/oidc/openid-configuration';

interface Grant {
  readonly person: SampleCitizen;
  readonly nonce: string | null;
  readonly attributes: readonly string[];
  readonly expiresAt: number;
}

const CODE_LIFETIME = 60_000;

/** Answers requests for paths below /nia; null for others. */
export async function niaIssuer(options: NiaIssuerOptions): Promise<(request: Request) => Promise<Response | null>> {
  const { origin } = options;
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), use: 'sig', alg: 'RS256' }] };
  const grants = new Map<string, Grant>();
  const at = (name: string) => `${origin}/nia/fpsts/oidc/${name}`;
  const metadata = {
    issuer: NIA_ISSUER,
    authorization_endpoint: at('authorize'),
    token_endpoint: at('token'),
    jwks_uri: at('keys'),
    end_session_endpoint: at('logout'),
    userinfo_endpoint: at('userinfo'),
    token_endpoint_auth_methods_supported: ['client_secret_post'],
    response_types_supported: ['code'],
    claims_parameter_supported: true,
    acr_values_supported: Object.values(EIDAS_LEVELS),
  };
  return async (request) => {
    const url = new URL(request.url);
    switch (`${request.method} ${url.pathname}`) {
      case `GET ${NIA_DISCOVERY_PATH}`:
        return Response.json(metadata);
      case 'GET /nia/fpsts/oidc/keys':
        return Response.json(jwks);
      case 'GET /nia/fpsts/oidc/userinfo':
        return Response.json({});
      case 'GET /nia/fpsts/oidc/authorize':
        return faultOf(url, options) ?? pick(request, url);
      case 'POST /nia/fpsts/oidc/authorize':
        return faultOf(url, options) ?? goBack(url, await chosen(request), grants);
      case 'POST /nia/fpsts/oidc/token':
        return tokenFor(await formIn(request), grants, options, privateKey);
      case 'GET /nia/fpsts/oidc/logout':
        return logout(url, options);
      default:
        return null;
    }
  };
}

/** What makes an authorization request one that the browser is not to be sent back from. */
function faultOf({ searchParams }: URL, { clientId, paths }: NiaIssuerOptions): Response | null {
  const isKnown = searchParams.get('client_id') === clientId && searchParams.get('response_type') === 'code';
  const isReturn = isLocalAddress(searchParams.get('redirect_uri') ?? '', paths.callback);
  return isKnown && isReturn
    ? null
    : new Response('Unknown client_id, redirect_uri or response_type.\n', { status: 400 });
}

function pick(request: Request, url: URL): Response {
  const lang = languageFor(url, request.headers.get('accept-language'));
  const picker = { issuer: 'NIA', people: CITIZENS, url, level: url.searchParams.get('acr_values') };
  return new Response(pickerPage(picker, lang), { headers: pickerHeaders() });
}

async function formIn(request: Request): Promise<URLSearchParams> {
  return new URLSearchParams(await request.text());
}

async function chosen(request: Request): Promise<SampleCitizen | undefined> {
  const id = (await formIn(request)).get('person');
  return CITIZENS.find((person) => person.id === id);
}

function goBack({ searchParams }: URL, person: SampleCitizen | undefined, grants: Map<string, Grant>): Response {
  const back = new URL(searchParams.get('redirect_uri') ?? '');
  const state = searchParams.get('state');
  if (state !== null) back.searchParams.set('state', state);
  if (person) {
    const code = randomBytes(32).toString('base64url');
    const attributes = attributesIn(searchParams.get('claims'));
    grants.set(code, { person, nonce: searchParams.get('nonce'), attributes, expiresAt: Date.now() + CODE_LIFETIME });
    back.searchParams.set('code', code);
  } else {
    back.searchParams.set('error', 'access_denied');
  }
  return new Response(null, { status: 303, headers: { location: back.href, 'cache-control': 'no-store' } });
}

/** Names in `{"id_token":{"X":null}}`. */
function attributesIn(claims: string | null): string[] {
  const { id_token = {} } = JSON.parse(claims ?? '{}') as { id_token?: object };
  return Object.keys(id_token);
}

async function tokenFor(
  form: URLSearchParams,
  grants: Map<string, Grant>,
  { clientId, encryptionKey }: NiaIssuerOptions,
  signingKey: CryptoKey,
): Promise<Response> {
  const code = form.get('code') ?? '';
  const grant = grants.get(code);
  grants.delete(code);
  if (!grant || grant.expiresAt < Date.now() || form.get('client_id') !== clientId) {
    return Response.json({ error: 'invalid_grant' }, { status: 400 });
  }
  const { person, nonce, attributes } = grant;
  const known: Record<string, string> = {
    PersonIdentifier: `CZ/CZ/${person.id}`,
    CurrentGivenName: person.givenName,
    CurrentFamilyName: person.familyName,
    DateOfBirth: '1980-01-01',
  };
  const asked = Object.fromEntries(Object.entries(known).filter(([name]) => attributes.includes(name)));
  const signed = await new SignJWT({ ...asked, acr: EIDAS_LEVELS[person.level], ...(nonce !== null && { nonce }) })
    .setProtectedHeader({ alg: 'RS256' })
    .setIssuer(NIA_ISSUER)
    .setAudience(clientId)
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(signingKey);
  const id_token = await new CompactEncrypt(new TextEncoder().encode(signed))
    .setProtectedHeader({ alg: 'RSA-OAEP', enc: 'A256CBC-HS512', cty: 'JWT' })
    .encrypt(encryptionKey);
  const answer = {
    id_token,
    access_token: randomBytes(32).toString('base64url'),
    token_type: 'Bearer',
    expires_in: 300,
  };
  return Response.json(answer, { headers: { 'cache-control': 'no-store' } });
}

function logout({ searchParams }: URL, { clientId, paths }: NiaIssuerOptions): Response {
  const back = searchParams.get('post_logout_redirect_uri') ?? '';
  const isKnown = searchParams.get('client_id') === clientId && !searchParams.has('id_token_hint');
  if (!isKnown || !isLocalAddress(back, paths.signedOut)) return new Response('Unknown client.\n', { status: 400 });
  return new Response(null, { status: 303, headers: { location: back } });
}
