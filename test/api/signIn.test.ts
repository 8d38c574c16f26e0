/** Sign-in from the browser's first step to the last, by each profile, over HTTP and with the dev issuers. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser, type Visited } from '../testkit/browser.ts';
import { digestOfRows } from '../testkit/rows.ts';
import { PLAIN_JSON, type Service, startService } from '../testkit/service.ts';

const SESSION = 'rozcestnik-session';
const ASK = { accept: PLAIN_JSON, 'content-type': PLAIN_JSON, 'x-rozcestnik-request': '1' };

/** What a test does in a browser at a service. */
function visitorsOf(service: () => Service) {
  const origin = () => new URL(service().url).origin;
  const at = (path: string) => `${origin()}${path}`;
  const toPicker = (browser: Browser, realm: string, query = '') => browser.go(at(`/auth/${realm}/start${query}`));
  const isBack = (url: URL) => url.origin === origin() && !url.pathname.startsWith('/auth/');
  const pick = (browser: Browser, picker: Visited, person: string) => browser.submit(picker, { person }, isBack);
  const signIn = async (browser: Browser, realm: string, person: string, query = '') =>
    pick(browser, await toPicker(browser, realm, query), person);
  const ask = async (browser: Browser, query: string) => {
    const response = await browser.send(service().url, {
      method: 'POST',
      headers: ASK,
      body: JSON.stringify({ query }),
    });
    return {
      headers: response.headers,
      ...((await response.json()) as { data: never; errors?: { extensions: object }[] }),
    };
  };
  const viewer = async (browser: Browser) =>
    ((await ask(browser, '{ viewer { roles level sessionState } }')).data as { viewer: object }).viewer;
  const signOut = async (browser: Browser) => {
    const response = await browser.send(at('/auth/sign-out'), { method: 'POST', headers: ASK });
    return { response, location: ((await response.json()) as { location: string }).location };
  };
  const sessions = () => service().database.prisma.session.count({ where: { endedAt: null } });
  return { at, toPicker, pick, signIn, ask, viewer, signOut, sessions, isBack };
}

