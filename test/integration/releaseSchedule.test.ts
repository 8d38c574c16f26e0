import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { approveVersions } from '../../src/catalogue/commands/approveVersions.ts';
import { discardVersion } from '../../src/catalogue/commands/discardVersion.ts';
import { catalogueJobs } from '../../src/catalogue/commands/jobHandlers.ts';
import { MAX_VERSIONS } from '../../src/catalogue/commands/releases/addToRelease.ts';
import { discardRelease } from '../../src/catalogue/commands/releases/discardRelease.ts';
import { publishRelease } from '../../src/catalogue/commands/releases/publishRelease.ts';
import type { ReleaseResult } from '../../src/catalogue/commands/releases/releaseSteps.ts';
import { removeFromRelease } from '../../src/catalogue/commands/releases/removeFromRelease.ts';
import { scheduleRelease } from '../../src/catalogue/commands/releases/scheduleRelease.ts';
import { unscheduleRelease } from '../../src/catalogue/commands/releases/unscheduleRelease.ts';
import { scheduleVersion } from '../../src/catalogue/commands/scheduleVersion.ts';
import { unscheduleVersion } from '../../src/catalogue/commands/unscheduleVersion.ts';
import { RELEASE_JOB } from '../../src/catalogue/jobs.ts';
import { Changes } from '../../src/journal/changes.ts';
import { Worker } from '../../src/journal/worker.ts';
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
import { saying } from '../testkit/said.ts';

const EARLY = new Date('2026-11-23T10:00:00Z');
const LATER = new Date('2026-11-24T06:00:00Z');

