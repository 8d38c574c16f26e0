import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { approveVersions } from '../../src/catalogue/commands/approveVersions.ts';
import { cancelWithdrawal } from '../../src/catalogue/commands/cancelWithdrawal.ts';
import { createEntries } from '../../src/catalogue/commands/createEntries.ts';
import { discardVersion } from '../../src/catalogue/commands/discardVersion.ts';
import { catalogueJobs } from '../../src/catalogue/commands/jobHandlers.ts';
import { publishVersion } from '../../src/catalogue/commands/publishVersion.ts';
import { requestChanges } from '../../src/catalogue/commands/requestChanges.ts';
import { restoreVersion } from '../../src/catalogue/commands/restoreVersion.ts';
import { reviseEntry } from '../../src/catalogue/commands/reviseEntry.ts';
import { scheduleVersion } from '../../src/catalogue/commands/scheduleVersion.ts';
import type { StepResult } from '../../src/catalogue/commands/steps.ts';
import { submitVersion } from '../../src/catalogue/commands/submitVersion.ts';
import { unscheduleVersion } from '../../src/catalogue/commands/unscheduleVersion.ts';
import { withdrawEntry } from '../../src/catalogue/commands/withdrawEntry.ts';
import { Changes } from '../../src/journal/changes.ts';
import { type Command, type CommandRunner, runCommand } from '../../src/journal/command.ts';
import { Worker } from '../../src/journal/worker.ts';
import type { Viewer } from '../../src/kernel/viewer.ts';
import { completed, cs, publish, writeOrganization } from '../testkit/content.ts';
import { createTestDatabase, DATABASES, type TestDatabase } from '../testkit/databases.ts';
import { digestOfRows } from '../testkit/rows.ts';

const EVA: Viewer = { actor: 'eva', roles: new Set(['EDITOR']) };
const ADAM: Viewer = { actor: 'adam', roles: new Set(['APPROVER']) };

