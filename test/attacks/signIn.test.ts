/** A hostile issuer, and hostile people between it and the service: every attack is refused, and no session arises. */
import { createHash } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificates } from '../../src/identity/devIssuers/certificates.ts';
import { broker } from '../../src/identity/issuers/broker.ts';
import { caais } from '../../src/identity/issuers/caais.ts';
import { EIDAS_NAMES } from '../../src/identity/issuers/levels.ts';
import { nia } from '../../src/identity/issuers/nia.ts';
import type { Realm } from '../../src/identity/realms.ts';
import { Browser } from '../testkit/browser.ts';
import { type HostileIssuer, type Lie, PERSON, type Shape, startHostileIssuer } from '../testkit/hostileIssuer.ts';
import { allRows } from '../testkit/rows.ts';
import { PLAIN_JSON, type Service, startService } from '../testkit/service.ts';

const levels = { claim: 'acr', names: EIDAS_NAMES, minimum: 'SUBSTANTIAL' } as const;
const seconds = () => Math.floor(Date.now() / 1000);

async function clientOf(shape: Shape, issuer: HostileIssuer) {
  if (shape === 'NIA') return nia({ ...issuer, levels });
  if (shape === 'BROKER') return broker({ ...issuer, levels });
  const { client } = await makeCertificates();
  const roles = new Map([['editor', 'EDITOR']] as const);
  return caais({ ...issuer, certificate: client.cert, key: client.key, roles });
}

const without = (name: string) => (claims: JWTPayload) => {
  const { [name]: _left, ...rest } = claims;
  return rest;
};
const being = (changes: JWTPayload) => (claims: JWTPayload) => ({ ...claims, ...changes });

/** Lies that no profile believes. */
const LIES: readonly [string, Lie][] = [
  ['is signed by another key', { signature: 'another key' }],
  ['has no signature (alg none)', { signature: 'none' }],
  ['is signed by HS256 with the public key as the secret', { signature: 'HS256 by the public key' }],
  ['is signed by a key that it brings itself', { signature: 'a key in the header' }],
  ['is for another audience', { claims: being({ aud: 'https://evil.example/' }) }],
  ['is for others too', { claims: being({ aud: ['https://rozcestnik.example/', 'https://evil.example/'] }) }],
  ['has no audience', { claims: without('aud') }],
  ['is of another issuer', { claims: being({ iss: 'https://evil.example/' }) }],
  ['has another nonce', { claims: being({ nonce: 'x'.repeat(43) }) }],
  ['has no nonce', { claims: without('nonce') }],
  ['says nothing', { claims: () => ({}) }],
  ['never expires', { claims: without('exp') }],
  ['does not say when it was issued', { claims: without('iat') }],
  ['is missing', { answer: ({ id_token: _left, ...rest }) => rest }],
  ['is no token', { answer: (answer) => ({ ...answer, id_token: 'x' }) }],
  ['comes with an error', { status: 400, answer: () => ({ error: 'invalid_grant' }) }],
  ['comes in no answer', { answer: () => null }],
];

/** Those about time, made when they are told. */
const TIMES: readonly [string, (claims: JWTPayload) => JWTPayload][] = [
  ['expired 31 seconds ago', (claims) => ({ ...claims, iat: seconds() - 300, exp: seconds() - 31 })],
  ['was issued in the future', (claims) => ({ ...claims, iat: seconds() + 60, exp: seconds() + 300 })],
  ['is not valid yet', (claims) => ({ ...claims, nbf: seconds() + 60 })],
  ['is hours old', (claims) => ({ ...claims, iat: seconds() - 7_200, exp: seconds() + 300 })],
];

const LEVELS: readonly [string, Lie][] = [
  ['tells no level', { claims: without('acr') }],
  ['tells a level that nobody knows', { claims: being({ acr: 'http://eidas.europa.eu/LoA/highest' }) }],
  ['tells a list of levels', { claims: being({ acr: ['http://eidas.europa.eu/LoA/high'] as never }) }],
  ['tells a lower level than anybody may have', { claims: being({ acr: 'http://eidas.europa.eu/LoA/low' }) }],
];

