/** Two instances as processes of their own, over one PostgreSQL and one Meilisearch: whoever asks does not notice which one answers. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { issueEmergencyCode } from '../../src/identity/commands/emergency/issueEmergencyCode.ts';
import { OneTimeSecret } from '../../src/identity/oneTimeSecret.ts';
import { Changes } from '../../src/journal/changes.ts';
import { type CommandRunner, runCommand } from '../../src/journal/command.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { decodeGlobalId } from '../../src/kernel/ids.ts';
import { OPERATOR } from '../../src/kernel/viewer.ts';
import { ask, type Outcome } from '../testkit/ask.ts';
import { askers, type Headers } from '../testkit/asking.ts';
import { runProgram } from '../testkit/childProcess.ts';
import { createTestDatabase, DATABASES, type TestDatabase } from '../testkit/databases.ts';
import { Instance } from '../testkit/instance.ts';
import { HAS_MEILISEARCH, meilisearchAddress, newPrefix } from '../testkit/searchEngines.ts';

/** Milliseconds after which what one instance has done holds on the other. */
const BOUND = 2_000;
const SOON = { timeout: BOUND, interval: 50 };

/** Requests a minute from one address. */
const LIMIT = 200;

const CREATE_TILE = `mutation ($input: CreateTileInput!) {
  done: createTile(input: $input) { entry { id revision } version { id } errors { code message } } }`;
const CREATE_SYNONYM = `mutation ($input: CreateSynonymInput!) {
  done: createSynonym(input: $input) { entry { id revision } version { id } errors { code message } } }`;
const APPROVE = `mutation ($input: ApproveVersionInput!) {
  done: approveVersion(input: $input) { entry { id revision } version { id } errors { code message } } }`;
const SCHEDULE = `mutation ($input: ScheduleVersionInput!) { done: scheduleVersion(input: $input) { errors { code message } } }`;
const RENAME = `mutation ($input: RenameOrganizationInput!) { done: renameOrganization(input: $input) { errors { code message } } }`;
const VIEWER = '{ viewer { roles } }';

interface Done {
  readonly entry: { readonly id: string; readonly revision: number };
  readonly version: { readonly id: string };
}

