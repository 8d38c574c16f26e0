/** API tokens: issued, used, rotated and revoked over HTTP, and attacked. */

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiToken } from '../../src/generated/prisma/client.ts';
import { findToken, viewerOfToken } from '../../src/identity/apiTokens.ts';
import { MARKS, OneTimeSecret } from '../../src/identity/oneTimeSecret.ts';
import { hashOf } from '../../src/identity/secrets.ts';
import { runCommand } from '../../src/journal/command.ts';
import { encodeGlobalId, newId } from '../../src/kernel/ids.ts';
import { createRequest } from '../../src/requests/commands/createRequest.ts';
import { requestsVisibleTo } from '../../src/requests/reads/visibility.ts';
import { publish, writeOrganization } from '../testkit/content.ts';
import { ONE_DATABASE } from '../testkit/databases.ts';
import { giveGrant } from '../testkit/grants.ts';
import { digestOfRows } from '../testkit/rows.ts';
import { PLAIN_JSON, type RawAnswer, type Service, startService } from '../testkit/service.ts';

const DAY = 86_400_000;
const ISSUE = `mutation ($input: IssueApiTokenInput!) { issueApiToken(input: $input) {
  secret apiToken { id name scopes state expiresAt lastUsedAt organization { slug } } errors { code path message } } }`;
const ROTATE = `mutation ($input: RotateApiTokenInput!) { rotateApiToken(input: $input) {
  secret apiToken { id name scopes } errors { code path message } } }`;
const REVOKE = `mutation ($input: RevokeApiTokenInput!) { revokeApiToken(input: $input) {
  secret apiToken { state } errors { code } } }`;
const LIST = '{ apiTokens { totalCount nodes { id state lastUsedAt rotatedAt organization { slug } } } }';

type Headers = Readonly<Record<string, string>>;
interface Issued {
  readonly secret: string;
  readonly apiToken: { readonly id: string; readonly [fact: string]: unknown };
  readonly errors: readonly { readonly code: string; readonly path: string[]; readonly message: string }[];
}

