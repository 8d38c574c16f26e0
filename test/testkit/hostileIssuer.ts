/**
 * An issuer that lies as it is told to. Honest unless told otherwise, so that what a test alters is what is refused. It speaks
 * as NIA does, or plain OpenID Connect as brokers and CAAIS do.
 */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  CompactEncrypt,
  type CryptoKey,
  exportJWK,
  exportPKCS8,
  exportSPKI,
  generateKeyPair,
  type JWTPayload,
  SignJWT,
} from 'jose';

/** One lie, or several. */
export interface Lie {
  /** Changes what the ID token says. */
  readonly claims?: (claims: JWTPayload) => JWTPayload;
  /** How the ID token is signed instead of by the published key. */
  readonly signature?: 'another key' | 'the next key' | 'none' | 'HS256 by the public key' | 'a key in the header';
  /** How it is encrypted instead of by the service's key. */
  readonly encryption?: 'none' | 'another key' | 'the old key';
  /** Changes the token endpoint's answer. */
  readonly answer?: (answer: Record<string, unknown>) => unknown;
  readonly status?: number;
  /** It does not answer at all: it takes requests and is silent, or ends every connection. */
  readonly absence?: 'silent' | 'gone';
}

/** What the service sent to the token endpoint. */
export type Redemption = Readonly<Record<string, string>>;

export interface HostileIssuer {
  readonly origin: string;
  readonly discovery: URL;
  readonly issuer: URL;
  readonly clientId: string;
  /** Private keys of the service, as its configuration would name them: the new one and the old one. */
  readonly decryptionKeys: readonly KeyObject[];
  readonly redemptions: Redemption[];
  /** Lies from now on; without a lie it is honest. */
  tell(lie?: Lie): void;
  /** The nonce of the next sign-in. */
  expect(nonce: string): void;
  close(): Promise<void>;
}

/** What it tells of whoever signs in, asked or not: what must never be found elsewhere. */
export const PERSON = {
  givenName: 'Kanárek',
  familyName: 'Žlutozpívavý',
  birthDate: '1911-11-12',
  email: 'kanarek@zpev.example',
} as const;

/** How it is spoken to. */
export type Shape = 'NIA' | 'BROKER' | 'CAAIS';

const CLIENT_ID = 'https://rozcestnik.example/';
const HIGH = 'http://eidas.europa.eu/LoA/high';
const NIA = 'urn:microsoft:cgg2010:fpsts';

export async function startHostileIssuer(shape: Shape): Promise<HostileIssuer> {
  const [signing, next, strange, encryption, old, foreign] = await Promise.all([
    ...[0, 1, 2].map(() => generateKeyPair('RS256', { extractable: true })),
    ...[0, 1, 2].map(() => generateKeyPair('RSA-OAEP', { extractable: true })),
  ]).then((pairs) => pairs as [Pair, Pair, Pair, Pair, Pair, Pair]);
  let lie: Lie = {};
  let nonce = '';
  const redemptions: Redemption[] = [];
  const server = createServer((request, response) => {
    if (lie.absence === 'gone') return void request.socket.destroy();
    if (lie.absence === 'silent') return;
    void answer(request).then(
      ({ status = 200, body }) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuer = shape === 'NIA' ? NIA : `${origin}/`;

  const honest = (): JWTPayload => {
    const now = Math.floor(Date.now() / 1000);
    const common = { iss: issuer, aud: CLIENT_ID, iat: now, exp: now + 300, nonce };
    const { givenName, familyName, birthDate, email } = PERSON;
    if (shape === 'NIA') {
      const names = { CurrentGivenName: givenName, CurrentFamilyName: familyName };
      return { ...common, PersonIdentifier: 'CZ/CZ/1', ...names, DateOfBirth: birthDate, Email: email, acr: HIGH };
    }
    const told = { sub: '1', given_name: givenName, family_name: familyName, birthdate: birthDate, email };
    if (shape === 'BROKER') return { ...common, ...told, acr: HIGH };
    return { ...common, ...told, access_roles: [{ access_role_code: 'editor' }] };
  };

  const sign = async (claims: JWTPayload): Promise<string> => {
    const { signature } = lie;
    const token = new SignJWT(claims);
    if (signature === 'none') return `${base64({ alg: 'none' })}.${base64(claims)}.`;
    if (signature === 'HS256 by the public key') {
      const secret = new TextEncoder().encode(await exportSPKI(signing.publicKey));
      return token.setProtectedHeader({ alg: 'HS256' }).sign(secret);
    }
    if (signature === 'a key in the header') {
      const jwk = await exportJWK(strange.publicKey);
      return token.setProtectedHeader({ alg: 'RS256', jwk }).sign(strange.privateKey);
    }
    const { privateKey } = signature === 'another key' ? strange : signature === 'the next key' ? next : signing;
    return token.setProtectedHeader({ alg: 'RS256' }).sign(privateKey);
  };

  const encrypt = (token: string): Promise<string> | string => {
    if (shape === 'CAAIS' || lie.encryption === 'none') return token;
    const keys = { 'another key': foreign, 'the old key': old } as const;
    const { publicKey } = lie.encryption ? keys[lie.encryption] : encryption;
    return new CompactEncrypt(new TextEncoder().encode(token))
      .setProtectedHeader({ alg: 'RSA-OAEP', enc: 'A256CBC-HS512' })
      .encrypt(publicKey);
  };

  async function answer(request: IncomingMessage): Promise<{ status?: number; body: unknown }> {
    const path = new URL(request.url ?? '/', origin).pathname;
    // Two at once, as while one takes the place of the other, and without names (`kid`).
    const published = [next, signing].map(async ({ publicKey }) => ({ ...(await exportJWK(publicKey)), use: 'sig' }));
    if (path === '/keys') return { body: { keys: await Promise.all(published) } };
    if (path === '/token') {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      redemptions.push(Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8'))));
      const claims = (lie.claims ?? ((same: JWTPayload) => same))(honest());
      const id_token = await encrypt(await sign(claims));
      const body = { id_token, access_token: 'kanarek-access-token', token_type: 'bearer', expires_in: 60 };
      return { status: lie.status ?? 200, body: lie.answer ? lie.answer(body) : body };
    }
    return { body: metadata };
  }

  const metadata = {
    issuer,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    jwks_uri: `${origin}/keys`,
    response_types_supported: ['code'],
    // As a careless provider would: what the service takes is not for the provider to say.
    id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
    authorization_response_iss_parameter_supported: shape === 'CAAIS',
  };
  return {
    origin,
    discovery: new URL('/discovery', origin),
    issuer: new URL(origin),
    clientId: CLIENT_ID,
    decryptionKeys: [await toKeyObject(encryption.privateKey), await toKeyObject(old.privateKey)],
    redemptions,
    tell: (next = {}) => {
      lie = next;
    },
    expect: (next) => {
      nonce = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Pair {
  readonly publicKey: CryptoKey;
  readonly privateKey: CryptoKey;
}

async function toKeyObject(key: CryptoKey): Promise<KeyObject> {
  return createPrivateKey(await exportPKCS8(key));
}

function base64(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
