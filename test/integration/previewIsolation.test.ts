import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { approveVersions } from '../../src/catalogue/commands/approveVersions.ts';
import { asIfPublished } from '../../src/catalogue/reads/asIfPublished.ts';
import { encodeGlobalId, newId } from '../../src/kernel/ids.ts';
import { cs, publish } from '../testkit/content.ts';
import { DATABASES } from '../testkit/databases.ts';
import {
  ADAM,
  AS_EVA,
  type DeskAnswer,
  type EditorialDesk,
  openDesk,
  type Question,
  type Step,
  targetOf,
} from '../testkit/editorialDesk.ts';
import { digestOfRows } from '../testkit/rows.ts';

const LOOK = '{ pages(first: 100) { nodes { title } } }';
const titles = ({ data }: DeskAnswer) =>
  (data as { pages: { nodes: { title: string }[] } }).pages.nodes.map(({ title }) => title);

const previewing = (typeName: string, id: string) => ({ ...AS_EVA, 'x-preview': encodeGlobalId(typeName, id) });
const ofVersion = ({ versionId }: Step) => previewing('EntryVersion', versionId);

describe.each(DATABASES)('previews on %s', (kind) => {
  let desk: EditorialDesk;
  beforeAll(async () => {
    desk = await openDesk(kind);
  });
  afterAll(() => desk.close());

  /** Asks for what must be refused, and proves that nothing has changed. */
  const refused = async (question: Question, code: string, status?: number, query = LOOK) => {
    const before = await digestOfRows(desk.database.sql);
    const answer = await desk.ask(query, question);
    expect(answer.errors.map(({ extensions }) => extensions['code'])).toEqual([code]);
    expect(answer.data).toBeNull();
    if (status) expect(answer.status).toBe(status);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await digestOfRows(desk.database.sql)).toBe(before);
    return answer;
  };

  test('are for who may see drafts, by the id of a version or a release that exists', async () => {
    const version = await desk.page();
    const shown = ofVersion(version);
    await refused({ headers: { 'x-preview': shown['x-preview'] } }, 'UNAUTHENTICATED');
    for (const as of ['karel CITIZEN', 'rut REPRESENTATIVE', 'ivo INTEGRATOR'])
      await refused({ headers: { ...shown, as } }, 'FORBIDDEN');
    await refused({ headers: { ...AS_EVA, 'x-preview': 'cokoli' } }, 'INVALID_ID', 400);
    await refused({ headers: { ...AS_EVA, 'x-preview': '' } }, 'INVALID_ID', 400);
    await refused({ headers: previewing('Page', version.entryId) }, 'INVALID_ID', 400);
    await refused({ headers: previewing('EntryVersion', newId()) }, 'NOT_FOUND');
    await refused({ headers: previewing('Release', newId()) }, 'NOT_FOUND');
    await refused({ headers: shown, token: 'nic' }, 'INVALID_INPUT', 400);
  });

  test('begin no statement after their time', async () => {
    const version = await desk.page();
    const late = asIfPublished(
      desk.database.prisma,
      { id: version.versionId },
      desk.time.now,
      async (tx) => {
        await new Promise((resolve) => setTimeout(resolve, 700));
        return tx.liveEntry.count();
      },
      { statement: 3_000, whole: 500 },
    );
    await expect(late).rejects.toMatchObject({ code: 'PREVIEW_TIMEOUT' });
    expect(await desk.countLive([version])).toBe(0);
  });

  test('answer queries alone', async () => {
    const mutation = 'mutation { createRelease(input: { name: "Nic" }) { errors { code } } }';
    const headers = ofVersion(await desk.page());
    const { errors } = await refused({ headers }, 'INVALID_INPUT', 400, mutation);
    expect(errors[0]?.message).toContain('A preview answers queries alone');
  });

  test('are neither kept nor indexed, whether they succeed or fail', async () => {
    const shown = await desk.ask(LOOK, { headers: ofVersion(await desk.page()) });
    const failed = await desk.ask(LOOK, { token: 'nic' });
    for (const { headers } of [shown, failed]) {
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-robots-tag')).toBe('noindex');
    }
    const live = await desk.ask(LOOK);
    expect(live.headers.get('cache-control')).toBeNull();
    expect(live.headers.get('vary')).toContain('x-preview');
  });

  test('and readers at the same time each see their own', async () => {
    const versions = [await desk.page({ title: cs('Souběžná 0') }), await desk.page({ title: cs('Souběžná 1') })];
    const questions = Array.from({ length: 30 }, async (_, place) => {
      const version = versions[place % 4];
      const answer = await desk.ask(LOOK, version ? { headers: ofVersion(version) } : {});
      expect(answer.errors).toEqual([]);
      const shown = titles(answer).filter((title) => title.startsWith('Souběžná'));
      expect(shown).toEqual(version ? [`Souběžná ${place % 4}`] : []);
    });
    await Promise.all(questions);
  });

  // PGlite has one connection: there is no "meanwhile".
  describe.runIf(kind === 'PostgreSQL')('while one is open', () => {
    const sleep = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1_000));

    test('other readers and editors go on with what is live', async () => {
      const version = await desk.page({ title: cs('Zatím ne') });
      const { prisma } = desk.database;
      await asIfPublished(prisma, { id: version.versionId }, desk.time.now, async (tx) => {
        expect(await tx.liveEntry.count({ where: { id: version.entryId } })).toBe(1);
        expect(titles(await desk.ask(LOOK))).not.toContain('Zatím ne');
        expect((await desk.approve(version)).revision).toBe(2);
      });
    });

    test('publishing of the same waits for the end of it, and succeeds', async () => {
      const version = await desk.page();
      let publishing: Promise<unknown> | undefined;
      await asIfPublished(desk.database.prisma, { id: version.versionId }, desk.time.now, async () => {
        publishing = desk.as(ADAM, approveVersions, { versions: [targetOf(version)], publish: true });
        await sleep(0.2);
        expect(await desk.countLive([version])).toBe(0);
      });
      await publishing;
      expect(await desk.countLive([version])).toBe(1);
    });

    test('no statement of it takes longer than a few seconds', async () => {
      const version = await desk.page();
      const sleeping = asIfPublished(desk.database.prisma, { id: version.versionId }, desk.time.now, (tx) => {
        return tx.$queryRaw`SELECT pg_sleep(30)::text`;
      });
      await expect(sleeping).rejects.toMatchObject({ code: 'PREVIEW_TIMEOUT' });
      expect(await desk.countLive([version])).toBe(0);
    });

    test('that waits too long for others is told to come again', async () => {
      const page = { kind: 'page', slug: 'drzena', content: { organization: desk.organization } } as const;
      const [id] = (await publish(desk.app.runner, [page])) as [string];
      const version = await desk.revise(id, { title: cs('Držená') });
      await desk.database.sql.exec(`BEGIN; SELECT 1 FROM "LiveEntry" WHERE "id" = '${id}' FOR UPDATE`);
      const { status, errors, headers } = await desk.ask(LOOK, { headers: ofVersion(version) });
      await desk.database.sql.exec('COMMIT');
      expect([status, errors.map(({ extensions }) => extensions['code'])]).toEqual([503, ['PREVIEW_TIMEOUT']]);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(titles(await desk.ask(LOOK, { headers: ofVersion(version) }))).toContain('Držená');
    });

    test('what is published just then is no reason to fail', async () => {
      const page = { kind: 'page', slug: 'prave-ted', content: { organization: desk.organization } } as const;
      const [id] = (await publish(desk.app.runner, [page])) as [string];
      const version = await desk.revise(id, { title: cs('Právě teď') });
      await desk.database.sql.exec(
        `BEGIN; CREATE TEMP TABLE kept ON COMMIT DROP AS SELECT * FROM "LiveEntry" WHERE "id" = '${id}';
         DELETE FROM "LiveEntry" WHERE "id" = '${id}'; INSERT INTO "LiveEntry" SELECT * FROM kept;`,
      );
      const preview = desk.ask(LOOK, { headers: ofVersion(version) });
      await sleep(0.2);
      await desk.database.sql.exec('COMMIT');
      expect(titles(await preview)).toContain('Právě teď');
    });
  });
});
