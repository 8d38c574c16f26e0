/** Work that is done again and again: by one worker of many, however often they start, fail and stop. */

import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp } from '../../src/app.ts';
import { retentionPeriods } from '../../src/citizens/retention.ts';
import { filePeriods } from '../../src/files/collect.ts';
import { Changes } from '../../src/journal/changes.ts';
import { KEY_LIFETIME } from '../../src/journal/idempotency.ts';
import { journalPeriods } from '../../src/journal/jobHandlers.ts';
import { DONE_JOB_LIFETIME, purge } from '../../src/journal/purge.ts';
import { type JobHandler, Worker } from '../../src/journal/worker.ts';
import { newId } from '../../src/kernel/ids.ts';
import { requestPeriods } from '../../src/requests/commands/jobHandlers.ts';
import { missPeriods } from '../../src/search/misses/missJobs.ts';
import { writeRecords } from '../testkit/auditLog.ts';
import { createTestDatabase, DATABASES, type TestDatabase } from '../testkit/databases.ts';

const START = Date.parse('2026-11-23T10:00:00Z');
const EVERY = 60_000;
const KIND = 'test.again';

describe.each(DATABASES)('Periodic jobs on %s', (kind) => {
  let database: TestDatabase;
  let now = START;
  let failures: unknown[] = [];
  const workers: Worker[] = [];
  const clock = () => new Date(now);

  beforeAll(async () => {
    database = await createTestDatabase(kind);
  });
  beforeEach(async () => {
    for (const worker of workers.splice(0)) await worker.stop();
    await database.prisma.job.deleteMany();
    now = START;
    failures = [];
  });
  afterAll(async () => {
    for (const worker of workers) await worker.stop();
    await database.drop();
  });

  /** A worker that has started and looked for work once. */
  const start = (handler: JobHandler) => {
    const worker = new Worker({
      database: database.prisma,
      clock,
      changes: new Changes(),
      handlers: { [KIND]: handler },
      periodic: [{ kind: KIND, everyMs: EVERY }],
      log: { error: (...told: unknown[]) => void failures.push(told) },
    });
    workers.push(worker);
    worker.start();
    worker.nudge();
    return worker;
  };
  const jobs = () => database.prisma.job.findMany({ orderBy: { createdAt: 'asc' } });
  const nextRun = async () => (await jobs()).map(({ runAt }) => runAt.getTime() - START);
  const count = () => {
    const counter = { runs: 0, handler: async () => void counter.runs++ };
    return counter;
  };

  it('are there once and done once at a time, with any number of workers', async () => {
    const counter = count();
    const many = Array.from({ length: 5 }, () => start(counter.handler));
    await vi.waitFor(async () => expect(await nextRun()).toEqual([EVERY]));
    for (const turn of [1, 2, 3]) {
      now = START + turn * EVERY;
      await Promise.all(many.map((worker) => worker.runDue()));
      expect(counter.runs).toBe(turn + 1);
      expect(await nextRun()).toEqual([(turn + 1) * EVERY]);
    }
    expect(failures).toEqual([]);
    expect(await jobs()).toMatchObject([{ kind: KIND, subject: '', doneAt: null, attempts: 0, payload: {} }]);
  });

  it('are not made anew or done early by workers that start later', async () => {
    const counter = count();
    start(counter.handler);
    await vi.waitFor(() => expect(counter.runs).toBe(1));
    now += EVERY / 2;
    start(counter.handler);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(counter.runs).toBe(1);
    await vi.waitFor(async () => expect(await nextRun()).toEqual([EVERY]));
  });

  it('make up for missed times with one run', async () => {
    const counter = count();
    const worker = start(counter.handler);
    await vi.waitFor(() => expect(counter.runs).toBe(1));
    now = START + 10.5 * EVERY;
    await worker.runDue();
    expect(counter.runs).toBe(2);
    expect(await nextRun()).toEqual([11.5 * EVERY]);
  });

  it('are tried again after a failure, of which nothing stays', async () => {
    let fails = true;
    const worker = start(async (_job, { tx }) => {
      await tx.idempotencyKey.create({ data: { actor: 'a', key: 'k', digest: '', result: {}, createdAt: clock() } });
      if (fails) throw new Error('not now');
    });
    await vi.waitFor(async () => expect(await jobs()).toMatchObject([{ attempts: 1, lastError: 'not now' }]));
    expect(await nextRun()).toEqual([1_000]);
    expect(await database.prisma.idempotencyKey.count()).toBe(0);
    fails = false;
    now = START + 1_000;
    await worker.runDue();
    expect(await jobs()).toMatchObject([{ attempts: 0, lastError: null }]);
    expect(await nextRun()).toEqual([1_000 + EVERY]);
    expect(await database.prisma.idempotencyKey.count()).toBe(1);
  });

  it('go on at once as long as there is more to do, from where they ended', async () => {
    const payloads: unknown[] = [];
    start(async ({ payload }, { repeat }) => {
      payloads.push(payload);
      if (payloads.length < 4) repeat({ after: payloads.length });
    });
    await vi.waitFor(async () => expect(await nextRun()).toEqual([EVERY]));
    expect(payloads).toEqual([{}, { after: 1 }, { after: 2 }, { after: 3 }]);
    expect(await jobs()).toMatchObject([{ payload: {} }]);
  });

  it('do not keep a worker from stopping', async () => {
    let runs = 0;
    const worker = start(async (_job, { repeat }) => {
      runs += 1;
      repeat({});
    });
    await vi.waitFor(() => expect(runs).toBeGreaterThan(2));
    await worker.stop();
    const before = runs;
    await worker.runDue();
    expect(runs).toBe(before);
    expect(await nextRun()).toEqual([0]);
  });

  it('purge what is kept for a time only', async () => {
    const job = (slug: string, doneAt: number | null) => ({
      id: newId(),
      kind: 'done',
      subject: slug,
      payload: {},
      runAt: new Date(0),
      doneAt: doneAt === null ? null : new Date(doneAt),
      createdAt: new Date(0),
    });
    const key = (name: string, createdAt: number) => ({
      actor: 'purged',
      key: name,
      digest: '',
      result: {},
      createdAt: new Date(createdAt),
    });
    const [oldest, oldestKey] = [now - DONE_JOB_LIFETIME, now - KEY_LIFETIME];
    await database.prisma.job.createMany({ data: [job('open', null), job('kept', oldest), job('gone', oldest - 1)] });
    await database.prisma.idempotencyKey.createMany({ data: [key('kept', oldestKey), key('gone', oldestKey - 1)] });
    await database.prisma.$transaction((tx) => purge(tx, clock()));
    expect((await jobs()).map(({ subject }) => subject).toSorted()).toEqual(['kept', 'open']);
    const keys = await database.prisma.idempotencyKey.findMany({ where: { actor: 'purged' } });
    expect(keys.map(({ key: name }) => name)).toEqual(['kept']);
  });

  it('of the service seal the audit log to its end', { timeout: 60_000 }, async () => {
    await writeRecords(database, 1_200);
    const { worker } = await createApp(database, pino({ level: 'silent' }), { clock });
    workers.push(worker);
    worker.start();
    worker.nudge();
    await vi.waitFor(async () => expect(await database.prisma.auditSeal.count()).toBe(1_200), { timeout: 20_000 });
    await worker.stop();
    expect((await jobs()).map((job) => job.kind).toSorted()).toEqual(
      [...journalPeriods, ...retentionPeriods, ...missPeriods, ...requestPeriods, ...filePeriods]
        .map((one) => one.kind)
        .toSorted(),
    );
  });
});