describe.each(['NIA', 'BROKER'] as const)('a citizen by %s', (profile) => {
  let service: Service;
  const { at, toPicker, pick, signIn, viewer, signOut, sessions } = visitorsOf(() => service);
  beforeAll(async () => {
    service = await startService('PGlite', { empty: true, signIn: profile });
  });
  afterAll(() => service.stop());

  it.each([
    ['alena', 'LOW'],
    ['bohumil', 'SUBSTANTIAL'],
    ['cecilie', 'HIGH'],
  ])('signs in as %s at level %s, and comes to where they wanted', async (person, level) => {
    const browser = new Browser();
    const { url } = await signIn(browser, 'citizens', person, '?returnTo=/tiles?page=2');
    expect(url.href).toBe(at('/tiles?page=2'));
    expect(await viewer(browser)).toEqual({ roles: ['CITIZEN'], level, sessionState: 'ACTIVE' });
  });

  it('comes to GraphiQL, if that is where they wanted', async () => {
    const { url, response } = await signIn(new Browser(), 'citizens', 'alena', '?returnTo=/graphql');
    expect({ url: url.href, status: response.status }).toEqual({ url: at('/graphql'), status: 303 });
  });

  it('leaves nothing of the name in the database', async () => {
    await signIn(new Browser(), 'citizens', 'cecilie');
    const tables = ['Person', 'Session', 'SignInAttempt', 'AuditRecord'];
    const rows = await Promise.all(
      tables.map((name) => service.database.sql.query(`SELECT t::text AS row FROM "${name}" t`)),
    );
    const text = JSON.stringify(rows);
    for (const part of ['Cecílie', 'Dvořáková', 'cecilie', 'CZ/CZ']) expect(text).not.toContain(part);
    expect(service.log.join()).not.toMatch(/Cecílie|Dvořáková|cecilie/);
  });

  it('is greeted by name on the first page, in their language', async () => {
    const browser = new Browser({ 'accept-language': 'en' });
    await signIn(browser, 'citizens', 'bohumil');
    const { text } = await browser.go(at('/'));
    expect(text).toContain('<html lang="en">');
    expect(text).toContain('Bohumil Svoboda');
  });

  it('steps up: gets a new session in the place of the old one', async () => {
    const browser = new Browser();
    await signIn(browser, 'citizens', 'alena');
    const before = browser.cookie(SESSION);
    const alive = await sessions();
    const { url } = await signIn(browser, 'citizens', 'cecilie', '?level=HIGH&returnTo=/b');
    expect(url.pathname).toBe('/b');
    expect(await viewer(browser)).toMatchObject({ level: 'HIGH' });
    expect(browser.cookie(SESSION)).not.toBe(before);
    expect(await sessions()).toBe(alive);
    const old = new Browser({ cookie: `${SESSION}=${before}` });
    expect(await viewer(old)).toMatchObject({ roles: ['ANONYMOUS'], sessionState: 'REVOKED' });
  });

  it('is refused below the level asked for, and keeps the session that there was', async () => {
    const browser = new Browser();
    await signIn(browser, 'citizens', 'alena');
    const alive = await sessions();
    const { response, text } = await signIn(browser, 'citizens', 'alena', '?level=HIGH');
    expect(response.status).toBe(403);
    expect(text).toContain('LEVEL_TOO_LOW');
    expect(await viewer(browser)).toMatchObject({ level: 'LOW', sessionState: 'ACTIVE' });
    expect(await sessions()).toBe(alive);
  });

  it('may think better of it', async () => {
    const browser = new Browser();
    const alive = await sessions();
    const { response, text } = await signIn(browser, 'citizens', '');
    expect(response.status).toBe(403);
    expect(text).toContain('CANCELLED');
    expect(browser.cookie(SESSION)).toBeUndefined();
    expect(await sessions()).toBe(alive);
  });

  it.each([
    [0, 1],
    [1, 0],
  ])('signs in in two tabs at once, both of them, tab %i first', async (...order) => {
    const browser = new Browser();
    const tabs: Visited[] = [];
    for (const tab of [0, 1]) tabs.push(await toPicker(browser, 'citizens', `?returnTo=/tab${tab}`));
    for (const tab of order) {
      const { url, response } = await pick(browser, tabs[tab] as Visited, tab === 0 ? 'bohumil' : 'cecilie');
      expect({ status: response.status, url: url.href }).toEqual({ status: 303, url: at(`/tab${tab}`) });
      expect(await viewer(browser)).toMatchObject({ level: tab === 0 ? 'SUBSTANTIAL' : 'HIGH' });
    }
  });

  it('leaves no more than five sign-ins open in one browser: the oldest are let go', async () => {
    const browser = new Browser();
    const tabs: Visited[] = [];
    for (let tab = 0; tab < 7; tab++) tabs.push(await toPicker(browser, 'citizens', `?returnTo=/tab${tab}`));
    const open = [...browser.jar.keys()].filter((key) => key.includes('rozcestnik-signin-'));
    expect(open).toHaveLength(5);
    const late = await pick(browser, tabs[0] as Visited, 'alena');
    expect([late.response.status, late.text]).toEqual([400, expect.stringContaining('ATTEMPT_UNKNOWN')]);
    expect(late.text).toContain('href="/auth/citizens/start"');
    expect((await pick(browser, tabs[6] as Visited, 'alena')).url.href).toBe(at('/tab6'));
  });

  it('signs out here and at the issuer; in the other tab too, where it does no harm to do so again', async () => {
    const browser = new Browser();
    await signIn(browser, 'citizens', 'cecilie');
    const secret = browser.cookie(SESSION);
    const { response, location } = await signOut(browser);
    expect(response.headers.getSetCookie()).toEqual([`${SESSION}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0`]);
    const query = new URL(location).searchParams;
    expect(query.get('post_logout_redirect_uri')).toBe(at('/auth/signed-out'));
    expect(query.has('client_id')).toBe(true);
    expect(query.has('id_token_hint')).toBe(profile === 'BROKER');
    const page = await browser.go(location);
    const { url, text } = profile === 'NIA' ? page : await browser.submit(page, { logout: 'yes' });
    expect(url.href).toMatch(/\/auth\/signed-out$/);
    expect(text).toContain('Odhlášeno');

    const tab = new Browser({ cookie: `${SESSION}=${secret}` });
    expect(await viewer(tab)).toMatchObject({ roles: ['ANONYMOUS'], sessionState: 'REVOKED' });
    expect((await signOut(tab)).location).toBe('/auth/signed-out');
    expect((await signOut(new Browser())).location).toBe('/auth/signed-out');
  });
});

