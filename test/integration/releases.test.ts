import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { approveVersions } from '../../src/catalogue/commands/approveVersions.ts';
import { createEntries } from '../../src/catalogue/commands/createEntries.ts';
import { discardVersion } from '../../src/catalogue/commands/discardVersion.ts';
import { catalogueJobs } from '../../src/catalogue/commands/jobHandlers.ts';
import { publishVersion } from '../../src/catalogue/commands/publishVersion.ts';
import { addToRelease, MAX_VERSIONS } from '../../src/catalogue/commands/releases/addToRelease.ts';
import { createRelease } from '../../src/catalogue/commands/releases/createRelease.ts';
import { discardRelease } from '../../src/catalogue/commands/releases/discardRelease.ts';
import { publishRelease } from '../../src/catalogue/commands/releases/publishRelease.ts';
import type { ReleaseResult } from '../../src/catalogue/commands/releases/releaseSteps.ts';
import { removeFromRelease } from '../../src/catalogue/commands/releases/removeFromRelease.ts';
import { scheduleRelease } from '../../src/catalogue/commands/releases/scheduleRelease.ts';
import { unscheduleRelease } from '../../src/catalogue/commands/releases/unscheduleRelease.ts';
import { requestChanges } from '../../src/catalogue/commands/requestChanges.ts';
import { reviseEntry } from '../../src/catalogue/commands/reviseEntry.ts';
import { scheduleVersion } from '../../src/catalogue/commands/scheduleVersion.ts';
import type { StepResult } from '../../src/catalogue/commands/steps.ts';
import { RELEASE_JOB } from '../../src/catalogue/jobs.ts';
import { Changes } from '../../src/journal/changes.ts';
import { type Command, type CommandRunner, runCommand } from '../../src/journal/command.ts';
import { Worker } from '../../src/journal/worker.ts';
import { newId } from '../../src/kernel/ids.ts';
import type { Viewer } from '../../src/kernel/viewer.ts';
import { completed, writeOrganization } from '../testkit/content.ts';
import { createTestDatabase, DATABASES, type TestDatabase } from '../testkit/databases.ts';
import { digestOfRows } from '../testkit/rows.ts';

const EVA: Viewer = { actor: 'eva', roles: new Set(['EDITOR']) };
const ADAM: Viewer = { actor: 'adam', roles: new Set(['APPROVER']) };
const LATER = new Date('2026-11-24T06:00:00Z');
const MUCH_LATER = new Date('2027-01-01T00:00:00Z');

