/** What other sites, planted cookies and addresses in links could do to somebody's browser: nothing. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificates } from '../../src/identity/devIssuers/certificates.ts';
import { caais } from '../../src/identity/issuers/caais.ts';
import { Browser } from '../testkit/browser.ts';
import { type HostileIssuer, startHostileIssuer } from '../testkit/hostileIssuer.ts';
import { allRows, digestOfRows } from '../testkit/rows.ts';
import { PLAIN_JSON, startService } from '../testkit/service.ts';

const FRONT_END = 'https://portal.example';
const QUERY = JSON.stringify({ query: '{ viewer { sessionState } }' });

/** A service with an honest issuer of officials, reached as `publicOrigin` says. */
async function open(publicOrigin: string | null) {
  const issuer: HostileIssuer = await startHostileIssuer('CAAIS');
  const { client } = await makeCertificates();
  const roles = new Map([['editor', 'EDITOR']] as const);
  const officials = caais({ ...issuer, certificate: client.cert, key: client.key, roles });
  const site = { publicOrigin, allowedOrigins: new Set([FRONT_END]) };
  const service = await startService('PGlite', { empty: true, app: { issuers: { OFFICIALS: officials }, site } });
  const at = (path: string) => new URL(path, service.url);
  const begin = async (browser: Browser, query = '') => {
    const response = await browser.send(at(`/auth/officials/start${query}`));
    const { searchParams } = new URL(response.headers.get('location') ?? '');
    issuer.expect(searchParams.get('nonce') ?? '');
    return searchParams;
  };
  const signIn = async (browser: Browser, query = '') => {
    const state = (await begin(browser, query)).get('state') ?? '';
    return browser.send(
      at(`/auth/officials/callback?code=x&state=${state}&iss=${encodeURIComponent(`${issuer.origin}/`)}`),
    );
  };
  const close = async () => {
    await service.stop();
    await issuer.close();
  };
  return { service, at, begin, signIn, close };
}

type Opened = Awaited<ReturnType<typeof open>>;

describe('over https', () => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await open('https://rozcestnik.example');
  });
  afterAll(() => opened.close());

  it('cookies are for this host and for https alone, out of the reach of scripts and other sites', async () => {
    const browser = new Browser();
    expect((await opened.signIn(browser)).status).toBe(303);
    const [attempt = '', cleared = '', session = ''] = browser.setCookies;
    expect(attempt).toMatch(
      /^__Host-rozcestnik-signin-[0-9a-f]{8}=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=600$/,
    );
    expect(cleared).toMatch(
      /^__Host-rozcestnik-signin-[0-9a-f]{8}=; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=0$/,
    );
    expect(session).toMatch(/^__Host-rozcestnik-session=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax$/);
  });

  it('a cookie without the prefix, which another host of the domain could plant, is nobody', async () => {
    const browser = new Browser();
    await opened.signIn(browser);
    const secret = browser.cookie('__Host-rozcestnik-session');
    const headers = { accept: PLAIN_JSON, 'content-type': PLAIN_JSON, 'x-rozcestnik-request': '1' };
    const stateWith = async (cookie: string) => {
      const response = await fetch(opened.service.url, {
        method: 'POST',
        headers: { ...headers, cookie },
        body: QUERY,
      });
      return ((await response.json()) as { data: { viewer: { sessionState: string } } }).data.viewer.sessionState;
    };
    expect(await stateWith(`__Host-rozcestnik-session=${secret}`)).toBe('ACTIVE');
    expect(await stateWith(`rozcestnik-session=${secret}`)).toBe('NONE');
    // Twice under one name: nobody can tell which one is ours.
    expect(await stateWith(`__Host-rozcestnik-session=${secret}; __Host-rozcestnik-session=x`)).toBe('NONE');
  });

  it('the way back is the public address, whatever the request says', async () => {
    const response = await fetch(opened.at('/auth/officials/start'), {
      redirect: 'manual',
      headers: { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' },
    });
    const { searchParams } = new URL(response.headers.get('location') ?? '');
    expect(searchParams.get('redirect_uri')).toBe('https://rozcestnik.example/auth/officials/callback');
  });
});