const ENCRYPTION: readonly [string, Lie][] = [
  ['is not encrypted', { encryption: 'none' }],
  ['is encrypted to another key', { encryption: 'another key' }],
];

const SPECIAL: Readonly<Record<Shape, readonly [string, Lie][]>> = {
  NIA: [
    ...LEVELS,
    ...ENCRYPTION,
    ['tells no PersonIdentifier', { claims: without('PersonIdentifier') }],
    ['tells an empty PersonIdentifier', { claims: being({ PersonIdentifier: '' }) }],
  ],
  BROKER: [...LEVELS, ...ENCRYPTION, ['tells no sub', { claims: without('sub') }]],
  CAAIS: [
    ['tells no sub', { claims: without('sub') }],
    ['tells roles of nobody', { claims: being({ access_roles: [] }) }],
    ['tells roles that are not known', { claims: being({ access_roles: [{ access_role_code: 'ADMIN' }] }) }],
    ['tells roles in another shape', { claims: being({ access_roles: ['editor', null, { code: 'editor' }] }) }],
  ],
};

describe.each(['NIA', 'BROKER', 'CAAIS'] as const)('the profile %s', (shape) => {
  const realm: Realm = shape === 'CAAIS' ? 'OFFICIALS' : 'CITIZENS';
  let issuer: HostileIssuer;
  let service: Service;
  beforeAll(async () => {
    issuer = await startHostileIssuer(shape);
    const client = await clientOf(shape, issuer);
    service = await startService('PGlite', { empty: true, app: { issuers: { [realm]: client } } });
  });
  afterAll(async () => {
    await service.stop();
    await issuer.close();
  });

  const path = (name: string) => new URL(`/auth/${realm.toLowerCase()}/${name}`, service.url);
  const begin = async (browser: Browser, query = '') => {
    const response = await browser.send(new URL(query, path('start')));
    const { searchParams } = new URL(response.headers.get('location') ?? '');
    issuer.expect(searchParams.get('nonce') ?? '');
    return searchParams;
  };
  const comeBack = (browser: Browser, parameters: Record<string, string>, at = path('callback')) => {
    const url = new URL(at);
    const iss = shape === 'CAAIS' ? { iss: `${issuer.origin}/` } : {};
    for (const [name, value] of Object.entries({ code: 'a-code', ...iss, ...parameters }))
      url.searchParams.set(name, value);
    return browser.send(url);
  };
  const signIn = async (browser: Browser, lie?: Lie) => {
    issuer.tell(lie);
    const asked = await begin(browser);
    return comeBack(browser, { state: asked.get('state') ?? '' });
  };
  const count = () => service.database.prisma.session.count();
  const hasSession = (browser: Browser) => browser.cookie('rozcestnik-session') !== undefined;

  const expectRefusal = async (browser: Browser, act: () => Promise<Response>, code = /./) => {
    const before = await count();
    const response = await act();
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(await response.text()).toMatch(code);
    expect(await count()).toBe(before);
    expect(hasSession(browser)).toBe(false);
  };

  it('lets an honest sign-in through: what is refused below is refused for its lie', async () => {
    const browser = new Browser();
    expect((await signIn(browser)).status).toBe(303);
    expect(hasSession(browser)).toBe(true);
  });

  it.each([...LIES, ...TIMES.map(([name, claims]): [string, Lie] => [name, { claims }]), ...SPECIAL[shape]])(
    'refuses an ID token that %s',
    async (_name, lie) => {
      const browser = new Browser();
      await expectRefusal(browser, () => signIn(browser, lie));
    },
  );

  it('reads what either of the two published keys signs while keys are replaced', async () => {
    for (const lie of [{}, { signature: 'the next key' }] as const) {
      expect((await signIn(new Browser(), lie)).status).toBe(303);
    }
  });

  it('allows clocks to be 30 seconds apart', async () => {
    const late = (claims: JWTPayload) => ({ ...claims, iat: seconds() - 60, exp: seconds() - 20 });
    const early = (claims: JWTPayload) => ({ ...claims, iat: seconds() + 20, exp: seconds() + 300 });
    for (const claims of [late, early]) expect((await signIn(new Browser(), { claims })).status).toBe(303);
  });

  it('sends PKCE and nonce each time, and never the same', async () => {
    issuer.tell();
    const asked = await begin(new Browser());
    const browser = new Browser();
    const again = await begin(browser);
    await comeBack(browser, { state: again.get('state') ?? '' });
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(again.get(name)).toMatch(/^[\w-]{43}$/);
      expect(again.get(name)).not.toBe(asked.get(name));
    }
    const { code_verifier = '' } = issuer.redemptions.at(-1) ?? {};
    expect(again.get('code_challenge_method')).toBe('S256');
    expect(createHash('sha256').update(code_verifier).digest('base64url')).toBe(again.get('code_challenge'));
  });

  it('asks for no more than it needs', async () => {
    const asked = await begin(new Browser());
    if (shape !== 'NIA') return expect(asked.get('scope')).toBe('openid profile');
    expect(asked.get('scope')).toBe('openid');
    expect(JSON.parse(asked.get('claims') ?? '')).toEqual({
      id_token: { PersonIdentifier: null, CurrentGivenName: null, CurrentFamilyName: null },
    });
  });

  describe('refuses a browser that comes back', () => {
    it('twice: neither its code nor its state is good again', async () => {
      issuer.tell();
      const browser = new Browser();
      const asked = await begin(browser);
      const state = asked.get('state') ?? '';
      const cookies = new Map(browser.jar);
      expect((await comeBack(browser, { state })).status).toBe(303);
      const thief = new Browser();
      for (const [key, value] of cookies) thief.jar.set(key, value);
      const redeemed = issuer.redemptions.length;
      await expectRefusal(thief, () => comeBack(thief, { state }), /ATTEMPT_UNKNOWN/);
      expect(issuer.redemptions).toHaveLength(redeemed);
    });

    it('both times at once: one of them is', async () => {
      issuer.tell();
      const browser = new Browser();
      const state = (await begin(browser)).get('state') ?? '';
      const before = await count();
      const answers = await Promise.all([1, 2, 3, 4].map(() => comeBack(browser, { state })));
      expect(answers.map(({ status }) => status).sort()).toEqual([303, 400, 400, 400]);
      expect(await count()).toBe(before + 1);
    });

    it('without having begun, or having begun elsewhere', async () => {
      const attacker = new Browser();
      const state = (await begin(attacker)).get('state') ?? '';
      for (const victim of [new Browser(), new Browser()]) {
        await expectRefusal(victim, () => comeBack(victim, { state }), /ATTEMPT_UNKNOWN/);
      }
      const other = new Browser();
      await begin(other);
      await expectRefusal(other, () => comeBack(other, { state }), /ATTEMPT_UNKNOWN/);
      // With the attacker's state under the victim's cookie.
      const [, value = ''] = [...other.jar][0] ?? [];
      const name = createHash('sha256').update(`${state}\0`).digest('hex').slice(0, 8);
      other.jar.set(`127.0.0.1 rozcestnik-signin-${name}`, value);
      await expectRefusal(other, () => comeBack(other, { state }), /ATTEMPT_UNKNOWN/);
    });

    it.each(['', 'x', 'x'.repeat(43), '__proto__'])('with the state %j', async (state) => {
      const browser = new Browser();
      await begin(browser);
      await expectRefusal(browser, () => comeBack(browser, { state }), /ATTEMPT_UNKNOWN/);
    });

    it('after ten minutes', async () => {
      const browser = new Browser();
      const state = (await begin(browser)).get('state') ?? '';
      const { prisma } = service.database;
      await prisma.signInAttempt.updateMany({ where: { usedAt: null }, data: { expiresAt: new Date(Date.now() - 1) } });
      await expectRefusal(browser, () => comeBack(browser, { state }), /ATTEMPT_UNKNOWN/);
    });

    it('from another issuer than it was sent to (mix-up)', async () => {
      const browser = new Browser();
      const state = (await begin(browser)).get('state') ?? '';
      await expectRefusal(browser, () => comeBack(browser, { state, iss: 'https://evil.example/' }), /TOKEN_REFUSED/);
    });

    it('at the callback of the other realm', async () => {
      const browser = new Browser();
      const state = (await begin(browser)).get('state') ?? '';
      const other = realm === 'CITIZENS' ? 'officials' : 'citizens';
      const callback = new URL(`/auth/${other}/callback`, service.url);
      await expectRefusal(browser, () => comeBack(browser, { state }, callback), /ATTEMPT_UNKNOWN/);
    });

    it('with an error of the issuer in the place of a code', async () => {
      const browser = new Browser();
      const state = (await begin(browser)).get('state') ?? '';
      const act = () =>
        browser.send(new URL(`?state=${state}&error=server_error&error_description=<script>`, path('callback')));
      await expectRefusal(browser, act);
    });
  });

  it('names no check to who failed it, and no value anywhere', async () => {
    service.log.length = 0;
    const browser = new Browser();
    const response = await signIn(browser, { claims: being({ aud: 'canary-audience' }) });
    const state = [...browser.jar.values()].join();
    const { code_verifier = 'none' } = issuer.redemptions.at(-1) ?? {};
    const page = await response.text();
    const log = service.log.join();
    expect(log).toContain('"code":"TOKEN_REFUSED"');
    for (const secret of ['canary-audience', 'Kanárek', 'kanarek-access-token', 'a-code', code_verifier]) {
      expect(page).not.toContain(secret);
      expect(log).not.toContain(secret);
    }
    expect(state).toBe('');
  });

  it('keeps names, birth date and address in no log, no error and no table; the name is told to its bearer alone', async () => {
    service.log.length = 0;
    const browser = new Browser();
    const told = [await (await signIn(browser)).text()];
    for (const lie of [
      { claims: being({ aud: 'x' }) },
      { claims: without('sub') },
      { status: 500 },
      { answer: () => null },
    ])
      told.push(await (await signIn(new Browser(), lie)).text());
    const ask = async (query: string) => {
      const headers = { accept: PLAIN_JSON, 'content-type': PLAIN_JSON, 'x-rozcestnik-request': '1' };
      const request = { method: 'POST', headers, body: JSON.stringify({ query }) };
      return (await browser.send(service.url, request)).text();
    };
    for (const query of [
      '{ viewer { roles sessions { id } } }',
      '{ myData { pseudonym } }',
      '{ nothing }',
      '{ auditRecords { totalCount } }',
    ])
      told.push(await ask(query));
    expect(await ask('{ me { name } }')).toContain(PERSON.familyName);
    const text = [...told, ...service.log, ...(await allRows(service.database.sql))].join('\n');
    expect(text.length).toBeGreaterThan(5_000);
    const forms = Object.values(PERSON).flatMap((value) => {
      const bytes = Buffer.from(value);
      return [
        value,
        bytes.toString('hex'),
        bytes.toString('base64').replace(/.{1,2}=*$/, ''),
        encodeURIComponent(value),
      ];
    });
    expect(forms.filter((form) => text.includes(form))).toEqual([]);
  });

  if (shape !== 'CAAIS') {
    it('gives a citizen no role of officials, whatever their token says', async () => {
      const roles = { access_roles: [{ access_role_code: 'admin' }, { access_role_code: 'editor' }], roles: ['ADMIN'] };
      expect((await signIn(new Browser(), { claims: being(roles as never) })).status).toBe(303);
      const session = await service.database.prisma.session.findFirstOrThrow({ orderBy: { id: 'desc' } });
      expect(session.roles).toEqual(['CITIZEN']);
    });

    it('reads what the old key decrypts while keys are replaced', async () => {
      expect((await signIn(new Browser(), { encryption: 'the old key' })).status).toBe(303);
    });

    it('refuses a lower level than was asked for', async () => {
      issuer.tell({ claims: being({ acr: 'http://eidas.europa.eu/LoA/substantial' }) });
      const browser = new Browser();
      const asked = await begin(browser, 'start?level=HIGH');
      expect(asked.get('acr_values')).toBe('http://eidas.europa.eu/LoA/high');
      await expectRefusal(browser, () => comeBack(browser, { state: asked.get('state') ?? '' }), /LEVEL_TOO_LOW/);
    });
  }
});