describe.each(ONE_DATABASE)('API tokens on %s', (kind) => {
  const time = { now: new Date('2026-11-24T10:00:00Z') };
  const later = (ms: number) => {
    time.now = new Date(time.now.getTime() + ms);
  };
  let service: Service;
  let office: string;
  let other: string;
  /** A citizen who acts for the office. */
  let iva: Headers;

  const signInFor = async (subject: string, organizationId: string) => {
    const browser = await service.signIn({ subject, level: 'HIGH' });
    await giveGrant(service.database, browser.personId, organizationId, time.now);
    return browser.headers;
  };
  beforeAll(async () => {
    service = await startService(kind, { empty: true, clock: () => time.now });
    office = await writeOrganization(service.runner, 'urad');
    other = await writeOrganization(service.runner, 'jiny');
    const content = { organization: office, audience: 'SIGNED_IN' };
    await publish(service.runner, [{ kind: 'page', slug: 'pro-prihlasene', content }]);
    iva = await signInFor('iva', office);
  });
  afterAll(() => service.stop());

  const ask = (headers: Headers, query: string, input?: object): Promise<RawAnswer> =>
    service.post(JSON.stringify({ query, variables: input && { input } }), { 'content-type': PLAIN_JSON, ...headers });
  const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
  const codeOf = ({ errors }: RawAnswer) => errors[0]?.extensions?.['code'];
  const newToken = (extra: object = {}) => ({
    organization: encodeGlobalId('Organization', office),
    name: 'Spisová služba',
    scopes: ['CATALOGUE_SIGNED_IN'],
    ...extra,
  });
  const outcome = (answer: RawAnswer, name: string) => (answer.data as Record<string, Issued>)[name] as Issued;
  const issue = async (extra: object = {}, headers = iva) =>
    outcome(await ask(headers, ISSUE, newToken(extra)), 'issueApiToken');
  const page = '{ page(slug: "pro-prihlasene") { slug } }';
  const sees = async (secret: string) => {
    const answer = await ask(bearer(secret), page);
    return answer.errors.length > 0 ? codeOf(answer) : (answer.data as { page: unknown }).page !== null;
  };
  /** Proves that the request changed nothing. */
  const unchanged = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const before = await digestOfRows(service.database.sql);
    const result = await work();
    expect(await digestOfRows(service.database.sql)).toBe(before);
    return result;
  };

  it('are issued by a representative, shown once, and call for their organization', async () => {
    const { secret, apiToken, errors } = await issue();
    expect(errors).toEqual([]);
    expect(secret).toMatch(/^roz_[0-9A-Za-z]{49}$/);
    expect(apiToken).toMatchObject({
      name: 'Spisová služba',
      scopes: ['CATALOGUE_SIGNED_IN'],
      state: 'ACTIVE',
      expiresAt: new Date(time.now.getTime() + 90 * DAY).toISOString(),
      lastUsedAt: null,
      organization: { slug: 'urad' },
    });
    expect(await sees(secret)).toBe(true);
    expect(JSON.stringify(await service.database.sql.query('SELECT t::text FROM "ApiToken" t'))).toContain(
      hashOf(secret),
    );
    for (const table of ['ApiToken', 'AuditRecord', 'IdempotencyKey']) {
      const rows = JSON.stringify(await service.database.sql.query(`SELECT t::text FROM "${table}" t`));
      expect(rows).not.toContain(secret);
    }
    expect(service.log.join('\n')).not.toContain(secret.slice(4));
  });

  it.each([
    [[], false, false],
    [['REQUESTS_READ'], true, false],
    [['REQUESTS_WRITE'], true, true],
  ] as const)('with the scopes %j read requests of their organization: %s, write them: %s', async (...given) => {
    const [scopes, reads, writes] = given;
    const { secret } = await issue({ scopes });
    const found = await findToken(service.database.prisma, secret, time.now);
    const viewer = viewerOfToken((found as { token: ApiToken }).token);
    const write = (organizationId: string) =>
      runCommand(service.runner, viewer, createRequest, { organizationId, content: { types: [] } });
    const forbidden = (organizationId: string) =>
      unchanged(() => expect(write(organizationId)).rejects.toMatchObject({ code: 'FORBIDDEN' }));
    // Whoever may write is told what is wrong with what they wrote.
    if (writes) await expect(write(office)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    else await forbidden(office);
    await forbidden(other);
    const { cooperationRequest } = service.database.prisma;
    const request = { author: 'x', createdAt: time.now, changedAt: time.now, state: 'DRAFT' };
    for (const organizationId of [office, other])
      await cooperationRequest.create({ data: { id: newId(), organizationId, ...request } });
    const seen = await cooperationRequest.findMany({ where: requestsVisibleTo(viewer) });
    expect(seen.length > 0).toBe(reads);
    expect(seen.every(({ organizationId }) => organizationId === office)).toBe(true);
  });

  it('are narrowed by their scopes', async () => {
    const { secret } = await issue({ scopes: [] });
    expect(await sees(secret)).toBe(false);
    expect(codeOf(await ask(bearer(secret), LIST))).toBe('FORBIDDEN');
    const { secret: wide } = await issue();
    // The first use is noted; nothing else changes.
    await sees(wide);
    await unchanged(async () => {
      expect(codeOf(await ask(bearer(wide), ISSUE, newToken()))).toBe('FORBIDDEN');
      expect(codeOf(await ask(bearer(wide), '{ releases { totalCount } }'))).toBe('FORBIDDEN');
    });
  });

  it('note their last use, at most once a minute', async () => {
    const { secret, apiToken } = await issue();
    const lastUse = async () => {
      const { data } = await ask(iva, LIST);
      const { nodes } = (data as { apiTokens: { nodes: { id: string; lastUsedAt: string | null }[] } }).apiTokens;
      return nodes.find(({ id }) => id === apiToken.id)?.lastUsedAt;
    };
    await sees(secret);
    const first = time.now.toISOString();
    expect(await lastUse()).toBe(first);
    later(59_000);
    await unchanged(() => sees(secret));
    expect(await lastUse()).toBe(first);
    later(1_000);
    await sees(secret);
    expect(await lastUse()).toBe(time.now.toISOString());
  });

  it('are rotated with an overlap in which both are good', async () => {
    const old = await issue();
    const input = { id: old.apiToken.id, overlap: 'PT1H' };
    const fresh = outcome(await ask(iva, ROTATE, input), 'rotateApiToken');
    expect(fresh.errors).toEqual([]);
    expect(fresh.apiToken).toMatchObject({ name: 'Spisová služba', scopes: ['CATALOGUE_SIGNED_IN'] });
    expect([await sees(old.secret), await sees(fresh.secret)]).toEqual([true, true]);
    const again = await unchanged(async () => outcome(await ask(iva, ROTATE, input), 'rotateApiToken'));
    expect(again.errors[0]?.code).toBe('ILLEGAL_TRANSITION');
    later(3_600_000);
    iva = await signInFor('iva', office);
    expect([await sees(old.secret), await sees(fresh.secret)]).toEqual(['TOKEN_EXPIRED', true]);
  });

  it('are rotated once by many at the same time', async () => {
    const { apiToken } = await issue();
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask(iva, ROTATE, { id: apiToken.id })));
    const errors = answers.map((answer) => outcome(answer, 'rotateApiToken').errors[0]?.code ?? 'none').sort();
    expect(errors).toEqual([...Array(4).fill('ILLEGAL_TRANSITION'), 'none']);
  });

  it('never live longer by an overlap than they were to', async () => {
    const { secret, apiToken } = await issue({ expiresIn: 'PT10M' });
    await ask(iva, ROTATE, { id: apiToken.id, overlap: 'P30D' });
    later(10 * 60_000);
    expect(await sees(secret)).toBe('TOKEN_EXPIRED');
  });

  it('are revoked at once', async () => {
    const { secret, apiToken } = await issue();
    const revoked = outcome(await ask(iva, REVOKE, { id: apiToken.id }), 'revokeApiToken');
    expect(revoked).toEqual({ secret: null, apiToken: { state: 'REVOKED' }, errors: [] });
    const answer = await ask(bearer(secret), page);
    expect([answer.status, codeOf(answer)]).toEqual([401, 'TOKEN_REVOKED']);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
  });

  it('are issued once for one idempotency key, and the secret is not shown again', async () => {
    const key = { idempotencyKey: 'jednou' };
    const first = await issue(key);
    const second = await unchanged(() => issue(key));
    expect(second).toMatchObject({ apiToken: { id: first.apiToken.id }, secret: null, errors: [] });
    expect((await unchanged(() => issue({ ...key, name: 'Jiná' }))).errors[0]?.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it.each([
    ['a name of nothing', { name: ' ' }, ['name']],
    ['a time that is none', { expiresIn: 'tři dny' }, ['expiresIn']],
    ['a time that is too long', { expiresIn: 'P2Y' }, ['expiresIn']],
  ])('are not issued with %s', async (_what, extra, path) => {
    const { errors, secret } = await unchanged(() => issue(extra));
    expect([errors[0]?.code, errors[0]?.path, secret]).toEqual(['INVALID_INPUT', path, null]);
  });

  it('are not issued for an organization that one does not act for, but by an administrator', async () => {
    const elsewhere = newToken({ organization: encodeGlobalId('Organization', other) });
    await unchanged(async () => expect(codeOf(await ask(iva, ISSUE, elsewhere))).toBe('FORBIDDEN'));
    const admin = await service.signIn({ subject: 'ada', roles: ['ADMIN'] });
    const { errors } = outcome(await ask(admin.headers, ISSUE, elsewhere), 'issueApiToken');
    expect(errors).toEqual([]);
    const nobody = newToken({ organization: encodeGlobalId('Organization', crypto.randomUUID()) });
    await unchanged(async () => expect(codeOf(await ask(admin.headers, ISSUE, nobody))).toBe('NOT_FOUND'));
  });

  it('of another organization answer as if they were not there', async () => {
    const { apiToken, secret } = await issue();
    const olga = await signInFor('olga', other);
    await unchanged(async () => {
      expect(codeOf(await ask(olga, ROTATE, { id: apiToken.id }))).toBe('NOT_FOUND');
      expect(codeOf(await ask(olga, REVOKE, { id: apiToken.id }))).toBe('NOT_FOUND');
      expect((await ask(olga, `{ node(id: "${apiToken.id}") { id } }`)).data).toEqual({ node: null });
      expect((await ask({}, `{ node(id: "${apiToken.id}") { id } }`)).data).toEqual({ node: null });
      expect((await ask(iva, `{ node(id: "${apiToken.id}") { id } }`)).data).toEqual({ node: { id: apiToken.id } });
    });
    expect(await sees(secret)).toBe(true);
    const { data } = await ask(olga, LIST);
    const { nodes } = (data as { apiTokens: { nodes: { organization: { slug: string } }[] } }).apiTokens;
    expect(new Set(nodes.map(({ organization }) => organization.slug))).toEqual(new Set(['jiny']));
  });

  it('that are not good are refused, and never answered as nobody', async () => {
    const { secret } = await issue();
    const last = secret.endsWith('0') ? '1' : '0';
    const guesses = {
      'another checksum': bearer(`${secret.slice(0, -1)}${last}`),
      'a guess with its checksum': bearer(new OneTimeSecret('apiToken').reveal()),
      'a secret of another kind': bearer(new OneTimeSecret('invitation').reveal()),
      'a hash for a secret': bearer(hashOf(secret)),
      nothing: { authorization: 'Bearer ' },
      'another scheme': { authorization: `Basic ${Buffer.from(`x:${secret}`).toString('base64')}` },
      'two secrets': bearer(`${secret} ${secret}`),
      'a session besides': { ...iva, ...bearer(`${MARKS.apiToken}x`) },
    };
    await unchanged(async () => {
      for (const [name, headers] of Object.entries(guesses)) {
        for (const accept of ['application/json', 'application/graphql-response+json']) {
          const answer = await ask({ ...headers, accept }, '{ tiles { totalCount } }');
          expect([name, answer.status, codeOf(answer), answer.data ?? null]).toEqual([
            name,
            401,
            'TOKEN_INVALID',
            null,
          ]);
        }
      }
    });
    expect(service.log.join('\n')).not.toContain(secret.slice(4, -6));
  });

  it('are told from typing errors without the database', async () => {
    const secret = new OneTimeSecret('apiToken').reveal();
    const digit = fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz');
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 4, max: secret.length - 1 }), digit, async (place, replacement) => {
        fc.pre(secret[place] !== replacement);
        service.statements.length = 0;
        const typo = `${secret.slice(0, place)}${replacement}${secret.slice(place + 1)}`;
        expect(await sees(typo)).toBe('TOKEN_INVALID');
        expect(service.statements.filter((sql) => sql.includes('ApiToken'))).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });
});
