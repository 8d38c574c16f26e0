/** What citizens keep, see, take along and erase, over HTTP with real sessions. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { citizenActor, ERASED, PSEUDONYMS } from '../../src/citizens/pseudonyms.ts';
import { OWN_DATA } from '../../src/citizens/reads/ownData.ts';
import { getDatamodel } from '../../src/generated/pothos.ts';
import { encodeGlobalId, newId } from '../../src/kernel/ids.ts';
import { projectRoot } from '../../src/platform/projectRoot.ts';
import { publish, withdraw, writeOrganization } from '../testkit/content.ts';
import { DATABASES } from '../testkit/databases.ts';
import { giveGrant } from '../testkit/grants.ts';
import { allRows, digestOfRows } from '../testkit/rows.ts';
import { PLAIN_JSON, type RawAnswer, type Service, startService } from '../testkit/service.ts';

const ME = '{ me { name level consentAt pins { entryId entry { slug organization { slug } } tombstone { slug } } } }';
const MY_DATA = `{ myData { pseudonym realm level consentAt createdAt lastSeenAt
  sessions { level endedAt } grants { organizationId role } pins { entryId position }
  apiTokens { name organizationId revokedAt } invitations { organizationId acceptedAt } mentions { object count } } }`;
const mutation = (name: string, type: string) =>
  `mutation ($input: ${type}!) { ${name}(input: $input) { me { pins { entryId } } errors { code path } } }`;
const PIN = mutation('pinEntry', 'PinEntryInput');
const MOVE = mutation('movePin', 'MovePinInput');
const UNPIN = mutation('unpinEntry', 'UnpinEntryInput');
const CONSENT = mutation('giveConsent', 'OwnDataInput');
const WITHDRAW = mutation('withdrawConsent', 'OwnDataInput');
const ERASE = mutation('eraseMyData', 'OwnDataInput');
const NAME = 'Kanárka Žlutá-Zpívavá';

type Headers = Readonly<Record<string, string>>;
type Result = { me: { pins: { entryId: string }[] } | null; errors: { code: string }[] };

describe.each(DATABASES)('citizens on %s', (kind) => {
  let service: Service;
  let office: string;
  let tiles: string[];
  let page: string;
  beforeAll(async () => {
    service = await startService(kind, { empty: true });
    office = await writeOrganization(service.runner, 'urad');
    const drafts = [...Array(12).keys()].map((place) => {
      return { kind: 'tile' as const, slug: `t-${place}`, content: { organization: office } };
    });
    tiles = (await publish(service.runner, drafts)).map((id) => encodeGlobalId('Tile', id));
    const pages = await publish(service.runner, [{ kind: 'page', slug: 'p', content: { organization: office } }]);
    page = encodeGlobalId('Page', pages[0] ?? '');
  });
  afterAll(() => service.stop());

  const ask = (headers: Headers, query: string, input?: object): Promise<RawAnswer> =>
    service.post(JSON.stringify({ query, variables: input && { input } }), { 'content-type': PLAIN_JSON, ...headers });
  const codeOf = ({ errors }: RawAnswer) => errors[0]?.extensions?.['code'];
  const done = async (headers: Headers, query: string, input: object = {}): Promise<Result> => {
    const { data, errors } = await ask(headers, query, input);
    expect(errors).toEqual([]);
    return Object.values(data as Record<string, Result>)[0] as Result;
  };
  const order = ({ me }: Result) => me?.pins.map(({ entryId }) => tiles.indexOf(entryId));
  const citizen = async (subject: string, pins = 0) => {
    const session = await service.signIn({ subject, level: 'LOW', name: NAME });
    if (pins > 0) await done(session.headers, CONSENT);
    for (const entryId of tiles.slice(0, pins)) await done(session.headers, PIN, { entryId });
    return session;
  };
  const unchanged = async (work: () => Promise<unknown>) => {
    const before = await digestOfRows(service.database.sql);
    const result = await work();
    expect(await digestOfRows(service.database.sql)).toBe(before);
    return result;
  };
  const rowsOf = () => allRows(service.database.sql);

  it('are nobody before they sign in, and see their name after', async () => {
    expect((await ask({}, ME)).data).toEqual({ me: null });
    expect(codeOf(await ask({}, MY_DATA))).toBe('UNAUTHENTICATED');
    const { headers } = await citizen('jana');
    expect((await ask(headers, ME)).data).toEqual({ me: { name: NAME, level: 'LOW', consentAt: null, pins: [] } });
  });

  it('pin nothing without consent, and nothing but tiles and forms that are there', async () => {
    const { headers } = await citizen('petr');
    const refused = await unchanged(() => done(headers, PIN, { entryId: tiles[0] }));
    expect(refused).toMatchObject({ me: null, errors: [{ code: 'ILLEGAL_TRANSITION' }] });
    await done(headers, CONSENT);
    await unchanged(async () => expect(codeOf(await ask(headers, PIN, { entryId: page }))).toBe('NOT_FOUND'));
    const wrong = await done(headers, PIN, { entryId: encodeGlobalId('Organization', office) });
    expect(wrong.errors).toMatchObject([{ code: 'INVALID_ID', path: ['entryId'] }]);
  });

  it('keep pins in their own order, and what they pin twice stays', async () => {
    const { headers } = await citizen('eva', 3);
    expect(order(await done(headers, PIN, { entryId: tiles[3], before: tiles[1] }))).toEqual([0, 3, 1, 2]);
    expect(order(await done(headers, PIN, { entryId: tiles[0] }))).toEqual([0, 3, 1, 2]);
    expect(order(await done(headers, MOVE, { entryId: tiles[0] }))).toEqual([3, 1, 2, 0]);
    expect(order(await done(headers, MOVE, { entryId: tiles[2], before: tiles[3] }))).toEqual([2, 3, 1, 0]);
    expect(order(await done(headers, UNPIN, { entryId: tiles[3] }))).toEqual([2, 1, 0]);
    expect(codeOf(await ask(headers, MOVE, { entryId: tiles[3] }))).toBe('NOT_FOUND');
    const once = { entryId: tiles[5], idempotencyKey: 'klic' };
    expect(order(await done(headers, PIN, once))).toEqual(order(await done(headers, PIN, once)));
    expect((await ask((await citizen('jiny')).headers, ME)).data).toMatchObject({ me: { pins: [] } });
  });

  it('end with one order when two windows move at once', async () => {
    const { headers, personId } = await citizen('ota', 6);
    const moves = [...Array(12).keys()].map((turn) =>
      done(headers, MOVE, { entryId: tiles[turn % 6], before: tiles[(turn * 5 + 1) % 6] }),
    );
    await Promise.all(moves);
    const pins = await service.database.prisma.pin.findMany({ where: { personId }, orderBy: { position: 'asc' } });
    expect(pins.map(({ position }) => position)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(new Set(pins.map(({ entryId }) => encodeGlobalId('Tile', entryId)))).toEqual(new Set(tiles.slice(0, 6)));
  });

  it('read pins by as many statements, however many there are', async () => {
    const counts = [];
    for (const size of [1, 10]) {
      const { headers } = await citizen(`pocet-${size}`, size);
      // Organizations are held from the first time on.
      await ask(headers, ME);
      service.statements.length = 0;
      expect((await ask(headers, ME)).data).toMatchObject({ me: { pins: Array(size).fill({ tombstone: null }) } });
      counts.push(service.statements.length);
    }
    expect(counts[1]).toBe(counts[0]);
  });

  it('see what became of a pin whose entry was withdrawn, and can take it away', async () => {
    const content = { organization: office };
    const [id = ''] = await publish(service.runner, [{ kind: 'form', slug: 'konci', content }]);
    const entryId = encodeGlobalId('Form', id);
    const { headers } = await citizen('lea', 1);
    await done(headers, PIN, { entryId });
    await withdraw(service.runner, [id]);
    expect((await ask(headers, ME)).data).toMatchObject({
      me: { pins: [{ tombstone: null }, { entryId, entry: null, tombstone: { slug: 'konci' } }] },
    });
    expect(order(await done(headers, UNPIN, { entryId }))).toEqual([0]);
  });

  it('take back consent, and the pins are gone', async () => {
    const { headers, personId } = await citizen('ivo', 2);
    expect(order(await done(headers, WITHDRAW))).toEqual([]);
    expect(await service.database.prisma.pin.count({ where: { personId } })).toBe(0);
  });

  it('take all their data along and erase it; nothing but the audit keeps their pseudonym, nothing their name', async () => {
    const { headers, personId } = await citizen('rut', 2);
    await done(headers, MOVE, { entryId: tiles[0], idempotencyKey: 'rut' });
    const { pseudonym } = await service.database.prisma.person.findUniqueOrThrow({ where: { id: personId } });
    expect((await ask(headers, MY_DATA)).data).toMatchObject({
      myData: {
        pseudonym,
        realm: 'CITIZENS',
        sessions: [{ level: 'LOW' }],
        grants: [],
        pins: [{ entryId: tiles[1] }, { entryId: tiles[0] }],
      },
    });
    expect(await done(headers, ERASE)).toEqual({ me: null, errors: [] });
    const left = await rowsOf();
    expect(left.length).toBeGreaterThan(20);
    expect(left.filter((row) => row.includes(pseudonym))).toEqual([]);
    expect(left.filter((row) => row.includes(personId) && !row.startsWith('AuditRecord: '))).toEqual([]);
    expect([...left, ...service.log].filter((text) => text.includes(NAME))).toEqual([]);
    expect((await ask(headers, ME)).data).toEqual({ me: null });
  });

  it('who act for an organization take along what they issued and wrote; erased, they are named nowhere any more', async () => {
    const { personId } = await service.signIn({ subject: 'radka', level: 'HIGH' });
    await giveGrant(service.database, personId, office);
    const { headers } = await service.signIn({ subject: 'radka', level: 'HIGH', name: NAME });
    const organization = encodeGlobalId('Organization', office);
    const issue = `mutation ($input: IssueApiTokenInput!) { issueApiToken(input: $input) { apiToken { id } errors { code } } }`;
    const invite = `mutation ($input: InviteRepresentativeInput!) {
      inviteRepresentative(input: $input) { invitation { id } errors { code } } }`;
    await done(headers, issue, { organization, name: 'Spisovka', scopes: [] });
    await done(headers, invite, { organization });
    const actor = citizenActor(personId);
    // Written beside the service: what rooms to the right of this one keep in a person's name.
    const at = { createdAt: new Date(), changedAt: new Date() };
    const request = { organizationId: office, author: actor, authors: [actor, 'citizen:jiny'], state: 'DRAFT', ...at };
    await service.database.prisma.cooperationRequest.create({ data: { id: newId(), ...request } });
    expect((await ask(headers, MY_DATA)).data).toMatchObject({
      myData: {
        grants: [{ organizationId: organization }],
        apiTokens: [{ name: 'Spisovka', organizationId: organization, revokedAt: null }],
        invitations: [{ organizationId: organization, acceptedAt: null }],
        mentions: ['ApiToken', 'Invitation', 'CooperationRequest'].map((object) => ({ object, count: 1 })),
      },
    });
    expect(await done(headers, ERASE)).toEqual({ me: null, errors: [] });
    const named = (await rowsOf()).filter((row) => row.includes(personId));
    expect(named.filter((row) => !row.startsWith('AuditRecord: '))).toEqual([]);
    expect(named.length).toBeGreaterThan(2);
    const { apiToken, cooperationRequest } = service.database.prisma;
    expect(await apiToken.findFirstOrThrow({ where: { name: 'Spisovka' } })).toMatchObject({ author: ERASED });
    const { authors } = await cooperationRequest.findFirstOrThrow();
    expect([...authors].sort()).toEqual([ERASED, 'citizen:jiny']);
  });

  it('are erased with every row that refers to them: no such row can hold them back, or stay', async () => {
    const references = await service.database.sql.query(
      `SELECT conrelid::regclass::text AS table, confdeltype::text AS "onDelete" FROM pg_constraint
        WHERE contype = 'f' AND confrelid = '"Person"'::regclass ORDER BY 1`,
    );
    const tables = Object.values(getDatamodel().datamodel.models['Person']?.fields ?? {}).filter(
      ({ kind }) => kind === 'object',
    );
    expect(references).toEqual(tables.map(({ type }) => ({ table: `"${type}"`, onDelete: 'c' })).sort(byTable));
  });

  it('who act for an organization need the level for erasure that they began to act at', async () => {
    const { headers, personId } = await citizen('zora');
    await giveGrant(service.database, personId, office);
    const answer = (await unchanged(() => ask(headers, ERASE, {}))) as RawAnswer;
    expect(answer.errors[0]?.extensions).toMatchObject({
      code: 'STEP_UP_REQUIRED',
      stepUpUrl: '/auth/citizens/start?level=SUBSTANTIAL',
    });
    const { headers: again } = await service.signIn({ subject: 'zora', level: 'SUBSTANTIAL' });
    expect(await done(again, ERASE)).toEqual({ me: null, errors: [] });
  });
});

const byTable = (one: { table: string }, other: { table: string }) => (one.table < other.table ? -1 : 1);

/** Columns whose names or descriptions say that they hold somebody's pseudonym, by table. */
function columnsOfPseudonyms(): string[] {
  const folder = join(projectRoot(), 'prisma/schema');
  const text = readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
  return [...text.matchAll(/^model (\w+) \{\n(.*?)^\}/gms)].flatMap(([, model, body = '']) =>
    [...body.matchAll(/((?:^ *\/\/\/.*\n)*)^ *(\w+) +String\b/gm)].flatMap(([, comment = '', column = '']) => {
      const isNamed = /^(?:author|actor|approver|reviewer|claimer|decider|issuer|owner)s?$|By$/.test(column);
      return isNamed || /pseudonym/i.test(comment) ? [`${model}.${column}`] : [];
    }),
  );
}

describe('the export and the erasure', () => {
  const { models } = getDatamodel().datamodel;
  const person = models['Person'];
  const references = Object.entries(models).filter(([, { fields }]) =>
    fields.some(({ kind, type }) => kind === 'object' && type === 'Person'),
  );

  it('have every model that refers to a person, and each goes with the person', () => {
    const relations = person?.fields.filter(({ kind }) => kind === 'object') ?? [];
    expect(relations.map(({ name }) => name).sort()).toEqual(Object.keys(OWN_DATA).sort());
    expect(references.map(([name]) => name).sort()).toEqual(relations.map(({ type }) => type).sort());
  });

  it('know every column that holds a pseudonym', () => {
    // The audit log keeps it; the keys go with the erasure.
    const apart = ['AuditRecord.actor', 'IdempotencyKey.actor'];
    const known = Object.entries(PSEUDONYMS).flatMap(([table, { one = [], many = [] }]) =>
      [...one, ...many].map((column) => `${table}.${column}`),
    );
    expect(columnsOfPseudonyms().sort()).toEqual([...known, ...apart].sort());
  });
});