describe('over http on this machine', () => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await open(null);
  });
  afterAll(() => opened.close());

  it.each([
    ['//evil.example'],
    ['/\\evil.example'],
    ['/%2Fevil.example'],
    ['/%5cevil.example'],
    ['https://evil.example/'],
    ['https:/evil.example'],
    ['/\r\nset-cookie: a=b'],
    ['/?a=%0d%0aset-cookie:%20a=b'],
    ['//user:password@evil.example/'],
    ['/@evil.example'],
    ['javascript:alert(1)'],
    ['/..//evil.example'],
  ])('a sign-in with the way back %j ends on /', async (returnTo) => {
    const response = await opened.signIn(new Browser(), `?returnTo=${encodeURIComponent(returnTo)}`);
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/');
    expect(response.headers.has('a')).toBe(false);
  });

  it('a session that somebody planted stays theirs: signing in gives another one and ends it', async () => {
    const attacker = new Browser();
    await opened.signIn(attacker);
    const planted = attacker.cookie('rozcestnik-session') ?? '';
    const victim = new Browser();
    victim.jar.set('127.0.0.1 rozcestnik-session', planted);
    await opened.signIn(victim);
    expect(victim.cookie('rozcestnik-session')).not.toBe(planted);
    const asked = await attacker.send(opened.service.url, {
      method: 'POST',
      headers: { accept: PLAIN_JSON, 'content-type': PLAIN_JSON, 'x-rozcestnik-request': '1' },
      body: QUERY,
    });
    expect(asked.headers.get('x-session-state')).toBe('REVOKED');
    // A secret of the attacker's own making is never taken over either.
    const made = 'A'.repeat(43);
    victim.jar.set('127.0.0.1 rozcestnik-session', made);
    await opened.signIn(victim);
    expect(victim.cookie('rozcestnik-session')).not.toBe(made);
  });

  it.each([
    ['without the header', {}, 403],
    ['of another site, with the header', { 'x-rozcestnik-request': '1', origin: 'https://evil.example' }, 403],
    ['of no site', { 'x-rozcestnik-request': '1', origin: 'null' }, 403],
    ['of another port', { 'x-rozcestnik-request': '1', origin: 'http://127.0.0.1:1' }, 403],
    ['of an allowed front end, without the header', { origin: FRONT_END }, 403],
    ['of an allowed front end', { 'x-rozcestnik-request': '1', origin: FRONT_END }, 200],
    ['of a script without an origin', { 'x-rozcestnik-request': '1' }, 200],
  ])('a post with a session %s: status %#', async (_name, headers, status) => {
    const browser = new Browser();
    await opened.signIn(browser);
    const before = await digestOfRows(opened.service.database.sql);
    const send = (path: string) =>
      browser.send(opened.at(path), {
        method: 'POST',
        headers: { accept: PLAIN_JSON, 'content-type': PLAIN_JSON, ...headers },
        body: QUERY,
      });
    const response = await send('/graphql');
    expect(response.status).toBe(status);
    if (status === 200) return;
    expect(await response.text()).toContain('CROSS_SITE_REQUEST');
    expect((await send('/auth/sign-out')).status).toBe(403);
    expect(await digestOfRows(opened.service.database.sql)).toBe(before);
  });

  it('only allowed front ends may read answers', async () => {
    const corsFor = async (origin: string, method: 'POST' | 'OPTIONS') => {
      const asks = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' };
      const headers = { origin, 'content-type': PLAIN_JSON, ...(method === 'OPTIONS' && asks) };
      const body = method === 'POST' ? QUERY : null;
      const { headers: answered } = await fetch(opened.service.url, { method, headers, body });
      return [answered.get('access-control-allow-origin'), answered.get('access-control-allow-credentials')];
    };
    for (const method of ['POST', 'OPTIONS'] as const) {
      expect(await corsFor(FRONT_END, method)).toEqual([FRONT_END, 'true']);
      for (const origin of ['https://evil.example', 'null', `${FRONT_END}.evil.example`]) {
        expect(await corsFor(origin, method)).toEqual([null, null]);
      }
    }
  });

  it('answers to somebody are kept by no cache, and frames and scripts of others have no place on pages', async () => {
    const browser = new Browser();
    await opened.signIn(browser);
    const page = await browser.send(opened.at('/'));
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    const answer = await browser.send(opened.service.url, {
      method: 'POST',
      headers: { accept: PLAIN_JSON, 'content-type': PLAIN_JSON, 'x-rozcestnik-request': '1' },
      body: QUERY,
    });
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    expect(answer.headers.get('vary')).toContain('Cookie');
  });

  it('no secret of a sign-in is in the log, in the database, or in a page', async () => {
    opened.service.log.length = 0;
    const browser = new Browser();
    const asked = await opened.begin(browser);
    const attempt = [...browser.jar.values()];
    const signed = await opened.signIn(browser);
    const session = browser.cookie('rozcestnik-session') ?? '';
    const secrets = [...attempt, asked.get('state') ?? '', asked.get('nonce') ?? '', session, 'Kanárek'];
    expect(secrets.every((secret) => secret.length > 5)).toBe(true);
    const rows = await allRows(opened.service.database.sql);
    const text = `${opened.service.log.join()}${JSON.stringify(rows)}${await signed.text()}`;
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  });
});