describe.each(DATABASES)('the editorial workflow on %s', (kind) => {
  let database: TestDatabase;
  let runner: CommandRunner;
  let organization: string;
  let now = new Date('2026-11-23T10:00:00Z');
  let count = 0;

  const as = <Input, Result>(viewer: Viewer, command: Command<Input, Result>, input: Input, key?: string) =>
    runCommand(runner, viewer, command, input, { idempotencyKey: key });
  const target = ({ versionId, revision }: StepResult) => ({
    versionId: versionId as string,
    expectedRevision: revision,
  });
  const worker = () =>
    new Worker({
      database: database.prisma,
      clock: runner.clock,
      changes: runner.changes,
      handlers: catalogueJobs,
      log,
    });
  const log = { error: () => undefined };
  const live = (entryId: string) => database.prisma.liveEntry.findUnique({ where: { id: entryId } });
  const stateOf = async ({ versionId }: StepResult) =>
    (await database.prisma.version.findUniqueOrThrow({ where: { id: versionId as string } })).state;

  const page = () => completed({ kind: 'page', slug: `stranka-${count++}`, content: { organization } });
  const draft = async (submit = false) => (await as(EVA, createEntries, [{ ...page(), submit }]))[0] as StepResult;
  const approved = async () =>
    (await as(ADAM, approveVersions, { versions: [target(await draft(true))] }))[0] as StepResult;
  const published = async () =>
    (await as(ADAM, approveVersions, { versions: [target(await draft(true))], publish: true }))[0] as StepResult;

  /** Runs what must fail with the code, and proves that it changed nothing. */
  const refused = async (code: string, work: () => Promise<unknown>) => {
    const before = await digestOfRows(database.sql);
    await expect(work()).rejects.toMatchObject({ code });
    expect(await digestOfRows(database.sql)).toEqual(before);
  };

  beforeAll(async () => {
    database = await createTestDatabase(kind);
    runner = { database: database.prisma, clock: () => now, changes: new Changes() };
    organization = await writeOrganization(runner, 'urad');
  });
  beforeEach(() => {
    now = new Date('2026-11-23T10:00:00Z');
  });
  afterAll(() => database.drop());

  test('content refers to what there is, once', async () => {
    const first = await draft();
    const { entryId, revision: expectedRevision } = first;
    const nobody = '00000000-0000-7000-8000-000000000000';
    const work = () => as(EVA, reviseEntry, { entryId, expectedRevision, patch: { related: [nobody] } });
    await refused('INVALID_INPUT', work);
    await expect(work()).rejects.toMatchObject({ issues: [{ path: ['patch', 'related', 0] }] });
    const { entryId: other } = await draft();
    await as(EVA, reviseEntry, { entryId, expectedRevision, patch: { related: [other, other] } });
    const { content } = await database.prisma.version.findUniqueOrThrow({ where: { id: first.versionId as string } });
    expect(content).toMatchObject({ related: [other] });
  });

  test('a draft is submitted, sent back, continued in a new version, approved by another person and published', async () => {
    const first = await draft();
    const submitted = await as(EVA, submitVersion, target(first));
    const comments = [{ path: 'title.cs', text: 'Kratší titulek.' }];
    const back = await as(ADAM, requestChanges, { ...target(submitted), comments });
    expect(await stateOf(back)).toBe('CHANGES_REQUESTED');
    const patch = { title: { cs: 'Kratší' } };
    const second = await as(EVA, reviseEntry, {
      entryId: back.entryId,
      expectedRevision: back.revision,
      patch,
      submit: true,
    });
    expect(second.versionId).not.toBe(first.versionId);
    await as(ADAM, approveVersions, { versions: [target(second)], publish: true });
    expect((await live(first.entryId))?.title).toEqual({ cs: 'Kratší' });
    const steps = await database.prisma.auditRecord.findMany({
      where: { objectId: first.entryId },
      orderBy: { id: 'asc' },
    });
    expect(steps.map(({ action, actor }) => `${actor} ${action}`)).toEqual([
      'eva entry.create',
      'eva version.submit',
      'adam version.requestChanges',
      'eva entry.revise',
      'eva version.submit',
      'adam version.approve',
      'adam version.publish',
    ]);
  });

  test('nobody approves what they wrote, even if somebody else began it', async () => {
    const begun = await draft();
    const patch = { title: { cs: 'Adamův titulek' } };
    const revised = await as(ADAM, reviseEntry, { entryId: begun.entryId, expectedRevision: 1, patch, submit: true });
    await refused('FORBIDDEN', () => as(ADAM, approveVersions, { versions: [target(revised)] }));
  });

  test('what is in review, approved or scheduled is not revised', async () => {
    for (const version of [await draft(true), await approved()]) {
      const revision = {
        entryId: version.entryId,
        expectedRevision: version.revision,
        patch: { title: { cs: 'Jiný' } },
      };
      await refused('ILLEGAL_TRANSITION', () => as(EVA, reviseEntry, revision));
    }
  });

  test('a step that the state does not allow changes nothing', async () => {
    const [written, done] = [await draft(), await published()];
    await refused('ILLEGAL_TRANSITION', () => as(ADAM, publishVersion, target(written)));
    await refused('ILLEGAL_TRANSITION', () => as(EVA, discardVersion, target(done)));
    await refused('ILLEGAL_TRANSITION', () => as(ADAM, approveVersions, { versions: [target(done)] }));
  });

  test('whoever saw an older revision learns what has changed since, and by whom', async () => {
    const { entryId } = await draft();
    await as(EVA, reviseEntry, { entryId, expectedRevision: 1, patch: { title: { cs: 'Druhý' }, topic: 'FACTS' } });
    const late = () => as(ADAM, reviseEntry, { entryId, expectedRevision: 1, patch: { title: { cs: 'Třetí' } } });
    await refused('CONFLICT', late);
    const conflict = { currentRevision: 2, changedBy: 'eva', changedFields: ['title', 'topic'] };
    await expect(late()).rejects.toMatchObject({ conflict });
  });

  test('an unknown version, bad content and an unknown reference are refused', async () => {
    const { entryId } = await draft();
    const unknown = '00000000-0000-7000-8000-000000000000';
    await refused('NOT_FOUND', () => as(EVA, submitVersion, { versionId: unknown, expectedRevision: 1 }));
    const revise = (patch: object) => as(EVA, reviseEntry, { entryId, expectedRevision: 1, patch });
    await refused('INVALID_INPUT', () => revise({ title: { cs: 'x'.repeat(121) } }));
    await refused('INVALID_INPUT', () => revise({ categories: [unknown] }));
    await refused('INVALID_INPUT', () => revise({ nonsense: true }));
    await refused('INVALID_INPUT', () =>
      as(EVA, reviseEntry, { entryId, expectedRevision: 1, kind: 'tile', patch: {} }),
    );
  });

  test('creating nothing is nothing', async () => {
    expect(await as(EVA, createEntries, [])).toEqual([]);
  });

  test('a slug is taken once', async () => {
    const entry = page();
    await as(EVA, createEntries, [entry]);
    await refused('CONFLICT', () => as(EVA, createEntries, [entry]));
  });

  test('of many who create an entry under one slug at once, one does, and the others are told that it is taken', async () => {
    const wanted = page();
    const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => as(EVA, createEntries, [wanted])));
    const failures = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(failures).toHaveLength(5);
    for (const failure of failures) {
      expect(failure).toMatchObject({ code: 'CONFLICT', issues: [{ path: ['slug'] }] });
    }
    expect(await database.prisma.entry.count({ where: { slug: wanted.slug } })).toBe(1);
    expect(await database.prisma.version.count({ where: { entry: { slug: wanted.slug } } })).toBe(1);
  });

  test('of many who approve and publish one version at once, one does, and it is published once', async () => {
    const submitted = await draft(true);
    const approval = { versions: [target(submitted)], publish: true };
    const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => as(ADAM, approveVersions, approval)));
    const failures = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(failures.map(({ code }) => code)).toEqual(Array.from({ length: 5 }, () => 'CONFLICT'));
    expect(await database.prisma.publishedEntry.count({ where: { id: submitted.entryId } })).toBe(1);
    const steps = await database.prisma.auditRecord.findMany({
      where: { objectId: submitted.entryId },
      orderBy: { id: 'asc' },
    });
    expect(steps.map(({ action }) => action)).toEqual([
      'entry.create',
      'version.submit',
      'version.approve',
      'version.publish',
    ]);
  });

  test('the same idempotency key has one effect and the same answer for 48 hours, and is refused for another input', async () => {
    const input = { ...target(await draft()) };
    const first = await as(EVA, submitVersion, input, 'klic');
    expect(await as(EVA, submitVersion, input, 'klic')).toEqual(first);
    await refused('IDEMPOTENCY_KEY_REUSED', () => as(EVA, submitVersion, { ...input, expectedRevision: 7 }, 'klic'));
    await refused('INVALID_INPUT', () => as(EVA, submitVersion, input, 'k'.repeat(201)));
    expect(await stateOf(first)).toBe('IN_REVIEW');
    now = new Date('2026-11-25T10:00:01Z');
    await expect(as(EVA, submitVersion, input, 'klic')).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  test('a scheduled version is published when its time has come, also after a night off', async () => {
    const version = await approved();
    const scheduled = await as(ADAM, scheduleVersion, {
      ...target(version),
      publishAt: new Date('2026-11-24T06:00:00Z'),
    });
    expect(await worker().runDue()).toBe(0);
    expect(await live(scheduled.entryId)).toBeNull();
    now = new Date('2026-11-26T09:00:00Z');
    expect(await worker().runDue()).toBe(1);
    expect(await worker().runDue()).toBe(0);
    expect((await live(scheduled.entryId))?.publishedAt).toEqual(now);
  });

  test('a time that has passed is refused, and a time can be taken back', async () => {
    const version = await approved();
    const past = { ...target(version), publishAt: new Date('2026-11-23T09:59:59Z') };
    await refused('INVALID_INPUT', () => as(ADAM, scheduleVersion, past));
    const scheduled = await as(ADAM, scheduleVersion, {
      ...target(version),
      publishAt: new Date('2026-11-24T06:00:00Z'),
    });
    await as(ADAM, unscheduleVersion, target(scheduled));
    now = new Date('2026-11-26T09:00:00Z');
    expect(await worker().runDue()).toBe(0);
    expect(await stateOf(scheduled)).toBe('APPROVED');
  });

  test('a withdrawn entry leaves a tombstone that leads on, and can be restored', async () => {
    const other = await published();
    const { entryId, revision: expectedRevision, versionId } = await published();
    const reason = { cs: 'Agenda skončila.' };
    const withdrawn = await as(ADAM, withdrawEntry, { entryId, expectedRevision, reason, redirectToId: other.entryId });
    expect(await live(entryId)).toBeNull();
    const tombstone = await database.prisma.tombstone.findUniqueOrThrow({ where: { id: entryId } });
    expect(tombstone).toMatchObject({ reason, redirectToId: other.entryId });

    const again = await as(EVA, restoreVersion, {
      versionId: versionId as string,
      expectedRevision: withdrawn.revision,
    });
    const submitted = await as(EVA, submitVersion, target(again));
    await as(ADAM, approveVersions, { versions: [target(submitted)], publish: true });
    expect(await live(entryId)).toMatchObject({ versionNumber: 2 });
    expect(await database.prisma.tombstone.findUnique({ where: { id: entryId } })).toBeNull();
  });

  test('a withdrawal can be scheduled and taken back; it cannot lead to what is not published', async () => {
    const { entryId, revision } = await published();
    const withdrawAt = new Date('2026-12-01T00:00:00Z');
    const reason = { cs: 'Konec roku.' };
    const redirectToId = (await draft()).entryId;
    const request = { entryId, expectedRevision: revision, reason, withdrawAt };
    await refused('INVALID_INPUT', () => as(ADAM, withdrawEntry, { ...request, redirectToId }));
    const set = await as(ADAM, withdrawEntry, request);
    const unset = await as(ADAM, cancelWithdrawal, { entryId, expectedRevision: set.revision });
    const setAgain = await as(ADAM, withdrawEntry, { ...request, expectedRevision: unset.revision });
    expect(await live(entryId)).not.toBeNull();
    now = new Date('2026-12-01T00:00:01Z');
    expect(await worker().runDue()).toBe(1);
    expect(await live(entryId)).toBeNull();
    expect(await stateOf(setAgain)).toBe('WITHDRAWN');
  });

  test('a superseded version keeps the time that it was live', async () => {
    const { entryId, versionId, revision } = await published();
    now = new Date('2026-11-24T10:00:00Z');
    const next = await as(EVA, reviseEntry, {
      entryId,
      expectedRevision: revision,
      patch: { title: cs('Nový') },
      submit: true,
    });
    await as(ADAM, approveVersions, { versions: [target(next)], publish: true });
    const history = await database.prisma.publishedEntry.findMany({
      where: { id: entryId },
      orderBy: { publishedAt: 'asc' },
    });
    expect(
      history.map((row) => [row.versionId, row.publishedAt.toISOString(), row.liveUntil?.toISOString() ?? null]),
    ).toEqual([
      [versionId, '2026-11-23T10:00:00.000Z', '2026-11-24T10:00:00.000Z'],
      [next.versionId, '2026-11-24T10:00:00.000Z', null],
    ]);
    expect(await live(entryId)).toMatchObject({ firstPublishedAt: new Date('2026-11-23T10:00:00Z') });
  });

  test('roles that may not are refused before anything is read', async () => {
    const version = await draft(true);
    await refused('FORBIDDEN', () => as(EVA, approveVersions, { versions: [target(version)] }));
    await refused('UNAUTHENTICATED', () =>
      as({ actor: 'anonymous', roles: new Set(['ANONYMOUS']) }, submitVersion, target(version)),
    );
  });

  test('the projection of what was published is what the history holds', async () => {
    const [entryId = ''] = await publish(runner, [
      { kind: 'tile', slug: `dlazdice-${count++}`, content: { organization } },
    ]);
    const row = await live(entryId);
    const past = await database.prisma.publishedEntry.findUniqueOrThrow({ where: { versionId: row?.versionId ?? '' } });
    expect(past).toEqual({ ...row, liveUntil: null });
  });
});