describe.each(DATABASES)('releases on %s', (kind) => {
  let database: TestDatabase;
  let runner: CommandRunner;
  let organization: string;
  let now: Date;
  let count = 0;
  const failures: string[] = [];
  const log = { error: (facts: object) => void failures.push(String((facts as { err: Error }).err.message)) };

  const as = <Input, Result>(viewer: Viewer, command: Command<Input, Result>, input: Input, key?: string) =>
    runCommand(runner, viewer, command, input, { idempotencyKey: key });
  const worker = () =>
    new Worker({ database: database.prisma, clock: () => now, changes: new Changes(), handlers: catalogueJobs, log });

  const submitted = async (how: { submit: boolean } = { submit: true }) => {
    const page = completed({ kind: 'page', slug: `stranka-${count++}`, content: { organization } });
    return (await as(EVA, createEntries, [{ ...page, ...how }]))[0] as StepResult;
  };
  const step = ({ versionId, revision }: StepResult) => ({
    versionId: versionId as string,
    expectedRevision: revision,
  });
  const approve = async (version: StepResult) =>
    (await as(ADAM, approveVersions, { versions: [step(version)] }))[0] as StepResult;
  const approved = async () => approve(await submitted());
  /** The new version of what a reviewer sent back. */
  const continued = async (version: StepResult) => {
    const comments = [{ path: '', text: 'Jinak.' }];
    const { entryId, revision } = await as(ADAM, requestChanges, { ...step(version), comments });
    const patch = { title: { cs: 'Jinak' } };
    return as(EVA, reviseEntry, { entryId, expectedRevision: revision, patch, submit: true });
  };
  const begin = () => as(EVA, createRelease, { name: `Vydání ${count++}` });
  const target = ({ releaseId, revision }: ReleaseResult) => ({ releaseId, expectedRevision: revision });
  const add = (release: ReleaseResult, ...versions: StepResult[]) =>
    as(EVA, addToRelease, { ...target(release), versionIds: versions.map(({ versionId }) => versionId as string) });
  const of = async (...versions: StepResult[]) => add(await begin(), ...versions);
  const scheduled = async (...versions: StepResult[]) =>
    as(ADAM, scheduleRelease, { ...target(await of(...versions)), publishAt: LATER });

  const releaseOf = ({ releaseId }: ReleaseResult) =>
    database.prisma.release.findUniqueOrThrow({ where: { id: releaseId }, include: { versions: true } });
  const statesOf = async (versions: readonly StepResult[]) => {
    const where = { id: { in: versions.map(({ versionId }) => versionId as string) } };
    return (await database.prisma.version.findMany({ where, orderBy: { createdAt: 'asc' } })).map(({ state }) => state);
  };
  const liveOf = (versions: readonly StepResult[]) =>
    database.prisma.liveEntry.count({ where: { id: { in: versions.map(({ entryId }) => entryId) } } });
  const auditOf = async ({ releaseId }: ReleaseResult) => {
    const records = await database.prisma.auditRecord.findMany({
      where: { objectId: releaseId },
      orderBy: { id: 'asc' },
    });
    return records.map(({ actor, action, revision }) => `${actor} ${action} ${revision}`);
  };

  /** Runs what must fail with the code, and proves that it changed nothing. */
  const refused = async (code: string, work: () => Promise<unknown>, facts: object = {}) => {
    const before = await digestOfRows(database.sql);
    await expect(work()).rejects.toMatchObject({ code, ...facts });
    expect(await digestOfRows(database.sql)).toEqual(before);
  };

  beforeAll(async () => {
    database = await createTestDatabase(kind);
    runner = { database: database.prisma, clock: () => now, changes: new Changes() };
    now = new Date('2026-11-23T10:00:00Z');
    organization = await writeOrganization(runner, 'urad');
  });
  beforeEach(() => {
    now = new Date('2026-11-23T10:00:00Z');
    failures.length = 0;
  });
  afterAll(() => database.drop());

  test('versions are put together while they are worked on, and published in one step when all are approved', async () => {
    const versions = [await submitted({ submit: false }), await submitted(), await approved()];
    const release = await of(...versions);
    expect((await releaseOf(release)).versions).toHaveLength(3);
    await as(ADAM, approveVersions, { versions: [step(versions[1] as StepResult)] });
    const without = await as(EVA, removeFromRelease, {
      ...target(release),
      versionIds: [versions[0]?.versionId as string],
    });
    const published = await as(ADAM, publishRelease, target(without));
    expect(await statesOf(versions)).toEqual(['DRAFT', 'PUBLISHED', 'PUBLISHED']);
    expect(await liveOf(versions)).toBe(2);
    expect(await releaseOf(release)).toMatchObject({
      state: 'PUBLISHED',
      revision: published.revision,
      publishedAt: now,
    });
    expect(await auditOf(release)).toEqual([
      'eva release.create 1',
      'eva release.add 2',
      'eva release.add 2',
      'eva release.add 2',
      'eva release.remove 3',
      'adam release.publish 4',
    ]);
    const steps = await database.prisma.auditRecord.count({
      where: { action: 'version.publish', objectId: versions[2]?.entryId },
    });
    expect(steps).toBe(1);
  });

  test('one that is not approved keeps all back, and each such entry is named', async () => {
    const versions = [await approved(), await submitted(), await submitted({ submit: false }), await approved()];
    const release = await of(...versions);
    const naming = {
      message: expect.stringMatching(/stranka-\d+ must be APPROVED, and is (IN_REVIEW|DRAFT);.*stranka-\d+ must be/),
      issues: [expect.anything(), expect.anything()],
    };
    await refused('ILLEGAL_TRANSITION', () => as(ADAM, publishRelease, target(release)), naming);
    const soon = { ...target(release), publishAt: LATER };
    await refused('ILLEGAL_TRANSITION', () => as(ADAM, scheduleRelease, soon), naming);
  });

  test('a failure in the middle of publishing leaves everything as it was', async () => {
    const release = await of(await approved(), await approved(), await approved());
    await database.sql.exec(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no publishing now'; END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON "PublishedEntry" EXECUTE FUNCTION refuse();`);
    const before = await digestOfRows(database.sql);
    await expect(as(ADAM, publishRelease, target(release))).rejects.toThrow('no publishing now');
    expect(await digestOfRows(database.sql)).toEqual(before);
    await database.sql.exec('DROP FUNCTION refuse CASCADE');
    await as(ADAM, publishRelease, target(release));
  });

  test('what supersedes and what is new is published side by side', async () => {
    const first = await approved();
    await as(ADAM, publishVersion, step(first));
    const patch = { title: { cs: 'Druhý' } };
    const again = await as(EVA, reviseEntry, {
      entryId: first.entryId,
      expectedRevision: first.revision + 1,
      patch,
      submit: true,
    });
    const versions = [await approve(again), await approved()];
    await as(ADAM, publishRelease, target(await of(...versions)));
    expect(await statesOf([first, ...versions])).toEqual(['SUPERSEDED', 'PUBLISHED', 'PUBLISHED']);
  });

  test('of many who publish the same release at the same time exactly one wins', async () => {
    const versions = [await approved(), await approved(), await approved()];
    const release = await of(...versions);
    const attempts = Array.from({ length: 8 }, () => as(ADAM, publishRelease, target(release)));
    const outcomes = await Promise.allSettled(attempts);
    const lost = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []));
    expect(lost).toEqual(Array(7).fill('CONFLICT'));
    expect(await liveOf(versions)).toBe(3);
    expect((await auditOf(release)).filter((line) => line.includes('publish'))).toHaveLength(1);
  });

  test('a release and a version of it published at the same time: one of the two happens', async () => {
    for (let round = 0; round < 5; round += 1) {
      const versions = [await approved(), await approved()];
      const release = await of(...versions);
      const [whole, part] = await Promise.allSettled([
        as(ADAM, publishRelease, target(release)),
        as(ADAM, publishVersion, step(versions[1] as StepResult)),
      ]);
      expect([whole?.status, part?.status].toSorted()).toEqual(['fulfilled', 'rejected']);
      expect(await liveOf(versions)).toBe(whole?.status === 'fulfilled' ? 2 : 1);
    }
  });

  test('of two releases with versions of the same entries, published at the same time, exactly one wins', async () => {
    for (let round = 0; round < 3; round += 1) {
      const sentBack: StepResult[] = [];
      while (sentBack.length < 12) sentBack.push(await submitted());
      const old = await of(...sentBack);
      const anew: StepResult[] = [];
      for (const version of sentBack.toReversed()) anew.push(await approve(await continued(version)));
      const fresh = await of(...anew);
      const [lost, won] = await Promise.allSettled([old, fresh].map((one) => as(ADAM, publishRelease, target(one))));
      expect(lost).toMatchObject({ status: 'rejected', reason: { code: 'ILLEGAL_TRANSITION' } });
      expect(won?.status).toBe('fulfilled');
      expect(await liveOf(anew)).toBe(12);
    }
  });

  test('a scheduled release is published once, by one of many workers, at its time', async () => {
    const versions = [await approved(), await approved()];
    const release = await scheduled(...versions);
    expect(await releaseOf(release)).toMatchObject({ state: 'SCHEDULED', publishAt: LATER });
    now = new Date(LATER.getTime() - 1);
    expect(await worker().runDue()).toBe(0);
    now = new Date(LATER.getTime() + 3_600_000);
    const done = await Promise.all(Array.from({ length: 4 }, () => worker().runDue()));
    expect(done.reduce((sum, one) => sum + one, 0)).toBe(1);
    expect(await liveOf(versions)).toBe(2);
    expect(await releaseOf(release)).toMatchObject({ state: 'PUBLISHED', publishAt: null, publishedAt: now });
    expect((await auditOf(release)).at(-1)).toBe(`system:scheduler release.publish ${release.revision + 1}`);
  });

  test('while it is scheduled its set stays; unscheduled it is open again and nothing is published', async () => {
    const version = await approved();
    const release = await scheduled(version);
    const other = await approved();
    await refused('ILLEGAL_TRANSITION', () => add(release, other));
    const some = { ...target(release), versionIds: [version.versionId as string] };
    await refused('ILLEGAL_TRANSITION', () => as(EVA, removeFromRelease, some));
    await refused('ILLEGAL_TRANSITION', () => as(EVA, discardRelease, target(release)));
    await refused('ILLEGAL_TRANSITION', () => as(EVA, discardVersion, step(version)));
    const open = await as(ADAM, unscheduleRelease, target(release));
    await add(open, other);
    now = LATER;
    expect(await worker().runDue()).toBe(0);
    expect(await liveOf([version, other])).toBe(0);
    await as(EVA, discardVersion, step(version));
    expect((await releaseOf(release)).versions.map(({ id }) => id)).toEqual([other.versionId]);
  });

  test('a version that is not approved any more at that time keeps all back, visibly, until it is put right', async () => {
    const versions = [await approved(), await approved()];
    const release = await scheduled(...versions);
    const alone = versions[1] as StepResult;
    const own = await as(ADAM, scheduleVersion, { ...step(alone), publishAt: MUCH_LATER });
    now = LATER;
    expect(await worker().runDue()).toBe(0);
    expect(await liveOf(versions)).toBe(0);
    expect(await statesOf(versions)).toEqual(['APPROVED', 'SCHEDULED']);
    const job = await database.prisma.job.findFirstOrThrow({
      where: { kind: RELEASE_JOB, subject: release.releaseId },
    });
    expect(job).toMatchObject({
      attempts: 1,
      doneAt: null,
      lastError: expect.stringContaining('must be APPROVED, and is SCHEDULED'),
    });
    expect(failures).toEqual([job.lastError]);
    expect(job.runAt > now).toBe(true);
    expect((await releaseOf(release)).state).toBe('SCHEDULED');

    await database.prisma.version.update({
      where: { id: own.versionId as string },
      data: { state: 'APPROVED', publishAt: null },
    });
    await database.prisma.job.deleteMany({ where: { subject: own.versionId as string } });
    now = new Date(job.runAt);
    expect(await worker().runDue()).toBe(1);
    expect(await liveOf(versions)).toBe(2);
  });

  test('what was scheduled is published, or nothing: a version that got out of it is missed', async () => {
    const versions = [await approved(), await approved()];
    const release = await scheduled(...versions);
    // As a command would do whose transaction did not see yet that the release was scheduled.
    await database.prisma.version.update({
      where: { id: versions[0]?.versionId as string },
      data: { releaseId: null },
    });
    now = LATER;
    await worker().runDue();
    expect(failures).toEqual([expect.stringContaining('is not in the release any more')]);
    expect(await liveOf(versions)).toBe(0);
    await as(ADAM, unscheduleRelease, target(release));
  });

  test('a scheduled release can be published by hand, and is not published again', async () => {
    const version = await approved();
    await as(ADAM, publishRelease, target(await scheduled(version)));
    now = LATER;
    expect(await worker().runDue()).toBe(0);
    expect(await liveOf([version])).toBe(1);
  });

  test('unscheduling while the worker publishes: one of the two happens', async () => {
    for (let round = 0; round < 5; round += 1) {
      now = new Date('2026-11-23T10:00:00Z');
      const version = await approved();
      const release = await scheduled(version);
      now = LATER;
      const [published, unscheduled] = await Promise.allSettled([
        worker().runDue(),
        as(ADAM, unscheduleRelease, target(release)),
      ]);
      const happened = published?.status === 'fulfilled' && published.value === 1;
      expect(unscheduled?.status).toBe(happened ? 'rejected' : 'fulfilled');
      expect((await releaseOf(release)).state).toBe(happened ? 'PUBLISHED' : 'OPEN');
      expect(failures).toEqual([]);
    }
  });

  test('a discarded release lets its versions go, into another one', async () => {
    const version = await approved();
    const release = await of(version);
    const other = await begin();
    const issue = { path: ['versions', 0], message: expect.stringContaining('must not be in another release') };
    await refused('ILLEGAL_TRANSITION', () => add(other, version), { issues: [issue] });
    const gone = await as(EVA, discardRelease, target(release));
    expect(await releaseOf(release)).toMatchObject({ state: 'DISCARDED', versions: [] });
    await refused('ILLEGAL_TRANSITION', () => add(gone, version));
    await refused('ILLEGAL_TRANSITION', () => as(ADAM, publishRelease, target(gone)));
    await as(ADAM, publishRelease, target(await add(other, version)));
  });

  test('a new version takes the place of one that was sent back', async () => {
    const first = await submitted();
    const release = await of(first);
    const second = await continued(first);
    const changed = await add(release, await approve(second));
    expect((await releaseOf(release)).versions.map(({ id }) => id)).toEqual([second.versionId]);
    await as(ADAM, publishRelease, target(changed));
  });

  test('only what is being worked on can be added, and not what has a time of its own', async () => {
    const [published, timed, fine] = [await approved(), await approved(), await approved()];
    await as(ADAM, publishVersion, step(published));
    await as(ADAM, scheduleVersion, { ...step(timed), publishAt: MUCH_LATER });
    const release = await begin();
    await refused('ILLEGAL_TRANSITION', () => add(release, fine, published, timed), {
      issues: [
        { path: ['versions', 1], message: expect.stringContaining('is PUBLISHED') },
        { path: ['versions', 2], message: expect.stringContaining('is SCHEDULED') },
      ],
    });
    await refused('NOT_FOUND', () => add(release, { ...fine, versionId: newId() }));
    await refused('INVALID_INPUT', () => add(release));
    const foreign = { ...target(release), versionIds: [fine.versionId as string] };
    await refused('INVALID_INPUT', () => as(EVA, removeFromRelease, foreign));
    await refused('ILLEGAL_TRANSITION', () => as(ADAM, publishRelease, target(release)));
  });

  test('whoever saw an older revision learns what has changed since, and by whom', async () => {
    const release = await begin();
    const changed = await add(release, await approved());
    const conflict = { currentRevision: changed.revision, changedBy: 'eva', changedFields: ['versions'] };
    const late = target(release);
    await refused('CONFLICT', () => as(ADAM, publishRelease, late), { conflict });
    await refused('CONFLICT', () => as(ADAM, scheduleRelease, { ...late, publishAt: LATER }), { conflict });
    await refused('CONFLICT', () => as(EVA, discardRelease, late), { conflict });
    await refused('NOT_FOUND', () => as(EVA, discardRelease, { ...late, releaseId: newId() }));
  });

  test('names have 1 to 120 characters, times lie ahead, and publishing is for approvers', async () => {
    for (const name of ['', '   ', 'x'.repeat(121), 'dva\nřádky']) {
      await refused('INVALID_INPUT', () => as(EVA, createRelease, { name }), { issues: [{ path: ['name'] }] });
    }
    await as(EVA, createRelease, { name: 'ž'.repeat(120) });
    const release = await of(await approved());
    await refused('INVALID_INPUT', () => as(ADAM, scheduleRelease, { ...target(release), publishAt: now }));
    await refused('FORBIDDEN', () => as(EVA, publishRelease, target(release)));
    await refused('FORBIDDEN', () => as(EVA, scheduleRelease, { ...target(release), publishAt: LATER }));
  });

  test('the same idempotency key has one effect', async () => {
    const release = await of(await approved());
    const once = await as(ADAM, publishRelease, target(release), 'jednou');
    expect(await as(ADAM, publishRelease, target(release), 'jednou')).toEqual(once);
    expect((await auditOf(release)).filter((line) => line.includes('publish'))).toHaveLength(1);
  });

  test('a release has an end, and the largest is published in time', async () => {
    const pages = Array.from({ length: MAX_VERSIONS + 1 }, (_, place) => ({
      ...completed({ kind: 'page' as const, slug: `velka-${place}`, content: { organization } }),
      submit: true,
    }));
    const created = await as(EVA, createEntries, pages);
    const versions = await as(ADAM, approveVersions, { versions: created.map(step) });
    const release = await begin();
    await refused('INVALID_INPUT', () => add(release, ...versions));
    await as(ADAM, scheduleRelease, { ...target(await add(release, ...versions.slice(1))), publishAt: LATER });
    now = LATER;
    const begun = Date.now();
    expect(await worker().runDue()).toBe(1);
    console.log(`${kind}: ${MAX_VERSIONS} versions in ${Date.now() - begun} ms`);
    expect(await liveOf(versions)).toBe(MAX_VERSIONS);
  });
});
