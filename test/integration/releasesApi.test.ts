import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogueJobs } from '../../src/catalogue/commands/jobHandlers.ts';
import { Changes } from '../../src/journal/changes.ts';
import { Worker } from '../../src/journal/worker.ts';
import { encodeGlobalId } from '../../src/kernel/ids.ts';
import { apartFromAsking, officialAsking } from '../testkit/asking.ts';
import { cs } from '../testkit/content.ts';
import { ONE_DATABASE } from '../testkit/databases.ts';
import { AS_ADAM, AS_EVA, type EditorialDesk, openDesk, type Step } from '../testkit/editorialDesk.ts';

const PAYLOAD = `release { id name state revision publishAt versions { number entry { slug } release { name } } }
  errors { __typename code path message ... on ConflictError { currentRevision changedBy changedFields } }`;

interface Payload {
  readonly release: { readonly id: string; readonly revision: number } | null;
  readonly errors: readonly object[];
}

const idOf = ({ versionId }: Step) => encodeGlobalId('EntryVersion', versionId);

describe.each(ONE_DATABASE)('the API of releases on %s', (kind) => {
  let desk: EditorialDesk;
  beforeAll(async () => {
    desk = await openDesk(kind);
  });
  afterAll(() => desk.close());

  const change = async (name: string, input: object, headers = AS_ADAM) => {
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
    const mutation = `mutation ($input: ${type}!) { result: ${name}(input: $input) { ${PAYLOAD} } }`;
    const { data, errors } = await desk.ask(mutation, { headers, variables: { input } });
    expect(errors).toEqual([]);
    return (data as { result: Payload }).result;
  };
  const targetOf = ({ release }: Payload) => ({ id: release?.id, expectedRevision: release?.revision });

  test('takes one from its beginning to its time, with what stands in the way as data', async () => {
    const [ready, waiting] = [await desk.approved(), await desk.page()];
    const begun = await change('createRelease', { name: 'Jaro' }, AS_EVA);
    expect(begun).toMatchObject({ release: { name: 'Jaro', state: 'OPEN', revision: 1, versions: [] }, errors: [] });
    const versions = [idOf(waiting), idOf(ready)];
    const filled = await change('addToRelease', { ...targetOf(begun), versions }, AS_EVA);
    expect(filled.release).toMatchObject({
      versions: [
        { number: 1, release: { name: 'Jaro' } },
        { number: 1, release: { name: 'Jaro' } },
      ],
    });

    const publishAt = '2026-11-24T07:00';
    expect((await change('scheduleRelease', { ...targetOf(filled), publishAt })).errors).toMatchObject([
      { __typename: 'InputError', code: 'ILLEGAL_TRANSITION', message: expect.stringContaining('is IN_REVIEW') },
    ]);
    expect((await change('publishRelease', targetOf(begun))).errors).toMatchObject([
      {
        __typename: 'ConflictError',
        currentRevision: 2,
        changedBy: officialAsking('eva'),
        changedFields: ['versions'],
      },
    ]);
    expect(
      (await change('addToRelease', { ...targetOf(filled), versions: [filled.release?.id] })).errors,
    ).toMatchObject([{ code: 'INVALID_ID', path: ['versions', '0'] }]);
    const rest = await change('removeFromRelease', { ...targetOf(filled), versions: [idOf(waiting)] }, AS_EVA);
    const scheduled = await change('scheduleRelease', { ...targetOf(rest), publishAt });
    expect(scheduled.release).toMatchObject({ state: 'SCHEDULED', publishAt: '2026-11-24T06:00:00.000Z' });
    expect((await change('discardRelease', targetOf(scheduled))).errors).toMatchObject([
      { code: 'ILLEGAL_TRANSITION' },
    ]);
    const open = await change('unscheduleRelease', targetOf(scheduled));
    expect(open.release).toMatchObject({ state: 'OPEN', publishAt: null });
    expect((await change('publishRelease', targetOf(open))).release).toMatchObject({ state: 'PUBLISHED' });
  });

  test('tells why one could not be published at its time', async () => {
    const version = await desk.approved();
    const begun = await change('createRelease', { name: 'Léto' });
    const filled = await change('addToRelease', { ...targetOf(begun), versions: [idOf(version)] });
    const { release } = await change('scheduleRelease', { ...targetOf(filled), publishAt: '2026-11-25T07:00' });
    const where = { id: version.versionId };
    await desk.database.prisma.version.update({ where, data: { state: 'IN_REVIEW' } });
    const query = 'query ($id: ID!) { release(id: $id) { state publishError } }';
    const question = { headers: AS_EVA, variables: { id: release?.id } };
    expect((await desk.ask(query, question)).data).toEqual({ release: { state: 'SCHEDULED', publishError: null } });
    desk.time.now = new Date('2026-11-25T06:00:00Z');
    const { prisma } = desk.database;
    const log = { error: () => undefined };
    const clock = () => desk.time.now;
    await new Worker({ database: prisma, clock, changes: new Changes(), handlers: catalogueJobs, log }).runDue();
    expect((await desk.ask(query, question)).data).toEqual({
      release: { state: 'SCHEDULED', publishError: expect.stringContaining('must be APPROVED, and is IN_REVIEW') },
    });
  });

  test('lists them, the newest first, by state, page by page, for editors', async () => {
    await desk.database.prisma.version.updateMany({ data: { releaseId: null } });
    await desk.database.prisma.release.deleteMany();
    for (let place = 0; place < 5; place += 1) {
      desk.time.now = new Date(desk.time.now.getTime() + 60_000);
      const begun = await change('createRelease', { name: `Vydání ${place}` });
      if (place % 2 === 1) await change('discardRelease', targetOf(begun));
    }
    const query = `query ($after: String, $states: [ReleaseState!]) {
      releases(first: 2, after: $after, filter: { states: $states }) {
        totalCount nodes { name versions { number } previewLinks { id } } pageInfo { hasNextPage endCursor } } }`;
    const list = async (variables: object) => {
      const { data } = await desk.ask(query, { headers: AS_EVA, variables });
      return (data as { releases: { nodes: { name: string }[]; pageInfo: { endCursor: string } } }).releases;
    };
    const first = await list({ states: ['OPEN'] });
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    const second = await list({ states: ['OPEN'], after: first.pageInfo.endCursor });
    const names = [...first.nodes, ...second.nodes].map(({ name }) => name);
    expect(names).toEqual(['Vydání 4', 'Vydání 2', 'Vydání 0']);
    expect(await list({})).toMatchObject({ totalCount: 5, nodes: [{ name: 'Vydání 4' }, { name: 'Vydání 3' }] });
    for (const asked of ['releases { totalCount }', `release(id: "${encodeGlobalId('Release', '0199')}") { name }`]) {
      const { errors } = await desk.ask(`{ ${asked} }`);
      expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    }
  });

  test('reads a page of them with the same number of statements however long it is', async () => {
    const count = async (first: number) => {
      desk.database.statements.length = 0;
      const query = `{ releases(first: ${first}) { totalCount nodes { name previewLinks { id } versions { number entry { slug } release { name } } } } }`;
      const { errors } = await desk.ask(query, { headers: AS_EVA });
      expect(errors).toEqual([]);
      return apartFromAsking(desk.database.statements).length;
    };
    for (let place = 0; place < 4; place += 1) {
      await desk.add(await desk.beginRelease(), await desk.page({ title: cs(`Číslo ${place}`) }), await desk.page());
    }
    expect(await count(4)).toBe(await count(1));
  });
});
