/** The audit log over the API. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeGlobalId, newId } from '../../src/kernel/ids.ts';
import { apartFromAsking, officialAsking } from '../testkit/asking.ts';
import { sealAll, writeRecord } from '../testkit/auditLog.ts';
import { completed, writeOrganization } from '../testkit/content.ts';
import { ONE_DATABASE } from '../testkit/databases.ts';
import { type Service, startService } from '../testkit/service.ts';

interface AuditRecord {
  readonly position: string;
  readonly action: string;
  readonly objectId: string;
  readonly versionId: string | null;
  readonly isSealed: boolean;
  readonly [field: string]: unknown;
}

interface AuditList {
  readonly nodes: AuditRecord[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

const LIST = `query List($first: Int, $after: String, $last: Int, $before: String, $filter: AuditRecordFilter) {
  auditRecords(first: $first, after: $after, last: $last, before: $before, filter: $filter) {
    nodes {
      position at actor action objectType objectId versionId revision requestId fields digest isSealed
      details { name value }
    }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;
const SUBMIT = 'mutation Submit($input: SubmitVersionInput!) { submitVersion(input: $input) { errors { code } } }';
const CREATE = `mutation Create($input: CreateTileInput!) {
  createTile(input: $input) { entry { id } version { id } errors { code message } }
}`;
const COUNT = '{ auditRecords(first: 1) { totalCount nodes { position isSealed } } }';

describe.each(ONE_DATABASE)('The audit log on %s', (kind) => {
  let service: Service;
  let all: AuditRecord[];
  let requestId: string | null;

  const ask = async (query: string, variables: object = {}, viewer = 'adam APPROVER') => {
    const headers = { 'content-type': 'application/json', ...(viewer ? { as: viewer } : {}) };
    return await service.post(JSON.stringify({ query, variables }), headers);
  };
  const list = async (variables: object = {}): Promise<AuditList> => {
    const { data, errors } = await ask(LIST, variables);
    expect(errors).toEqual([]);
    return (data as { auditRecords: AuditList }).auditRecords;
  };
  const positions = ({ nodes }: AuditList) => nodes.map(({ position }) => Number(position));
  const codeOf = async (query: string, variables: object, viewer?: string) =>
    (await ask(query, variables, viewer)).errors[0]?.extensions?.['code'];

  beforeAll(async () => {
    service = await startService(kind, { empty: true });
    const organization = await writeOrganization(service.runner, 'urad');
    for (let index = 0; index < 6; index++) await writeRecord(service.runner, `tema-${index}`);
    await sealAll(service.database.prisma);
    const { slug, content } = completed({ kind: 'tile', slug: 'dlazdice', content: { organization } });
    const tile = {
      slug,
      content: { ...(content as object), organization: encodeGlobalId('Organization', organization) },
    };
    const created = (await ask(CREATE, { input: tile }, 'eva EDITOR')).data as {
      createTile: { version: { id: string } };
    };
    const submit = { id: created.createTile.version.id, expectedRevision: 1 };
    const submitted = await ask(SUBMIT, { input: submit }, 'eva EDITOR');
    expect(submitted.data).toEqual({ submitVersion: { errors: [] } });
    requestId = submitted.headers.get('x-request-id');
    all = (await list({ first: 100 })).nodes;
  });
  afterAll(() => service.stop());

  it('tells who did what to which version, newest first', async () => {
    expect(all.map(({ action }) => action)).toEqual([
      'version.submit',
      'entry.create',
      ...Array.from({ length: 6 }, () => 'category.save'),
      'organization.save',
    ]);
    expect(all[0]).toMatchObject({
      actor: officialAsking('eva'),
      objectType: 'ENTRY',
      objectId: expect.stringMatching(/./),
      versionId: expect.stringMatching(/./),
      revision: 2,
      requestId,
      fields: [],
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      isSealed: false,
    });
    expect(all[0]?.['details']).toEqual(
      expect.arrayContaining([
        { name: 'from', value: 'DRAFT' },
        { name: 'to', value: 'IN_REVIEW' },
        { name: 'number', value: '1' },
      ]),
    );
    expect(all.map(({ isSealed }) => isSealed)).toEqual([false, false, ...Array.from({ length: 7 }, () => true)]);
  });

  it('gives ids by which its objects are found again', async () => {
    const ids = [all[0]?.objectId, all[0]?.versionId, all[2]?.objectId, all[8]?.objectId];
    const { data, errors } = await ask('query Find($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }', { ids });
    expect(errors).toEqual([]);
    const typenames = ['EditorialEntry', 'EntryVersion', 'Category', 'Organization'];
    expect(data).toEqual({ nodes: typenames.map((__typename, index) => ({ __typename, id: ids[index] })) });
  });

  it.each([
    ['', 'UNAUTHENTICATED'],
    ['nobody CITIZEN', 'FORBIDDEN'],
    ['eva EDITOR', 'FORBIDDEN'],
    ['ivo INTEGRATOR', 'FORBIDDEN'],
    ['rut REPRESENTATIVE', 'FORBIDDEN'],
    ['adam APPROVER', undefined],
    ['alan ADMIN', undefined],
  ])('answers %j with %s', async (viewer, code) => {
    expect(await codeOf(LIST, {}, viewer)).toBe(code);
  });

  it('is read in pages forwards and backwards, and none is doubled while others come', async () => {
    const numbers = all.map(({ position }) => Number(position));
    const first = await list({ first: 4 });
    expect(positions(first)).toEqual(numbers.slice(0, 4));
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    await writeRecord(service.runner, 'mezitim');
    const second = await list({ first: 4, after: first.pageInfo.endCursor });
    expect(positions(second)).toEqual(numbers.slice(4, 8));
    const rest = await list({ first: 4, after: second.pageInfo.endCursor });
    expect(positions(rest)).toEqual(numbers.slice(8));
    expect(rest.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    const back = await list({ last: 3, before: rest.pageInfo.startCursor });
    expect(positions(back)).toEqual(numbers.slice(5, 8));
    expect(back.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    expect(positions(await list({ last: 2 }))).toEqual(numbers.slice(-2));
    const between = { after: first.pageInfo.startCursor, before: first.pageInfo.endCursor };
    expect(positions(await list(between))).toEqual(numbers.slice(1, 3));
  });

  it('is filtered by whom, what, when and in answer to what', async () => {
    const [submitted, created] = all as [AuditRecord, AuditRecord];
    const tile = encodeGlobalId(
      'Tile',
      Buffer.from(submitted.objectId, 'base64url').toString().split(':')[1] as string,
    );
    const cases: [object, number][] = [
      [{ actors: [officialAsking('eva')] }, 2],
      [{ actions: ['version.submit', 'organization.save'] }, 2],
      [{ objectTypes: ['ENTRY', 'ORGANIZATION'] }, 3],
      [{ objectIds: [submitted.objectId] }, 2],
      [{ objectIds: [tile] }, 2],
      [{ versionIds: [created.versionId] }, 2],
      [{ requestIds: [requestId] }, 1],
      [{ at: { since: submitted['at'], until: submitted['at'] } }, 0],
      [{ at: { until: '2020-01-01T00:00:00Z' } }, 0],
      [{ objectTypes: ['ENTRY'], not: { actions: ['entry.create'] } }, 1],
      [{ actors: [] }, 0],
    ];
    for (const [filter, count] of cases) {
      const found = await list({ filter });
      expect(found.nodes, JSON.stringify(filter)).toHaveLength(count);
    }
  });

  it.each([
    ['INVALID_CURSOR', { after: 'x' }],
    ['INVALID_CURSOR', { after: '' }],
    ['INVALID_CURSOR', { before: Buffer.from('["id","0","0"]').toString('base64url') }],
    [
      'INVALID_CURSOR',
      { before: Buffer.from('["id","9999999999999999999","9999999999999999999"]').toString('base64url') },
    ],
    ['INVALID_CURSOR', { before: Buffer.from('["titleKey","1","1"]').toString('base64url') }],
    ['INVALID_INPUT', { first: 0 }],
    ['INVALID_INPUT', { first: 1, last: 1 }],
    ['INVALID_ID', { filter: { objectIds: ['x'] } }],
    ['INVALID_ID', { filter: { versionIds: [encodeGlobalId('Tile', newId())] } }],
  ])('refuses with %s %j', async (code, variables) => {
    expect(await codeOf(LIST, variables)).toBe(code);
  });

  it('takes two statements, and one more to be counted', async () => {
    service.statements.length = 0;
    await list({ first: 5 });
    expect(apartFromAsking(service.statements)).toHaveLength(2);
    service.statements.length = 0;
    const { data } = await ask(COUNT);
    expect(data).toMatchObject({ auditRecords: { totalCount: all.length + 1 } });
    expect(apartFromAsking(service.statements)).toHaveLength(3);
  });
});
