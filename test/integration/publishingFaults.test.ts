import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { approveVersions } from '../../src/catalogue/commands/approveVersions.ts';
import { createEntries } from '../../src/catalogue/commands/createEntries.ts';
import { catalogueJobs } from '../../src/catalogue/commands/jobHandlers.ts';
import { scheduleVersion } from '../../src/catalogue/commands/scheduleVersion.ts';
import type { StepResult } from '../../src/catalogue/commands/steps.ts';
import { Changes } from '../../src/journal/changes.ts';
import { type CommandRunner, runCommand } from '../../src/journal/command.ts';
import { Worker } from '../../src/journal/worker.ts';
import type { Viewer } from '../../src/kernel/viewer.ts';
import { runScript } from '../testkit/childProcess.ts';
import { completed, writeOrganization } from '../testkit/content.ts';
import { createTestDatabase, DATABASES, type TestDatabase } from '../testkit/databases.ts';

const EVA: Viewer = { actor: 'eva', roles: new Set(['EDITOR']) };
const approver = (name: string): Viewer => ({ actor: name, roles: new Set(['APPROVER']) });

// Only a server has several connections, and outlives the process that is killed.
describe.runIf(DATABASES.includes('PostgreSQL'))('publishing on PostgreSQL', () => {
  let database: TestDatabase;
  let runner: CommandRunner;
  let organization: string;
  let now = new Date('2026-11-23T10:00:00Z');
  const submitted = async (slug: string) => {
    const entry = completed({ kind: 'page', slug, content: { organization } });
    return (await runCommand(runner, EVA, createEntries, [{ ...entry, submit: true }]))[0] as StepResult;
  };
  const target = ({ versionId, revision }: StepResult) => ({
    versionId: versionId as string,
    expectedRevision: revision,
  });

  beforeAll(async () => {
    database = await createTestDatabase('PostgreSQL');
    runner = { database: database.prisma, clock: () => now, changes: new Changes() };
    organization = await writeOrganization(runner, 'urad');
  });
  afterAll(() => database.drop());

  test('of twenty who approve a version at the same time exactly one wins', async () => {
    const version = await submitted('jedna-z-dvaceti');
    const approvals = Array.from({ length: 20 }, (_, place) =>
      runCommand(runner, approver(`approver-${place}`), approveVersions, {
        versions: [target(version)],
        publish: true,
      }),
    );
    const outcomes = await Promise.allSettled(approvals);
    const lost = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []));
    expect(lost).toEqual(Array(19).fill('CONFLICT'));
    const { revision, versions } = await database.prisma.entry.findUniqueOrThrow({
      where: { id: version.entryId },
      include: { versions: true },
    });
    expect(revision).toBe(2);
    expect(versions).toMatchObject([{ state: 'PUBLISHED' }]);
    expect(
      await database.prisma.auditRecord.count({ where: { objectId: version.entryId, action: 'version.approve' } }),
    ).toBe(1);
  });

  test('of twenty calls with one idempotency key exactly one has an effect, and all have its answer', async () => {
    const entry = completed({ kind: 'page', slug: 'jeden-klic', content: { organization } });
    const calls = Array.from({ length: 20 }, () =>
      runCommand(runner, EVA, createEntries, [entry], { idempotencyKey: 'jeden' }),
    );
    const answers = await Promise.all(calls);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await database.prisma.entry.count({ where: { slug: 'jeden-klic' } })).toBe(1);
  });

  test('of five workers one publishes what is due', async () => {
    const version = await submitted('naplanovana');
    const [approved] = await runCommand(runner, approver('adam'), approveVersions, { versions: [target(version)] });
    const schedule = { ...target(approved as StepResult), publishAt: new Date('2026-11-24T06:00:00Z') };
    await runCommand(runner, approver('adam'), scheduleVersion, schedule);
    now = new Date('2026-11-24T06:00:00Z');
    const log = { error: () => expect.unreachable('no job should fail') };
    const workers = Array.from({ length: 5 }, () => {
      return new Worker({
        database: database.prisma,
        clock: () => now,
        changes: new Changes(),
        handlers: catalogueJobs,
        log,
      });
    });
    const done = await Promise.all(workers.map((worker) => worker.runDue()));
    expect(done.reduce((sum, count) => sum + count, 0)).toBe(1);
    const publications = { objectId: version.entryId, action: 'version.publish' };
    expect(await database.prisma.auditRecord.count({ where: publications })).toBe(1);
  });

  test('a service killed while it publishes leaves all of a publication or nothing of it', async () => {
    const rounds = [30, 110, 210, 330].map(async (delay, round) => {
      const script = await runScript(
        'test/integration/scripts/publishForEver.ts',
        database.databaseUrl as string,
        organization,
        `kill-${round}`,
      );
      await new Promise((resolve) => setTimeout(resolve, delay));
      await script.kill();
      expect(await database.prisma.liveEntry.count({ where: { slug: { startsWith: `${script.said}-` } } })).toBe(3);
    });
    await Promise.all(rounds);
    const batches = await database.sql.query(
      `SELECT regexp_replace(e."slug", '-[0-9]+$', '') AS batch,
              count(*)::int AS entries,
              (count(*) FILTER (WHERE v."state" = 'PUBLISHED'))::int AS published,
              count(l."id")::int AS live, count(p."versionId")::int AS history,
              (sum((SELECT count(*) FROM "AuditRecord" a WHERE a."objectId" = e."id")))::int AS audited
       FROM "Entry" e JOIN "Version" v ON v."entryId" = e."id"
       LEFT JOIN "LiveEntry" l ON l."id" = e."id" LEFT JOIN "PublishedEntry" p ON p."id" = e."id"
       WHERE e."slug" LIKE 'kill-%' GROUP BY 1`,
    );
    expect(batches.length).toBeGreaterThanOrEqual(4);
    for (const { batch, ...counts } of batches) {
      const whole = { entries: 3, published: 3, live: 3, history: 3, audited: 12 };
      const notBegun = { entries: 3, published: 0, live: 0, history: 0, audited: 6 };
      expect([whole, notBegun], `batch ${batch}`).toContainEqual(counts);
    }
  });
});
