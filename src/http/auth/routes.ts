/** The routes around sign-in, for browsers; front ends link to them. */
import type { Logger } from 'pino';
import { readerLocale } from '../../graphql/readerLocale.ts';
import { requestIdOf } from '../../graphql/requestId.ts';
import { SignInRefused } from '../../identity/issuers/refusal.ts';
import { REALMS, type Realm } from '../../identity/realms.ts';
import { ATTEMPT_LIFETIME, attemptName, beginSignIn, finishSignIn, type Gate } from '../../identity/signIn.ts';
import { signOut, signOutByIssuer } from '../../identity/signOut.ts';
import { safeReturnPath } from '../../kernel/returnPath.ts';
import { LEVELS_OF_ASSURANCE, type LevelOfAssurance } from '../../kernel/viewer.ts';
import type { Counter } from '../../platform/telemetry/meter.ts';
import type { Authenticate } from '../authenticate.ts';
import {
  attemptCookieName,
  clearCookie,
  readCookies,
  sessionCookieName,
  sessionSecretIn,
  setCookie,
  surplusAttemptCookies,
} from '../cookies.ts';
import { isSecure, originFor, type Site } from '../site.ts';
import {
  EMERGENCY_PATH,
  EMERGENCY_SCRIPT,
  EMERGENCY_SCRIPT_PATH,
  emergencyPage,
  enterInEmergency,
} from './emergency.ts';
import { homePage, refusalPage, SCRIPT, SCRIPT_PATH, signedOutPage } from './pages.ts';
import { readText } from './readText.ts';
import type { PageLanguage } from './texts.ts';

export interface AuthSources {
  readonly gate: Gate;
  readonly site: Site;
  readonly authenticate: Authenticate;
  readonly log: Logger;
  /** Counts sign-ins by realm and outcome: `OK`, or the code of the refusal. */
  readonly countSignIn: Counter;
}

type Handler = (sources: AuthSources, request: Request, url: URL, realm: Realm) => Promise<Response> | Response;

/** By method and path; `:realm` is `citizens` or `officials`. */
const ROUTES: Readonly<Record<string, Handler>> = {
  'GET /': home,
  'GET /auth/:realm/start': start,
  'GET /auth/:realm/callback': callback,
  'POST /auth/:realm/back-channel-logout': backChannelLogout,
  'POST /auth/sign-out': signOutHere,
  'GET /auth/signed-out': signedOut,
  [`GET ${SCRIPT_PATH}`]: () => script(SCRIPT),
  [`GET ${EMERGENCY_PATH}`]: (_sources, request, url) => emergencyPage(languageOf(request, url)),
  [`POST ${EMERGENCY_PATH}`]: ({ gate, site }, request) =>
    enterInEmergency(gate, request, isSecure(site), requestIdOf(request)),
  [`GET ${EMERGENCY_SCRIPT_PATH}`]: () => script(EMERGENCY_SCRIPT),
};

/** The service's own address that an issuer sends browsers back to: one for each, so that no issuer answers for another. */
export const callbackPath = (realm: Realm) => `/auth/${realm.toLowerCase()}/callback`;
export const SIGNED_OUT_PATH = '/auth/signed-out';

const REALM_PATH = new RegExp(`^/auth/(?:${REALMS.join('|')})/`, 'i');

/** Answers a request for one of the routes; null when it is for none. */
export async function answerAuth(sources: AuthSources, request: Request): Promise<Response | null> {
  const url = new URL(request.url);
  const realm = REALMS.find((one) => url.pathname.startsWith(`/auth/${one.toLowerCase()}/`)) ?? 'CITIZENS';
  const path = url.pathname.replace(REALM_PATH, '/auth/:realm/');
  const handler = ROUTES[`${request.method} ${path}`];
  if (handler) return handler(sources, request, url, realm);
  const methods = ['GET', 'POST'].filter((method) => ROUTES[`${method} ${path}`]);
  if (methods.length === 0) return null;
  return new Response(null, { status: 405, headers: { allow: methods.join(', ') } });
}

/** Czech or English: the one that the address asks for, or the reader's. */
function languageOf(request: Request, url: URL): PageLanguage {
  const wanted = url.searchParams.get('lang') ?? readerLocale(request.headers.get('accept-language'));
  return wanted === 'en' ? 'en' : 'cs';
}

async function home({ gate, authenticate }: AuthSources, request: Request, url: URL): Promise<Response> {
  const realms = REALMS.filter((realm) => gate.issuers[realm]);
  return homePage(languageOf(request, url), await authenticate(request), realms);
}

