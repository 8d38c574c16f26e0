/** What is kept of people is deleted when its time has come, and not before. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyRetention, DEFAULT_RETENTION, retentionJobs, retentionPeriods } from '../../src/citizens/retention.ts';
import { Changes } from '../../src/journal/changes.ts';
import { runCommand } from '../../src/journal/command.ts';
import { ensurePeriodicJobs } from '../../src/journal/periodicJobs.ts';
import { Worker } from '../../src/journal/worker.ts';
import { newId } from '../../src/kernel/ids.ts';
import { SCHEDULER } from '../../src/kernel/viewer.ts';
import { writeOrganization } from '../testkit/content.ts';
import { DATABASES } from '../testkit/databases.ts';
import { giveGrant } from '../testkit/grants.ts';
import { type Service, startService } from '../testkit/service.ts';

const DAY = 86_400_000;
const START = new Date('2026-11-24T10:00:00Z');
const { idlePersonDays, sessionDays, attemptDays, credentialDays } = DEFAULT_RETENTION;

describe.each(DATABASES)('retention on %s', (kind) => {
  const time = { now: START };
  let service: Service;
  beforeAll(async () => {
    service = await startService(kind, { empty: true, clock: () => time.now });
  });
  afterAll(() => service.stop());

  const at = (days: number) => new Date(START.getTime() + days * DAY);
  const runAfter = async (days: number) => {
    time.now = at(days);
    await runCommand(service.runner, SCHEDULER, applyRetention, DEFAULT_RETENTION);
  };

  it('deletes each thing after its own time, and people who act for an organization not at all', async () => {
    const { prisma } = service.database;
    const organizationId = await writeOrganization(service.runner, 'urad');
    const { personId } = await service.signIn({ subject: 'idle' });
    const { personId: acting } = await service.signIn({ subject: 'acting' });
    await giveGrant(service.database, acting, organizationId, START);
    const common = { createdAt: START, expiresAt: START };
    const attempt = { id: newId(), stateHash: 'a', realm: 'CITIZENS', sealed: new Uint8Array([1]) };
    await prisma.signInAttempt.create({ data: { ...attempt, ...common } });
    const owned = { organizationId, author: 'citizen:x', ...common };
    await prisma.invitation.create({ data: { id: newId(), hash: 'i', role: 'REPRESENTATIVE', ...owned } });
    const token = { ...owned, name: 'n', scopes: [] };
    const first = await prisma.apiToken.create({ data: { ...token, id: newId(), hash: 't' } });
    const last = { ...token, id: newId(), hash: 'u', replacesId: first.id, expiresAt: at(5_000) };
    await prisma.apiToken.create({ data: last });
    await prisma.emergencyCode.create({ data: { id: newId(), hash: 'e', ...common } });
    const counts = async () => ({
      codes: await prisma.emergencyCode.count(),
      attempts: await prisma.signInAttempt.count(),
      sessions: await prisma.session.count(),
      invitations: await prisma.invitation.count(),
      tokens: await prisma.apiToken.count(),
      people: await prisma.person.count(),
    });
    const all = { codes: 1, attempts: 1, sessions: 2, invitations: 1, tokens: 2, people: 2 };
    await runAfter(attemptDays);
    expect(await counts()).toEqual(all);
    await runAfter(attemptDays + 1);
    expect(await counts()).toEqual({ ...all, attempts: 0 });
    await runAfter(sessionDays + 1);
    expect(await counts()).toEqual({ ...all, attempts: 0, sessions: 0 });
    await runAfter(credentialDays + 1);
    expect(await counts()).toEqual({ codes: 0, attempts: 0, sessions: 0, invitations: 0, tokens: 1, people: 2 });
    await runAfter(idlePersonDays + 1);
    expect(await prisma.person.findMany({ select: { id: true } })).toEqual([{ id: acting }]);
    const records = await prisma.auditRecord.findMany({ where: { action: 'person.expire' } });
    expect(records.map(({ objectId, actor }) => [objectId, actor])).toEqual([[personId, SCHEDULER.actor]]);
  });

  it('erases all who are idle in one go, however many there are, a batch in each transaction', async () => {
    const { prisma } = service.database;
    time.now = at(2 * (idlePersonDays + 1));
    await prisma.grant.deleteMany();
    const idle = Array.from({ length: 1_200 }, (_, number) => {
      const seen = { createdAt: START, lastSeenAt: START };
      return { id: newId(), realm: 'CITIZENS', pseudonym: `idle ${number}`, ...seen };
    });
    await prisma.person.createMany({ data: idle });
    const handlers = retentionJobs(DEFAULT_RETENTION);
    const sources = { database: prisma, clock: () => time.now, changes: new Changes(), handlers };
    const failures: unknown[] = [];
    const log = { error: (...told: unknown[]) => void failures.push(told) };
    const worker = new Worker({ ...sources, periodic: retentionPeriods, log });
    await ensurePeriodicJobs(prisma, retentionPeriods, time.now);
    // 1 200 and the one who acted for an organization: three batches, and done.
    expect(await worker.runDue()).toBe(3);
    expect([await prisma.person.count(), failures]).toEqual([0, []]);
    expect(await prisma.auditRecord.count({ where: { action: 'person.expire' } })).toBe(1_202);
  });
});
