import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeGlobalId, newId } from '../../src/kernel/ids.ts';
import { officialAsking } from '../testkit/asking.ts';
import { cs, publish } from '../testkit/content.ts';
import { ONE_DATABASE } from '../testkit/databases.ts';
import { AS_EVA, type EditorialDesk, openDesk, type Question, type Step } from '../testkit/editorialDesk.ts';
import { digestOfRows } from '../testkit/rows.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LOOK = '{ pages(first: 100) { nodes { title } } }';
const CREATE = `mutation ($input: CreatePreviewLinkInput!) {
  createPreviewLink(input: $input) { token previewLink { id } errors { code path } } }`;
const REVOKE = `mutation ($id: ID!) {
  revokePreviewLink(input: { id: $id }) { token previewLink { isValid revokedAt } errors { code } } }`;

interface Created {
  readonly token: string;
  readonly previewLink: { readonly id: string };
  readonly errors: readonly { readonly code: string; readonly path: readonly string[] }[];
}

const idOf = ({ versionId }: Step) => encodeGlobalId('EntryVersion', versionId);

describe.each(ONE_DATABASE)('preview links on %s', (kind) => {
  let desk: EditorialDesk;
  beforeAll(async () => {
    desk = await openDesk(kind);
  });
  afterAll(() => desk.close());

  const link = async (id: string, input: object = { expiresIn: 'P7D' }) => {
    const { data } = await desk.ask(CREATE, { headers: AS_EVA, variables: { input: { id, ...input } } });
    return (data as { createPreviewLink: Created }).createPreviewLink;
  };
  const revoke = async (id: string) => {
    const { data } = await desk.ask(REVOKE, { headers: AS_EVA, variables: { id } });
    return (data as { revokePreviewLink: unknown }).revokePreviewLink;
  };
  const shown = async (question: Question) => JSON.stringify(await desk.ask(LOOK, question));

  /** Asks with a token that is worth nothing; answers what is told. */
  const refused = async (question: Question) => {
    const before = await digestOfRows(desk.database.sql);
    const { status, data, errors, headers } = await desk.ask(LOOK, question);
    expect({ status, data }).toEqual({ status: 403, data: null });
    expect(errors).toMatchObject([{ extensions: { code: 'PREVIEW_INVALID' } }]);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(await digestOfRows(desk.database.sql)).toBe(before);
    return errors;
  };

  test('show to anybody what they are for, by POST and by GET, and drafts to nobody else', async () => {
    const { token } = await link(idOf(await desk.page({ title: cs('Odkazem') })));
    expect(await shown({ token })).toContain('Odkazem');
    const url = `http://localhost/graphql?query=${encodeURIComponent(LOOK)}&preview=${token}`;
    const response = await desk.app.graphql.fetch(url, { headers: { accept: 'application/json' } });
    expect(await response.text()).toContain('Odkazem');
    expect(await shown({})).not.toContain('Odkazem');
    const { errors } = await desk.ask('{ entryVersions { totalCount } }', { token });
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  test('show a whole release', async () => {
    const release = await desk.releaseWith(
      await desk.page({ title: cs('První') }),
      await desk.page({ title: cs('Druhá') }),
    );
    const { token } = await link(encodeGlobalId('Release', release.releaseId));
    expect(await shown({ token })).toMatch(/Druhá.*První/);
  });

  test('end with their time or when they are revoked; a foreign token is worth nothing; all are told the same', async () => {
    const id = idOf(await desk.page());
    const { token, previewLink } = await link(id, { expiresIn: 'PT1H' });
    const begin = desk.time.now;
    desk.time.now = new Date(begin.getTime() + HOUR - 1);
    expect((await desk.ask(LOOK, { token })).errors).toEqual([]);
    desk.time.now = new Date(begin.getTime() + HOUR);
    const expired = await refused({ token });
    desk.time.now = begin;
    const revoked = { token: null, previewLink: { isValid: false, revokedAt: begin.toISOString() }, errors: [] };
    expect(await revoke(previewLink.id)).toEqual(revoked);
    expect(await refused({ token })).toEqual(expired);
    const audited = { where: { action: 'previewLink.revoke' } };
    const records = await desk.database.prisma.auditRecord.count(audited);
    desk.time.now = new Date(begin.getTime() + 1);
    expect(await revoke(previewLink.id)).toEqual(revoked);
    expect(await desk.database.prisma.auditRecord.count(audited)).toBe(records);

    const fine = (await link(id)).token;
    const forged = `${fine.slice(0, -2)}${fine.at(-2) === 'A' ? 'B' : 'A'}${fine.at(-1)}`;
    const otherKey = await desk.newApp({ previewKey: 'k'.repeat(32) });
    const plain = { headers: { accept: 'application/json' } };
    const wrong = [{ token: forged }, { token: '' }, { token: fine, app: otherKey }, { ...plain, token: forged }];
    for (const question of wrong) expect(await refused(question)).toEqual(expired);
    expect((await desk.ask(LOOK, { token: fine, app: await desk.newApp() })).errors).toEqual([]);
    await desk.database.prisma.previewLink.deleteMany();
    expect(await refused({ token: fine })).toEqual(expired);
  });

  test('show an entry for people who signed in only where it is the previewed version', async () => {
    const hidden = { organization: desk.organization, audience: 'SIGNED_IN' };
    const [entryId] = (await publish(desk.app.runner, [
      { kind: 'page', slug: 'skryta', content: hidden },
      { kind: 'page', slug: 'skryta-jina', content: hidden },
    ])) as [string];
    const asOf = desk.time.now.toISOString();
    desk.time.now = new Date(desk.time.now.getTime() + DAY);
    const { token } = await link(idOf(await desk.revise(entryId, { title: cs('Skrytá nová') })));
    const query = `{ shown: page(slug: "skryta") { title audience } other: page(slug: "skryta-jina") { title }
      past: page(slug: "skryta", asOf: "${asOf}") { title } }`;
    expect((await desk.ask(query, { token })).data).toEqual({
      shown: { title: 'Skrytá nová', audience: 'SIGNED_IN' },
      other: null,
      past: null,
    });
    expect((await desk.ask('{ page(slug: "skryta") { title } }')).data).toEqual({ page: null });
  });

  test('last 30 days at the most, given as a duration or as a time of Europe/Prague', async () => {
    const id = idOf(await desk.page());
    const { now } = desk.time;
    const inDays = (days: number) => new Date(now.getTime() + days * DAY).toISOString();
    const bad: [object, string[]][] = [
      [{}, []],
      [{ expiresIn: 'P1D', expiresAt: inDays(2) }, []],
      [{ expiresIn: 'P31D' }, ['expiresIn']],
      [{ expiresIn: 'tyden' }, ['expiresIn']],
      [{ expiresAt: inDays(31) }, ['expiresAt']],
      [{ expiresAt: inDays(0) }, ['expiresAt']],
      [{ expiresAt: 'zítra' }, ['expiresAt']],
    ];
    const before = await digestOfRows(desk.database.sql);
    for (const [input, path] of bad) {
      expect((await link(id, input)).errors, JSON.stringify(input)).toEqual([{ code: 'INVALID_INPUT', path }]);
    }
    expect((await link(encodeGlobalId('Page', newId()))).errors).toMatchObject([{ code: 'INVALID_ID', path: ['id'] }]);
    expect(await digestOfRows(desk.database.sql)).toBe(before);
    for (const input of [{ expiresIn: 'P30D' }, { expiresAt: inDays(1).slice(0, 16) }]) {
      expect((await link(id, input)).errors).toEqual([]);
    }
  });

  test('are listed where they lead, and found by their ids', async () => {
    const version = await desk.page();
    const release = encodeGlobalId('Release', (await desk.beginRelease()).releaseId);
    const [toVersion, toRelease] = [await link(idOf(version)), await link(release, { expiresIn: 'PT8H' })];
    const variables = { version: idOf(version), release, link: toVersion.previewLink.id };
    const query = `query ($version: ID!, $release: ID!, $link: ID!) {
      node(id: $version) { ... on EntryVersion { previewLinks { id isValid author version { number } release { id } } } }
      release(id: $release) { previewLinks { id expiresAt release { id } } }
      link: node(id: $link) { id __typename }
    }`;
    const { data, errors } = await desk.ask(query, { headers: AS_EVA, variables });
    expect(errors).toEqual([]);
    const expiresAt = new Date(desk.time.now.getTime() + 8 * HOUR).toISOString();
    expect(data).toEqual({
      node: {
        previewLinks: [
          {
            ...toVersion.previewLink,
            isValid: true,
            author: officialAsking('eva'),
            version: { number: 1 },
            release: null,
          },
        ],
      },
      release: { previewLinks: [{ ...toRelease.previewLink, expiresAt, release: { id: release } }] },
      link: { ...toVersion.previewLink, __typename: 'PreviewLink' },
    });
    const hidden = await desk.ask('query ($id: ID!) { node(id: $id) { id } }', { variables: toVersion.previewLink });
    expect(hidden.data).toEqual({ node: null });
  });

  test('have tokens that are nowhere but in the answer, the same for the same idempotency key', async () => {
    const id = idOf(await desk.page());
    const once = await link(id, { expiresIn: 'P1D', idempotencyKey: 'odkaz' });
    desk.time.now = new Date(desk.time.now.getTime() + 60_000);
    expect(await link(id, { expiresIn: 'P1D', idempotencyKey: 'odkaz' })).toEqual(once);
    await desk.ask(LOOK, { token: once.token });
    await desk.ask('{ pages(first: 1000) { totalCount } }', { token: once.token });
    await desk.ask(LOOK, { token: `${once.token}x` });
    const tables = ['IdempotencyKey', 'AuditRecord', 'PreviewLink', 'Job', 'Secret'];
    const rows = await desk.database.sql.query(
      tables.map((table) => `SELECT t::text AS row FROM "${table}" t`).join(' UNION ALL '),
    );
    const written = [...desk.log, ...rows.map(({ row }) => String(row))];
    expect(written.filter((text) => text.includes(once.token))).toEqual([]);
    expect(written.filter((text) => text.includes('odkaz'))).toHaveLength(1);
  });
});
