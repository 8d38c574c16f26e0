import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publishVersion } from '../../src/catalogue/commands/publishVersion.ts';
import { createRelease } from '../../src/catalogue/commands/releases/createRelease.ts';
import { discardRelease } from '../../src/catalogue/commands/releases/discardRelease.ts';
import { publishRelease } from '../../src/catalogue/commands/releases/publishRelease.ts';
import type { ReleaseResult } from '../../src/catalogue/commands/releases/releaseSteps.ts';
import { removeFromRelease } from '../../src/catalogue/commands/releases/removeFromRelease.ts';
import { scheduleRelease } from '../../src/catalogue/commands/releases/scheduleRelease.ts';
import { scheduleVersion } from '../../src/catalogue/commands/scheduleVersion.ts';
import { newId } from '../../src/kernel/ids.ts';
import { DATABASES } from '../testkit/databases.ts';
import {
  ADAM,
  type EditorialDesk,
  EVA,
  openDesk,
  releaseTarget,
  type Step,
  targetOf,
} from '../testkit/editorialDesk.ts';
import { digestOfRows } from '../testkit/rows.ts';
import { saying } from '../testkit/said.ts';

const LATER = new Date('2026-11-24T06:00:00Z');

describe.each(DATABASES)('releases on %s', (kind) => {
  let desk: EditorialDesk;
  beforeAll(async () => {
    desk = await openDesk(kind);
  });
  afterAll(() => desk.close());

  const publish = (release: ReleaseResult, key?: string) => desk.as(ADAM, publishRelease, releaseTarget(release), key);
  const present = async (release: ReleaseResult) => {
    return { releaseId: release.releaseId, expectedRevision: (await desk.findRelease(release)).revision };
  };
  const auditOf = async ({ releaseId }: ReleaseResult) => {
    const where = { objectId: releaseId };
    const records = await desk.database.prisma.auditRecord.findMany({ where, orderBy: { id: 'asc' } });
    return records.map(({ actor, action, revision }) => `${actor} ${action} ${revision}`);
  };

  test('versions are put together while they are worked on, and published in one step when all are approved', async () => {
    const versions = [await desk.page({}, false), await desk.page(), await desk.approved()] as const;
    const release = await desk.releaseWith(...versions);
    expect((await desk.findRelease(release)).versions).toHaveLength(3);
    await desk.approve(versions[1]);
    const draft = { ...releaseTarget(release), versionIds: [versions[0].versionId] };
    const { revision } = await publish(await desk.as(EVA, removeFromRelease, draft));
    expect(await desk.statesOf(versions)).toEqual(['DRAFT', 'PUBLISHED', 'PUBLISHED']);
    expect(await desk.countLive(versions)).toBe(2);
    const published = { state: 'PUBLISHED', revision, publishedAt: desk.time.now };
    expect(await desk.findRelease(release)).toMatchObject(published);
    expect(await auditOf(release)).toEqual([
      'eva release.create 1',
      'eva release.add 2',
      'eva release.add 2',
      'eva release.add 2',
      'eva release.remove 3',
      'adam release.publish 4',
    ]);
    const step = { action: 'version.publish', objectId: versions[2].entryId };
    expect(await desk.database.prisma.auditRecord.count({ where: step })).toBe(1);
  });

  test('one that is not approved keeps all back, and each such entry is named', async () => {
    const versions = [await desk.approved(), await desk.page(), await desk.page({}, false), await desk.approved()];
    const release = await desk.releaseWith(...versions);
    const naming = {
      message: expect.stringMatching(/stranka-\d+ must be APPROVED, and is \w+;.*stranka-\d+ must be/),
      issues: [expect.anything(), expect.anything()],
    };
    await desk.refused('ILLEGAL_TRANSITION', () => publish(release), naming);
    const soon = { ...releaseTarget(release), publishAt: LATER };
    await desk.refused('ILLEGAL_TRANSITION', () => desk.as(ADAM, scheduleRelease, soon), naming);
  });

  test('a failure in the middle of publishing leaves everything as it was', async () => {
    const release = await desk.releaseWith(await desk.approved(), await desk.approved(), await desk.approved());
    const { sql } = desk.database;
    await sql.exec(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no publishing now'; END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON "PublishedEntry" EXECUTE FUNCTION refuse();`);
    const before = await digestOfRows(sql);
    await expect(publish(release)).rejects.toThrow('no publishing now');
    expect(await digestOfRows(sql)).toBe(before);
    await sql.exec('DROP FUNCTION refuse CASCADE');
    await publish(release);
  });

  test('what supersedes and what is new is published side by side', async () => {
    const first = await desk.approved();
    await desk.as(ADAM, publishVersion, targetOf(first));
    const versions = [
      await desk.approve(await desk.revise(first.entryId, { title: { cs: 'Druhý' } })),
      await desk.approved(),
    ];
    await publish(await desk.releaseWith(...versions));
    expect(await desk.statesOf([first, ...versions])).toEqual(['SUPERSEDED', 'PUBLISHED', 'PUBLISHED']);
  });

  test('of many who publish the same release at the same time exactly one wins', async () => {
    const versions = [await desk.approved(), await desk.approved(), await desk.approved()];
    const release = await desk.releaseWith(...versions);
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => publish(release)));
    const lost = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []));
    expect(lost).toEqual(Array(7).fill('CONFLICT'));
    expect(await desk.countLive(versions)).toBe(3);
    expect((await auditOf(release)).filter((line) => line.includes('publish'))).toHaveLength(1);
  });

  test('a release and a version of it published at the same time: one of the two happens', async () => {
    for (let round = 0; round < 5; round += 1) {
      const versions = [await desk.approved(), await desk.approved()] as const;
      const release = await desk.releaseWith(...versions);
      const alone = desk.as(ADAM, publishVersion, targetOf(versions[1]));
      const [whole, part] = await Promise.allSettled([publish(release), alone]);
      expect([whole?.status, part?.status].toSorted()).toEqual(['fulfilled', 'rejected']);
      expect(await desk.countLive(versions)).toBe(whole?.status === 'fulfilled' ? 2 : 1);
    }
  });

  test('of two releases with versions of the same entries, published at the same time, exactly one wins', async () => {
    for (let round = 0; round < 3; round += 1) {
      const sentBack: Step[] = [];
      while (sentBack.length < 12) sentBack.push(await desk.page());
      const old = await desk.releaseWith(...sentBack);
      const anew: Step[] = [];
      for (const version of sentBack.toReversed()) anew.push(await desk.approve(await desk.continued(version)));
      const joined = { ...(await present(old)), versionIds: anew.map(({ versionId }) => versionId) };
      const emptied = await desk.as(EVA, removeFromRelease, joined);
      // As it is left when somebody was changing the old release while the new drafts were begun.
      const where = { id: { in: sentBack.map(({ versionId }) => versionId) } };
      await desk.database.prisma.version.updateMany({ where, data: { releaseId: old.releaseId } });
      const fresh = await desk.releaseWith(...anew);
      const [lost, won] = await Promise.allSettled([publish(emptied), publish(fresh)]);
      expect(lost).toMatchObject({ status: 'rejected', reason: { code: 'ILLEGAL_TRANSITION' } });
      expect(won?.status).toBe('fulfilled');
      expect(await desk.countLive(anew)).toBe(12);
    }
  });

  test('a discarded release lets its versions go, into another one', async () => {
    const version = await desk.approved();
    const release = await desk.releaseWith(version);
    const other = await desk.beginRelease();
    const issue = { path: ['versions', 0], message: saying('must not be in another release') };
    await desk.refused('ILLEGAL_TRANSITION', () => desk.add(other, version), { issues: [issue] });
    const gone = await desk.as(EVA, discardRelease, releaseTarget(release));
    expect(await desk.findRelease(release)).toMatchObject({ state: 'DISCARDED', versions: [] });
    await desk.refused('ILLEGAL_TRANSITION', () => desk.add(gone, version));
    await desk.refused('ILLEGAL_TRANSITION', () => publish(gone));
    await publish(await desk.add(other, version));
  });

  test('a new version takes the place of one that was sent back', async () => {
    const first = await desk.page();
    const release = await desk.releaseWith(first);
    const second = await desk.approve(await desk.continued(first));
    expect((await desk.findRelease(release)).versions.map(({ id }) => id)).toEqual([second.versionId]);
    await desk.refused('CONFLICT', () => publish(release));
    await desk.as(ADAM, publishRelease, await present(release));
    expect(await desk.countLive([second])).toBe(1);
    expect((await auditOf(release)).slice(2)).toEqual([
      'eva release.remove 3',
      'eva release.add 3',
      'adam release.publish 4',
    ]);
  });

  test('one that is discarded takes in no new version', async () => {
    const first = await desk.page();
    const release = await desk.releaseWith(first);
    await desk.as(EVA, discardRelease, releaseTarget(release));
    const second = await desk.continued(first);
    const found = await desk.database.prisma.version.findUniqueOrThrow({ where: { id: second.versionId } });
    expect(found.releaseId).toBeNull();
  });

  test('only what is being worked on can be added, and not what has a time of its own', async () => {
    const [published, timed, fine] = [await desk.approved(), await desk.approved(), await desk.approved()];
    await desk.as(ADAM, publishVersion, targetOf(published));
    await desk.as(ADAM, scheduleVersion, { ...targetOf(timed), publishAt: LATER });
    const release = await desk.beginRelease();
    await desk.refused('ILLEGAL_TRANSITION', () => desk.add(release, fine, published, timed), {
      issues: [
        { path: ['versions', 1], message: saying('is PUBLISHED') },
        { path: ['versions', 2], message: saying('is SCHEDULED') },
      ],
    });
    await desk.refused('NOT_FOUND', () => desk.add(release, { ...fine, versionId: newId() }));
    await desk.refused('INVALID_INPUT', () => desk.add(release));
    const foreign = { ...releaseTarget(release), versionIds: [fine.versionId] };
    await desk.refused('INVALID_INPUT', () => desk.as(EVA, removeFromRelease, foreign));
    await desk.refused('ILLEGAL_TRANSITION', () => publish(release));
  });

  test('whoever saw an older revision learns what has changed since, and by whom', async () => {
    const release = await desk.beginRelease();
    const { revision } = await desk.add(release, await desk.approved());
    const conflict = { currentRevision: revision, changedBy: 'eva', changedFields: ['versions'] };
    const late = releaseTarget(release);
    await desk.refused('CONFLICT', () => publish(release), { conflict });
    await desk.refused('CONFLICT', () => desk.as(ADAM, scheduleRelease, { ...late, publishAt: LATER }), { conflict });
    await desk.refused('CONFLICT', () => desk.as(EVA, discardRelease, late), { conflict });
    await desk.refused('NOT_FOUND', () => desk.as(EVA, discardRelease, { ...late, releaseId: newId() }));
  });

  test('names have 1 to 120 characters on one line', async () => {
    for (const name of ['', '   ', 'x'.repeat(121), 'dva\nřádky']) {
      await desk.refused('INVALID_INPUT', () => desk.as(EVA, createRelease, { name }), {
        issues: [{ path: ['name'] }],
      });
    }
    await desk.as(EVA, createRelease, { name: 'ž'.repeat(120) });
  });

  test('the same idempotency key has one effect', async () => {
    const release = await desk.releaseWith(await desk.approved());
    const once = await publish(release, 'jednou');
    expect(await publish(release, 'jednou')).toEqual(once);
    expect((await auditOf(release)).filter((line) => line.includes('publish'))).toHaveLength(1);
  });
});