async function start(sources: AuthSources, request: Request, url: URL, realm: Realm): Promise<Response> {
  const { gate, site } = sources;
  const origin = originFor(site, request);
  if (!origin) return misdirected();
  try {
    const { location, attempt, secret } = await beginSignIn(gate, realm, {
      returnTo: safeReturnPath(url.searchParams.get('returnTo')),
      level: levelIn(url),
      redirectUri: `${origin}${callbackPath(realm)}`,
    });
    const secure = isSecure(site);
    const surplus = surplusAttemptCookies(request.headers.get('cookie'), secure);
    const cookie = setCookie(attemptCookieName(secure, attempt), secret, secure, ATTEMPT_LIFETIME / 1000);
    return redirect(location.href, [...surplus.map((name) => clearCookie(name, secure)), cookie]);
  } catch (error) {
    return refuse(sources, request, url, realm, error);
  }
}

async function callback(sources: AuthSources, request: Request, url: URL, realm: Realm): Promise<Response> {
  const { gate, site } = sources;
  const origin = originFor(site, request);
  if (!origin) return misdirected();
  const secure = isSecure(site);
  const cookies = request.headers.get('cookie');
  const attemptCookie = attemptCookieName(secure, attemptName(url.searchParams.get('state') ?? ''));
  const clearAttempt = clearCookie(attemptCookie, secure);
  try {
    const { secret, returnTo } = await finishSignIn(gate, realm, {
      answer: new URL(`${url.pathname}${url.search}`, origin),
      secret: readCookies(cookies).get(attemptCookie),
      replaces: sessionSecretIn(cookies, secure) ?? undefined,
    });
    sources.countSignIn({ realm, outcome: 'OK' });
    return redirect(returnTo, [clearAttempt, setCookie(sessionCookieName(secure), secret, secure)]);
  } catch (error) {
    return refuse(sources, request, url, realm, error, [clearAttempt]);
  }
}

/** Ends the session; answers where to go: to the issuer's own sign-out, or to the page that says so here. */
async function signOutHere({ gate, site }: AuthSources, request: Request): Promise<Response> {
  const secure = isSecure(site);
  const secret = sessionSecretIn(request.headers.get('cookie'), secure);
  const origin = originFor(site, request);
  if (!origin) return misdirected();
  const location = secret && (await signOut(gate, secret, `${origin}${SIGNED_OUT_PATH}`));
  const headers = { 'cache-control': 'no-store', 'set-cookie': clearCookie(sessionCookieName(secure), secure) };
  return Response.json({ location: location ? location.href : SIGNED_OUT_PATH }, { headers });
}

function signedOut(_sources: AuthSources, request: Request, url: URL): Response {
  return signedOutPage(languageOf(request, url));
}

/** OpenID Connect Back-Channel Logout 1.0, section 2.5: from the issuer's server to ours. */
async function backChannelLogout(sources: AuthSources, request: Request, _url: URL, realm: Realm): Promise<Response> {
  const headers = { 'cache-control': 'no-store' };
  try {
    const token = new URLSearchParams(await readText(request, 65_536)).get('logout_token');
    await signOutByIssuer(sources.gate, realm, token ?? '');
    return new Response(null, { status: 200, headers });
  } catch (error) {
    if (!(error instanceof SignInRefused)) throw error;
    note(sources, request, realm, error);
    return Response.json({ error: 'invalid_request' }, { status: 400, headers });
  }
}

function script(source: string): Response {
  return new Response(source, { headers: { 'content-type': 'text/javascript; charset=utf-8' } });
}

function levelIn(url: URL): LevelOfAssurance | null {
  const wanted = url.searchParams.get('level');
  return LEVELS_OF_ASSURANCE.find((level) => level === wanted) ?? null;
}

function redirect(location: string, cookies: readonly string[]): Response {
  const headers = new Headers({ location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  for (const cookie of cookies) headers.append('set-cookie', cookie);
  return new Response(null, { status: 303, headers });
}

/** RFC 9110, section 15.5.20: the service is not meant to be reached by this name. */
function misdirected(): Response {
  return new Response('Set PUBLIC_URL to the address that browsers reach the service by.\n', { status: 421 });
}

function refuse(
  sources: AuthSources,
  request: Request,
  url: URL,
  realm: Realm,
  error: unknown,
  cookies: readonly string[] = [],
): Response {
  if (!(error instanceof SignInRefused)) throw error;
  note(sources, request, realm, error);
  sources.countSignIn({ realm, outcome: error.code });
  const response = refusalPage(languageOf(request, url), error.code, realm);
  for (const cookie of cookies) response.headers.append('set-cookie', cookie);
  return response;
}

function note({ log }: AuthSources, request: Request, realm: Realm, { code, reason }: SignInRefused): void {
  log.warn({ requestId: requestIdOf(request), realm, code, reason }, 'A sign-in was refused');
}
