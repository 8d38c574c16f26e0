/** The dev issuers: NIA, a broker and CAAIS for a service on this machine, with invented people. Never in production. */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { createServerAdapter } from '@whatwg-node/server';
import { type CryptoKey, exportPKCS8, generateKeyPair, SignJWT } from 'jose';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { BrokerSettings } from '../issuers/broker.ts';
import type { CaaisSettings } from '../issuers/caais.ts';
import { EIDAS_LEVELS } from '../issuers/levels.ts';
import type { NiaSettings } from '../issuers/nia.ts';
import { CLIENT_NAME, makeCertificates } from './certificates.ts';
import { NIA_DISCOVERY_PATH, niaIssuer } from './niaIssuer.ts';
import { type NodeHandler, openidIssuer } from './openidIssuer.ts';
import { CITIZENS, OFFICIALS, type SampleCitizen, type SampleOfficial } from './people.ts';

const NIA_CLIENT = 'https://rozcestnik.example/';
const BROKER_CLIENT = 'rozcestnik';
const CAAIS_CLIENT = 'rozcestnik';
const CITIZENS_CALLBACK = '/auth/citizens/callback';
const OFFICIALS_CALLBACK = '/auth/officials/callback';
const SIGNED_OUT = '/auth/signed-out';

/** Dev issuers that listen, and how the service is to use them. */
export interface DevIssuers {
  readonly url: string;
  readonly nia: Omit<NiaSettings, 'levels'>;
  readonly broker: Omit<BrokerSettings, 'levels'>;
  readonly caais: Omit<CaaisSettings, 'roles'>;
  /** Tells them where the service is, so that the broker can tell it of sign-outs. */
  serve(serviceUrl: string): Promise<void>;
  close(): Promise<void>;
}

/** Starts them on a loopback port, `port` if it is free. */
export async function startDevIssuers(port: number): Promise<DevIssuers> {
  const [certificates, encryption] = [await makeCertificates(), await encryptionKeys()];
  let handler: NodeHandler = (_request, response) => response.writeHead(503).end();
  const handle: NodeHandler = (request, response) => handler(request, response);
  const server = createServer(handle);
  const tls = createTlsServer(
    { ...certificates.server, ca: certificates.authority, requestCert: true, rejectUnauthorized: true },
    handle,
  );
  const origin = `http://127.0.0.1:${await listenOn(server, port)}`;
  const tlsOrigin = `https://127.0.0.1:${await listenOn(tls, 0)}`;
  return {
    url: origin,
    nia: {
      discovery: new URL(NIA_DISCOVERY_PATH, origin),
      clientId: NIA_CLIENT,
      decryptionKeys: [encryption.privateKey],
    },
    broker: { issuer: new URL('/broker', origin), clientId: BROKER_CLIENT, decryptionKeys: [] },
    caais: {
      issuer: new URL('/caais/', origin),
      clientId: CAAIS_CLIENT,
      certificate: certificates.client.cert,
      key: certificates.client.key,
      authority: certificates.authority,
    },
    async serve(serviceUrl) {
      const paths = { callback: CITIZENS_CALLBACK, signedOut: SIGNED_OUT };
      const nia = await niaIssuer({ origin, clientId: NIA_CLIENT, encryptionKey: encryption.publicKey, paths });
      const [playedBroker, playedCaais] = [await playBroker(origin, serviceUrl), await playCaais(origin, tlsOrigin)];
      const rest = createServerAdapter(async (request: Request) => {
        return (await nia(request)) ?? new Response('Nothing is here.\n', { status: 404 });
      });
      handler = (request, response) => {
        if (request.url?.startsWith('/broker')) playedBroker(request, response);
        else if (request.url?.startsWith('/caais/')) playedCaais(request, response);
        else void rest(request, response);
      };
    },
    close: async () => {
      await Promise.all([closeServer(server), closeServer(tls)]);
    },
  };
}

async function encryptionKeys(): Promise<{ publicKey: CryptoKey; privateKey: KeyObject }> {
  const { publicKey, privateKey } = await generateKeyPair('RSA-OAEP', { extractable: true });
  return { publicKey, privateKey: createPrivateKey(await exportPKCS8(privateKey)) };
}