describe.runIf(DATABASES.includes('PostgreSQL'))('two instances', () => {
  let database: TestDatabase;
  let runner: CommandRunner;
  let [one, other]: Instance[] = [];
  let eva: Headers;
  let adam: Headers;
  let organization: { id: string; revision: number };
  let clients = 0;
  let environment: Record<string, string>;

  beforeAll(async () => {
    database = await createTestDatabase('PostgreSQL', { seeded: true });
    runner = { database: database.prisma, clock: systemClock, changes: new Changes() };
    const headersOf = askers(runner);
    eva = await headersOf({ as: 'eva EDITOR' });
    adam = await headersOf({ as: 'adam APPROVER,ADMIN' });
    const meilisearch = HAS_MEILISEARCH ? await meilisearchAddress() : null;
    environment = {
      DATABASE_URL: String(database.databaseUrl),
      TRUST_PROXY: '1',
      RATE_LIMIT_ADDRESS: String(LIMIT),
      ...(meilisearch && { MEILI_URL: meilisearch.url, MEILI_KEY: meilisearch.key ?? '', MEILI_INDEX: newPrefix() }),
    };
    [one, other] = await Promise.all([Instance.start(environment), Instance.start(environment)]);
    const { data } = await asked(first(), '{ organizations(first: 1) { nodes { id revision } } }', {}, eva);
    organization = (data as { organizations: { nodes: (typeof organization)[] } }).organizations.nodes[0] as never;
  });
  afterAll(async () => {
    expect(await Promise.all([one?.stop(), other?.stop()])).toEqual([0, 0]);
    await database.drop();
  });

  const first = () => one as Instance;
  const second = () => other as Instance;
  /** Headers of somebody behind the proxy whom nothing was counted of. */
  const somebody = (): Headers => ({ 'x-forwarded-for': `198.51.100.${++clients}` });
  const asked = (instance: Instance, query: string, variables: object = {}, headers: Headers = somebody()) =>
    ask(instance.url, query, variables, headers);
  const told = async (instance: Instance, query: string, headers?: Headers) =>
    JSON.stringify((await asked(instance, query, {}, headers)).data);
  const done = async (instance: Instance, query: string, headers: Headers, input: object): Promise<Done> => {
    const { data, codes } = await asked(instance, query, { input }, headers);
    expect(codes, JSON.stringify(data)).toEqual([]);
    return (data as unknown as { done: Done }).done;
  };
  const texts = (title: string) => ({ title: { cs: title }, shortText: { cs: `O čem je ${title}.` } });
  const createTile = (instance: Instance, slug: string, title: string) =>
    done(instance, CREATE_TILE, eva, {
      slug,
      submit: true,
      content: { ...texts(title), targetUrl: `https://${slug}.example/`, organization: organization.id },
    });
  const approve = (instance: Instance, { version, entry }: Done, publish: boolean) =>
    done(instance, APPROVE, adam, { id: version.id, expectedRevision: entry.revision, publish });

  test('know each other’s sessions, and their end', async () => {
    const secret = new OneTimeSecret('emergency');
    await runCommand(runner, OPERATOR, issueEmergencyCode, { secret });
    const headers = { 'x-rozcestnik-request': '1', 'content-type': 'text/plain' };
    const code = { method: 'POST', headers, body: secret.reveal() };
    const entered = await fetch(`${first().url}/auth/emergency`, code);
    expect(entered.status).toBe(204);
    const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
    const session = { cookie, 'x-rozcestnik-request': '1' };
    expect(await told(second(), VIEWER, session)).toContain('ADMIN');
    expect((await fetch(`${second().url}/auth/emergency`, code)).status).toBe(403);

    const out = await fetch(`${second().url}/auth/sign-out`, { method: 'POST', headers: session, redirect: 'manual' });
    expect(out.status).toBeLessThan(400);
    const AUDIT = '{ auditRecords { totalCount } }';
    await expect.poll(async () => (await asked(first(), AUDIT, {}, session)).codes, SOON).toEqual(['SESSION_REVOKED']);
  });

  test('add up the requests of an address, few at a time as many', async () => {
    const client = somebody();
    const LEFT = '{ rateLimit { remaining } }';
    const left = async ({ url }: Instance) =>
      ((await ask(url, LEFT, {}, client)).data as { rateLimit: { remaining: number } }).rateLimit.remaining;
    // Less in a second than what makes an instance tell the others of an address.
    for (let round = 0; round < 4; round += 1) {
      await Promise.all(Array.from({ length: 9 }, () => ask(first().url, VIEWER, {}, client)));
      await sleep(1_100);
    }
    await Promise.all(Array.from({ length: 64 }, () => ask(second().url, VIEWER, {}, client)));
    await sleep(1_100);
    await ask(second().url, VIEWER, {}, client);
    // Each instance counts what it is asked until the next adding up by itself.
    await expect.poll(async () => LIMIT - (await left(second())), SOON).toBeGreaterThanOrEqual(4 * 9 + 64 + 1);

    const flood = await Promise.all(Array.from({ length: LIMIT }, () => ask(second().url, VIEWER, {}, client)));
    expect(flood.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(LIMIT - 4 * 9 - 64);
    await expect.poll(async () => (await ask(first().url, VIEWER, {}, client)).status, SOON).toBe(429);
    const refused: Outcome = await ask(first().url, VIEWER, {}, client);
    expect(Number(refused.headers?.get('retry-after'))).toBeGreaterThan(0);
    expect((await asked(first(), VIEWER)).status).toBe(200);
  });

  test('tell what the other has published: in kept answers, by name, and to who searches', async () => {
    const COUNT = '{ tiles(first: 1) { totalCount } }';
    const FOUND = '{ search(query: "vorvaň", first: 1) { nodes { ... on Tile { title } } } }';
    const reader = somebody();
    const before = await told(second(), COUNT, reader);
    expect(await told(second(), COUNT, reader)).toBe(before);
    const created = await createTile(first(), 'dva-procesy', 'Povolení pro vorvaně');
    expect(await told(second(), '{ tile(slug: "dva-procesy") { title } }')).toBe('{"tile":null}');
    const start = Date.now();
    await approve(first(), created, true);
    await expect.poll(() => told(second(), COUNT, reader), SOON).not.toBe(before);
    await expect.poll(() => told(second(), '{ tile(slug: "dva-procesy") { title } }'), SOON).toContain('vorvaně');
    await expect
      .poll(() => told(second(), FOUND), { timeout: BOUND - (Date.now() - start), interval: 50 })
      .toContain('vorvaně');
  });

  test('know new names of organizations', async () => {
    const NAME = '{ tile(slug: "dva-procesy") { organization { name } } }';
    const reader = somebody();
    await told(second(), NAME, reader);
    const name = { cs: 'Úřad pro dva procesy' };
    const { id: organizationId, revision: expectedRevision } = organization;
    await done(first(), RENAME, adam, { organizationId, expectedRevision, name });
    await expect.poll(() => told(second(), NAME, reader), SOON).toContain(name.cs);
  });

  test('search by synonyms that the other has published', async () => {
    const SEARCH = '{ search(query: "plejtvák", first: 1) { nodes { ... on Tile { title } } } }';
    expect(await told(second(), SEARCH)).not.toContain('vorvaně');
    const words = { nature: 'EVERYDAY_WORD', terms: { cs: ['plejtvák'] }, expansions: { cs: ['vorvaň'] } };
    const content = { ...texts('plejtvák'), ...words, organization: organization.id };
    const created = await done(first(), CREATE_SYNONYM, eva, { slug: 'plejtvak', submit: true, content });
    await approve(first(), created, true);
    await expect.poll(() => told(second(), SEARCH), SOON).toContain('vorvaně');
  });

  test('publish what is scheduled once', async () => {
    const created = await createTile(first(), 'v-cas', 'Načas');
    const approved = await approve(second(), created, false);
    const publishAt = new Date(Date.now() + 1_500);
    const { version, entry } = approved;
    await done(first(), SCHEDULE, adam, { id: version.id, expectedRevision: entry.revision, publishAt });
    const LIVE = '{ tile(slug: "v-cas") { title } }';
    for (const instance of [first(), second()]) {
      await expect.poll(() => told(instance, LIVE), { timeout: 1_500 + BOUND, interval: 50 }).toContain('Načas');
    }
    expect(Date.now()).toBeGreaterThanOrEqual(publishAt.getTime());
    const objectId = decodeGlobalId(entry.id)?.id as string;
    const records = await database.prisma.auditRecord.findMany({ where: { objectId, actor: 'system:scheduler' } });
    expect(records).toHaveLength(1);
  });

  test.runIf(HAS_MEILISEARCH)('keep one index, by one of them at a time', async () => {
    const created = await Promise.all([1, 2, 3, 4].map((at) => createTile(first(), `index-${at}`, `Keporkak ${at}`)));
    await Promise.all(created.map((tile, at) => approve(at % 2 ? first() : second(), tile, true)));
    const FOUND = '{ search(query: "keporkak", first: 10) { totalCount } }';
    for (const instance of [first(), second()]) {
      await expect.poll(() => told(instance, FOUND), SOON).toContain('"totalCount":4');
    }
    const positions = await database.prisma.searchPosition.findMany();
    expect(positions).toHaveLength(1);
    for (const instance of [first(), second()]) {
      expect((await instance.readiness()).checks['search']).toMatchObject({ status: 'OK' });
    }
  });

  test.runIf(HAS_MEILISEARCH)('go on while their index is made anew by hand, or cannot be', async () => {
    const refused = await runProgram('src/cli/reindexSearch', [], { ...environment, MEILI_KEY: 'not-the-key' });
    expect(refused.code).toBe(1);
    // What cannot be done is told in a line, without a trace of where in the program.
    expect(refused.stderr.trim().split('\n')).toEqual([
      expect.stringMatching(/^Database: /),
      expect.stringMatching(
        /^The index of Meilisearch was not made anew, the present one stays\. Meilisearch refuses the key/,
      ),
    ]);
    const made = await runProgram('src/cli/reindexSearch', [], environment);
    expect([made.code, made.stderr]).toEqual([0, expect.stringMatching(/Meilisearch holds \d+ documents/)]);
    expect(await told(second(), '{ search(query: "keporkak", first: 1) { totalCount } }')).toContain('"totalCount":4');
  });

  test('go on, of the version before, when a newer one has migrated the database', async () => {
    await database.sql.exec(`ALTER TABLE "Organization" ADD COLUMN "ofTomorrow" text;
      INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "started_at", "finished_at", "applied_steps_count")
      VALUES ('${crypto.randomUUID()}', 'of tomorrow', '29990101000000_of_tomorrow', now(), now(), 1)`);
    const created = await createTile(first(), 'pred-zitrkem', 'Před zítřkem');
    await approve(second(), created, true);
    await expect
      .poll(() => told(first(), '{ tile(slug: "pred-zitrkem") { organization { name } } }'), SOON)
      .toContain('Úřad');
    expect((await first().readiness()).status).toBe(200);
  });
});
