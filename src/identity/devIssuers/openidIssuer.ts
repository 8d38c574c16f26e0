/** What plays a broker and CAAIS: oidc-provider with a page to pick a sample person. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import Provider, {
  type ClientMetadata,
  type Configuration,
  interactionPolicy,
  type KoaContextWithOIDC,
} from 'oidc-provider';
import { html } from '../../kernel/html.ts';
import type { SamplePerson } from './people.ts';
import { languageFor, pickerHeaders, pickerPage, signOutPage } from './picker.ts';

export interface OpenidIssuerOptions {
  readonly issuer: string;
  /** Path below which it is mounted, such as `/broker`. */
  readonly mount: string;
  /** What it plays, for the page. */
  readonly plays: string;
  readonly people: readonly SamplePerson[];
  readonly client: ClientMetadata;
  /** Claims of a person beside `sub`. */
  claimsOf(person: SamplePerson): Record<string, unknown>;
  /** What the person's sign-in says of its level. */
  acrOf(person: SamplePerson): string | undefined;
  readonly claimNames: readonly string[];
  readonly acrValues?: readonly string[];
  readonly features?: Configuration['features'];
  /** Changes the answers of single endpoints into those of what it plays. */
  adapt?(context: KoaContextWithOIDC, signingKey: CryptoKeyPair['privateKey']): Promise<void> | void;
}

export type NodeHandler = (request: IncomingMessage, response: ServerResponse) => void;

interface CryptoKeyPair {
  readonly privateKey: Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];
}

/** Seconds that everything lives. */
const LIFETIME = 600;

/** Starts such an issuer; the handler answers requests below its mount. */
export async function openidIssuer(options: OpenidIssuerOptions): Promise<NodeHandler> {
  const { issuer, mount, people, client, claimNames } = options;
  const keys = await generateKeyPair('RS256', { extractable: true });
  const byId = new Map(people.map((person) => [person.id, person]));
  const provider = new Provider(issuer, {
    clients: [client],
    clientAuthMethods: [client.token_endpoint_auth_method ?? 'none'],
    jwks: { keys: [{ ...(await exportJWK(keys.privateKey)), use: 'sig', alg: 'RS256' }] },
    acrValues: [...(options.acrValues ?? [])],
    claims: { openid: ['sub'], profile: [...claimNames] },
    conformIdTokenClaims: false,
    cookies: {
      keys: [randomBytes(32).toString('base64url')],
      names: { session: `dev${mount.slice(1)}`, interaction: `dev${mount.slice(1)}i`, resume: `dev${mount.slice(1)}r` },
    },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: true, logoutSource: askToSignOut, postLogoutSuccessSource: sayDone },
      ...options.features,
    },
    // Without its guard against addresses of the own network: the service is on this machine.
    fetch: (url, request) => fetch(url, { ...request, dispatcher: undefined } as RequestInit),
    findAccount: (_context, id) => {
      const person = byId.get(id);
      return person && { accountId: id, claims: () => ({ sub: id, ...options.claimsOf(person) }) };
    },
    interactions: { policy: alwaysAsk(), url: (_context, { uid }) => `${mount}/pick/${uid}` },
    loadExistingGrant: grantEverything,
    pkce: { required: () => true },
    renderError: (context, { error }) => {
      context.body = `${error}\n`;
      context.type = 'text';
    },
    routes: { end_session: '/logout' },
    ttl: {
      AccessToken: LIFETIME,
      AuthorizationCode: 60,
      Grant: LIFETIME,
      IdToken: LIFETIME,
      Interaction: LIFETIME,
      Session: LIFETIME,
    },
  });
  provider.use(async (context, next) => {
    await next();
    await options.adapt?.(context as KoaContextWithOIDC, keys.privateKey);
  });
  const handle = provider.callback();
  return (request, response) => {
    if (request.url?.startsWith(`${mount}/pick/`)) {
      pick(provider, options, request, response).catch(() => response.writeHead(400).end('This sign-in is over.\n'));
      return;
    }
    // As Express mounts: the provider finds its own address by the difference of the two.
    (request as { originalUrl?: string }).originalUrl = request.url ?? '';
    request.url = request.url?.slice(mount.length) || '/';
    handle(request, response);
  };
}

/** Asks each time, whoever has signed in before: developers change people often. */
function alwaysAsk(): interactionPolicy.DefaultPolicy {
  const { base, Check } = interactionPolicy;
  const policy = base();
  policy.remove('consent');
  policy
    .get('login')
    ?.checks.add(
      new Check('pick', 'Pick a person.', (context) =>
        context.oidc.result?.login ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT,
      ),
    );
  return policy;
}

/** Sample people consent to everything. */
async function grantEverything({ oidc }: KoaContextWithOIDC) {
  const { session, client, provider } = oidc;
  if (!session?.accountId || !client) return undefined;
  const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
  grant.addOIDCScope('openid profile');
  await grant.save();
  return grant;
}

async function pick(
  provider: Provider,
  options: OpenidIssuerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { params } = await provider.interactionDetails(request, response);
  if (request.method !== 'POST') {
    const url = new URL(request.url ?? '/', options.issuer);
    const level = params['acr_values'] === undefined ? null : String(params['acr_values']);
    const picker = { issuer: options.plays, people: options.people, url, level };
    response
      .writeHead(200, pickerHeaders())
      .end(pickerPage(picker, languageFor(url, request.headers['accept-language'])));
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const id = new URLSearchParams(Buffer.concat(chunks).toString('utf8')).get('person');
  const person = options.people.find((one) => one.id === id);
  const acr = person && options.acrOf(person);
  const result = person
    ? { login: { accountId: person.id, ...(acr && { acr }) } }
    : { error: 'access_denied', error_description: 'cancelled' };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

function askToSignOut(context: KoaContextWithOIDC, form: string): void {
  const lang = languageFor(new URL(context.href), context.get('accept-language'));
  for (const [name, value] of Object.entries(pickerHeaders())) context.set(name, value);
  context.body = signOutPage({ markup: form }, 'op.logoutForm', lang);
}

function sayDone(context: KoaContextWithOIDC): void {
  for (const [name, value] of Object.entries(pickerHeaders())) context.set(name, value);
  context.body = html`<p>Odhlášeno. Signed out.</p>`.markup;
}