function playBroker(origin: string, serviceUrl: string): Promise<NodeHandler> {
  return openidIssuer({
    issuer: `${origin}/broker`,
    mount: '/broker',
    plays: 'broker (Keycloak…)',
    people: CITIZENS,
    acrValues: Object.values(EIDAS_LEVELS),
    acrOf: (person) => EIDAS_LEVELS[(person as SampleCitizen).level],
    claimNames: ['given_name', 'family_name'],
    claimsOf: ({ givenName, familyName }) => ({ given_name: givenName, family_name: familyName }),
    features: { backchannelLogout: { enabled: true } },
    client: {
      client_id: BROKER_CLIENT,
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      redirect_uris: [`http://127.0.0.1${CITIZENS_CALLBACK}`, `http://localhost${CITIZENS_CALLBACK}`],
      post_logout_redirect_uris: [`http://127.0.0.1${SIGNED_OUT}`, `http://localhost${SIGNED_OUT}`],
      backchannel_logout_uri: `${serviceUrl}/auth/citizens/back-channel-logout`,
      backchannel_logout_session_required: true,
    },
  });
}

function playCaais(origin: string, tlsOrigin: string): Promise<NodeHandler> {
  return openidIssuer({
    issuer: `${origin}/caais/`,
    mount: '/caais',
    plays: 'CAAIS',
    people: OFFICIALS,
    acrOf: () => undefined,
    claimNames: ['given_name', 'family_name', 'email', 'access_roles', 'activity_roles', 'lei', 'legal_entity_name'],
    claimsOf: (person) => officialClaims(person as SampleOfficial),
    features: {
      mTLS: {
        enabled: true,
        tlsClientAuth: true,
        getCertificate: (context) => socketOf(context)?.getPeerX509Certificate()?.toString(),
        certificateAuthorized: (context) => socketOf(context)?.authorized ?? false,
        certificateSubjectMatches: (context, _property, expected) =>
          socketOf(context)?.getPeerX509Certificate()?.subject === expected,
      },
    },
    client: {
      client_id: CAAIS_CLIENT,
      application_type: 'native',
      token_endpoint_auth_method: 'tls_client_auth',
      tls_client_auth_subject_dn: `CN=${CLIENT_NAME}`,
      redirect_uris: [`http://127.0.0.1${OFFICIALS_CALLBACK}`, `http://localhost${OFFICIALS_CALLBACK}`],
      post_logout_redirect_uris: [`http://127.0.0.1${SIGNED_OUT}`, `http://localhost${SIGNED_OUT}`],
    },
    adapt: async (context, signingKey) => {
      const { body } = context as { body?: Record<string, unknown> };
      // The token endpoint has a host of its own, behind mutual TLS, and keys have no `kid`.
      if (context.oidc?.route === 'discovery' && body) body['token_endpoint'] = `${tlsOrigin}/caais/token`;
      if (context.oidc?.route === 'jwks' && body) {
        body['keys'] = (body['keys'] as Record<string, unknown>[]).map(({ kid: _kid, ...key }) => key);
      }
      if (context.oidc?.route === 'token' && typeof body?.['id_token'] === 'string') {
        body['id_token'] = await withoutKid(body['id_token'], signingKey);
      }
    },
  });
}

function officialClaims({ id, givenName, familyName, roles, organization }: SampleOfficial) {
  return {
    given_name: givenName,
    family_name: familyName,
    email: `${id}@rozcestnik.example`,
    access_roles: roles.map((access_role_code) => ({ access_role_code })),
    activity_roles: [],
    lei: organization.ico,
    legal_entity_name: organization.name,
  };
}

function socketOf({ req }: KoaContextWithOIDC): TLSSocket | null {
  return 'getPeerX509Certificate' in req.socket ? (req.socket as TLSSocket) : null;
}

async function withoutKid(token: string, signingKey: CryptoKey): Promise<string> {
  const payload = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as object;
  return new SignJWT({ ...payload }).setProtectedHeader({ alg: 'RS256' }).sign(signingKey);
}

/** Listens on `port`, or on a free one when that is taken. */
async function listenOn(server: Server | ReturnType<typeof createTlsServer>, port: number): Promise<number> {
  const listen = (wanted: number) =>
    new Promise<number>((resolve, reject) => {
      server.once('error', reject);
      server.listen(wanted, '127.0.0.1', () => {
        server.off('error', reject);
        resolve((server.address() as AddressInfo).port);
      });
    });
  return listen(port).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE' && port !== 0) return listen(0);
    throw error;
  });
}

function closeServer(server: Server | ReturnType<typeof createTlsServer>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