describe('a broker', () => {
  let service: Service;
  const { toPicker, pick, signIn, viewer } = visitorsOf(() => service);
  beforeAll(async () => {
    service = await startService('PGlite', { empty: true, signIn: 'BROKER' });
  });
  afterAll(() => service.stop());

  it('ends sessions here by its back channel when somebody signs out there', async () => {
    const [here, elsewhere] = [new Browser(), new Browser()];
    const picker = await toPicker(here, 'citizens');
    await pick(here, picker, 'cecilie');
    await signIn(elsewhere, 'citizens', 'cecilie');
    expect(await viewer(here)).toMatchObject({ sessionState: 'ACTIVE' });
    // Signs out at the broker alone, as from another service.
    const page = await here.go(new URL('/broker/logout', picker.url));
    await here.submit(page, { logout: 'yes' });
    expect(await viewer(here)).toMatchObject({ sessionState: 'REVOKED' });
    expect(await viewer(elsewhere)).toMatchObject({ sessionState: 'ACTIVE' });
    expect(await service.database.prisma.session.count({ where: { endReason: 'ISSUER_LOGOUT' } })).toBe(1);
  });
});

describe('an official by CAAIS', () => {
  let service: Service;
  const { at, signIn, ask, viewer, signOut, sessions } = visitorsOf(() => service);
  beforeAll(async () => {
    service = await startService('PGlite', { empty: true, signIn: 'NIA' });
  });
  afterAll(() => service.stop());

  it.each([
    ['eva', 'EDITOR'],
    ['adam', 'APPROVER'],
    ['sara', 'ADMIN'],
    ['dana', 'REPRESENTATIVE'],
  ])('signs in as %s and has the role %s', async (person, role) => {
    const browser = new Browser();
    await signIn(browser, 'officials', person);
    expect(await viewer(browser)).toEqual({ roles: [role], level: null, sessionState: 'ACTIVE' });
  });

  it('who has no role is told so and gets no session', async () => {
    const before = await sessions();
    const browser = new Browser();
    const { response, text } = await signIn(browser, 'officials', 'filip');
    expect(response.status).toBe(403);
    expect(text).toContain('NO_ROLE');
    expect(await sessions()).toBe(before);
    expect(browser.cookie(SESSION)).toBeUndefined();
  });

  it('leaves a record of signing in and out, by pseudonym', async () => {
    const browser = new Browser();
    await signIn(browser, 'officials', 'adam');
    await signOut(browser);
    const records = await service.database.prisma.auditRecord.findMany({ orderBy: { id: 'desc' }, take: 2 });
    expect(records.map(({ action }) => action)).toEqual(['session.end', 'session.start']);
    expect(records.map(({ objectType }) => objectType)).toEqual(['person', 'person']);
  });

  it('sees and ends their own sessions, and nobody else sees them', async () => {
    const [desk, laptop, stranger] = [new Browser(), new Browser(), new Browser()];
    await signIn(desk, 'officials', 'sara');
    await signIn(laptop, 'officials', 'sara');
    await signIn(stranger, 'officials', 'adam');
    const list = '{ viewer { sessions { id isCurrent isActive createdAt lastUsedAt expiresAt } } }';
    const listed = (await ask(desk, list)).data as { viewer: { sessions: { id: string; isCurrent: boolean }[] } };
    const other = listed.viewer.sessions.find(({ isCurrent }) => !isCurrent)?.id ?? '';
    expect(listed.viewer.sessions.filter(({ isCurrent }) => isCurrent)).toHaveLength(1);

    const node = `{ node(id: "${other}") { id } }`;
    expect(await ask(desk, node)).toMatchObject({ data: { node: { id: other } } });
    expect(await ask(stranger, node)).toMatchObject({ data: { node: null } });
    expect(await ask(new Browser(), node)).toMatchObject({ data: { node: null } });
    const revoke = `mutation { revokeSession(input: { id: "${other}" }) { session { isActive } errors { code } } }`;
    const before = await digestOfRows(service.database.sql);
    expect(await ask(stranger, revoke)).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] });
    expect(await digestOfRows(service.database.sql)).toBe(before);

    expect((await ask(desk, revoke)).data).toEqual({ revokeSession: { session: { isActive: false }, errors: [] } });
    expect((await ask(laptop, '{ releases { totalCount } }')).errors?.[0]?.extensions).toMatchObject({
      code: 'SESSION_REVOKED',
    });
    expect((await ask(laptop, '{ tiles { totalCount } }')).headers.get('x-session-state')).toBe('REVOKED');
    expect(await viewer(desk)).toMatchObject({ sessionState: 'ACTIVE' });
  });

  it('signs out at CAAIS with the ID token as a hint', async () => {
    const browser = new Browser();
    await signIn(browser, 'officials', 'eva');
    const { location } = await signOut(browser);
    const query = new URL(location).searchParams;
    expect([...query.keys()].sort()).toEqual(['client_id', 'id_token_hint', 'post_logout_redirect_uri']);
    const { url } = await browser.submit(await browser.go(location), { logout: 'yes' });
    expect(url.href).toBe(at('/auth/signed-out'));
  });
});