describe.each(DATABASES)('scheduled releases on %s', (kind) => {
  let desk: EditorialDesk;
  const failures: string[] = [];
  const log = { error: (facts: object) => void failures.push((facts as { err: Error }).err.message) };
  const worker = () => {
    const { prisma } = desk.database;
    return new Worker({
      database: prisma,
      clock: () => desk.time.now,
      changes: new Changes(),
      handlers: catalogueJobs,
      log,
    });
  };
  const schedule = (release: ReleaseResult) =>
    desk.as(ADAM, scheduleRelease, { ...releaseTarget(release), publishAt: LATER });
  const scheduled = async (...versions: Step[]) => schedule(await desk.releaseWith(...versions));
  const unschedule = (release: ReleaseResult) => desk.as(ADAM, unscheduleRelease, releaseTarget(release));

  beforeAll(async () => {
    desk = await openDesk(kind);
  });
  beforeEach(() => {
    desk.time.now = EARLY;
    failures.length = 0;
  });
  afterAll(() => desk.close());

  test('are published once, by one of many workers, at their time or when there is a worker again', async () => {
    const versions = [await desk.approved(), await desk.approved()];
    const release = await scheduled(...versions);
    expect(await desk.findRelease(release)).toMatchObject({ state: 'SCHEDULED', publishAt: LATER });
    desk.time.now = new Date(LATER.getTime() - 1);
    expect(await worker().runDue()).toBe(0);
    desk.time.now = new Date(LATER.getTime() + 3_600_000);
    const done = await Promise.all(Array.from({ length: 4 }, () => worker().runDue()));
    expect(done.reduce((sum, one) => sum + one, 0)).toBe(1);
    expect(await desk.countLive(versions)).toBe(2);
    const published = { state: 'PUBLISHED', publishAt: null, publishedAt: desk.time.now };
    expect(await desk.findRelease(release)).toMatchObject(published);
    const step = { objectId: release.releaseId, action: 'release.publish' };
    expect(await desk.database.prisma.auditRecord.findMany({ where: step })).toMatchObject([
      { actor: 'system:scheduler', revision: release.revision + 1 },
    ]);
  });

  test('keep their set; unscheduled they are open again and nothing is published', async () => {
    const [version, other] = [await desk.approved(), await desk.approved()];
    const release = await scheduled(version);
    await desk.refused('ILLEGAL_TRANSITION', () => desk.add(release, other));
    const some = { ...releaseTarget(release), versionIds: [version.versionId] };
    await desk.refused('ILLEGAL_TRANSITION', () => desk.as(EVA, removeFromRelease, some));
    await desk.refused('ILLEGAL_TRANSITION', () => desk.as(EVA, discardRelease, releaseTarget(release)));
    await desk.refused('ILLEGAL_TRANSITION', () => desk.as(EVA, discardVersion, targetOf(version)));
    await desk.refused('ILLEGAL_TRANSITION', () => schedule(release));
    const open = await unschedule(release);
    await desk.add(open, other);
    desk.time.now = LATER;
    expect(await worker().runDue()).toBe(0);
    expect(await desk.countLive([version, other])).toBe(0);
    await desk.as(EVA, discardVersion, targetOf(version));
    expect((await desk.findRelease(release)).versions.map(({ id }) => id)).toEqual([other.versionId]);
  });

  test('publish nothing when a version is not approved any more, visibly, until that is put right', async () => {
    const versions = [await desk.approved(), await desk.approved()] as const;
    const release = await scheduled(...versions);
    const alone = { ...targetOf(versions[1]), publishAt: new Date('2027-01-01T00:00:00Z') };
    const timed = (await desk.as(ADAM, scheduleVersion, alone)) as Step;
    desk.time.now = LATER;
    expect(await worker().runDue()).toBe(0);
    expect(await desk.statesOf(versions)).toEqual(['APPROVED', 'SCHEDULED']);
    expect(await desk.countLive(versions)).toBe(0);
    expect((await desk.findRelease(release)).state).toBe('SCHEDULED');
    const where = { kind: RELEASE_JOB, subject: release.releaseId };
    const job = await desk.database.prisma.job.findFirstOrThrow({ where });
    expect(job).toMatchObject({ attempts: 1, doneAt: null });
    expect(job.lastError).toContain('must be APPROVED, and is SCHEDULED');
    expect(failures).toEqual([job.lastError]);
    expect(job.runAt > LATER).toBe(true);

    await desk.as(ADAM, unscheduleVersion, targetOf(timed));
    desk.time.now = new Date(job.runAt);
    expect(await worker().runDue()).toBe(1);
    expect(await desk.countLive(versions)).toBe(2);
  });

  test('publish what was in them when their time was set, or nothing', async () => {
    const versions = [await desk.approved(), await desk.approved()] as const;
    const release = await scheduled(...versions);
    // As a command does whose transaction did not see yet that the release was scheduled.
    await desk.database.prisma.version.update({ where: { id: versions[0].versionId }, data: { releaseId: null } });
    desk.time.now = LATER;
    await worker().runDue();
    expect(failures).toEqual([expect.stringContaining('is not in the release any more')]);
    expect(await desk.countLive(versions)).toBe(0);
    await unschedule(release);
  });

  test('can be published by hand, and are not published again', async () => {
    const version = await desk.approved();
    await desk.as(ADAM, publishRelease, releaseTarget(await scheduled(version)));
    desk.time.now = LATER;
    expect(await worker().runDue()).toBe(0);
    expect(await desk.countLive([version])).toBe(1);
  });

  test('are published by the worker or unscheduled by somebody, when both try at the same time', async () => {
    for (let round = 0; round < 5; round += 1) {
      desk.time.now = EARLY;
      const release = await scheduled(await desk.approved());
      desk.time.now = LATER;
      const [published, unscheduled] = await Promise.allSettled([worker().runDue(), unschedule(release)]);
      const happened = published?.status === 'fulfilled' && published.value === 1;
      expect(unscheduled?.status).toBe(happened ? 'rejected' : 'fulfilled');
      expect((await desk.findRelease(release)).state).toBe(happened ? 'PUBLISHED' : 'OPEN');
      expect(failures).toEqual([]);
    }
  });

  test('have a time that lies ahead', async () => {
    const release = await desk.releaseWith(await desk.approved());
    const past = { ...releaseTarget(release), publishAt: desk.time.now };
    const issue = { path: ['publishAt'], message: saying('must be in the future') };
    await desk.refused('INVALID_INPUT', () => desk.as(ADAM, scheduleRelease, past), { issues: [issue] });
  });

  test('have an end, and the largest is published in time', async () => {
    const { organization } = desk;
    const drafts = Array.from({ length: MAX_VERSIONS + 1 }, (_, place) => {
      return { kind: 'page', slug: `velka-${place}`, content: { organization } } as const;
    });
    const created = await desk.create(drafts);
    const versions = (await desk.as(ADAM, approveVersions, { versions: created.map(targetOf) })) as Step[];
    const release = await desk.beginRelease();
    await desk.refused('INVALID_INPUT', () => desk.add(release, ...versions));
    await schedule(await desk.add(release, ...versions.slice(1)));
    desk.time.now = LATER;
    expect(await worker().runDue()).toBe(1);
    expect(await desk.countLive(versions)).toBe(MAX_VERSIONS);
  });
});
