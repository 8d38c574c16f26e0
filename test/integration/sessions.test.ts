/** Sessions: what a browser's secret is good for, and when it stops being so. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyRetention, DEFAULT_RETENTION } from '../../src/citizens/retention.ts';
import { endOwnSession } from '../../src/identity/commands/endOwnSession.ts';
import { SESSION_LIMITS } from '../../src/identity/limits.ts';
import { hashOf } from '../../src/identity/secrets.ts';
import { findSession } from '../../src/identity/sessions.ts';
import { viewerOf } from '../../src/identity/viewerOf.ts';
import { runCommand } from '../../src/journal/command.ts';
import { SCHEDULER, type Viewer } from '../../src/kernel/viewer.ts';
import { ONE_DATABASE } from '../testkit/databases.ts';
import { digestOfRows } from '../testkit/rows.ts';
import { PLAIN_JSON, type Service, startService } from '../testkit/service.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

describe.each(ONE_DATABASE)('sessions on %s', (database) => {
  const time = { now: new Date('2026-11-24T10:00:00Z') };
  const later = (ms: number) => {
    time.now = new Date(time.now.getTime() + ms);
  };
  let service: Service;
  beforeAll(async () => {
    service = await startService(database, { empty: true, clock: () => time.now });
  });
  afterAll(() => service.stop());

  const query = JSON.stringify({ query: '{ releases { totalCount } }' });
  const codeFor = async (headers: Readonly<Record<string, string>>) => {
    const { errors } = await service.post(query, { 'content-type': PLAIN_JSON, ...headers });
    return errors[0]?.extensions?.['code'];
  };
  const find = (secret: string) => findSession(service.database.prisma, secret, time.now);
  const viewerIn = async (secret: string): Promise<Viewer> => {
    const found = await find(secret);
    if (found.state !== 'ACTIVE') throw new Error(found.state);
    return viewerOf(found.session);
  };

  it('give the roles of their realm, and no others', async () => {
    const editor = await service.signIn({ roles: ['EDITOR'] });
    expect(await codeFor(editor.headers)).toBeUndefined();
    const citizen = await service.signIn({});
    expect(await codeFor(citizen.headers)).toBe('FORBIDDEN');
    // Whatever the row says: a citizen never becomes an editor.
    const { prisma } = service.database;
    await prisma.session.update({ where: { id: citizen.sessionId }, data: { roles: ['CITIZEN', 'EDITOR', 'ADMIN'] } });
    expect([...(await viewerIn(citizen.secret)).roles]).toEqual(['CITIZEN']);
    expect(await codeFor(citizen.headers)).toBe('FORBIDDEN');
  });

  it('keep of the secret its hash alone, and nothing of the name that can be read without it', async () => {
    const { secret, sessionId } = await service.signIn({ name: 'Kanárek Žlutý', level: 'HIGH' });
    const rows = JSON.stringify(await service.database.sql.query('SELECT s::text AS row FROM "Session" s'));
    expect(rows).toContain(hashOf(secret));
    expect(rows).not.toContain(secret);
    const bytes = await service.database.prisma.session.findUniqueOrThrow({ where: { id: sessionId } });
    expect(Buffer.from(bytes.sealed ?? []).includes('Kanárek')).toBe(false);
    const viewer = await viewerIn(secret);
    expect(viewer).toMatchObject({ level: 'HIGH', sessionId });
    expect(viewer.displayName?.()).toBe('Kanárek Žlutý');
  });

  it('are told apart when they are absent, expired or revoked', async () => {
    expect(await codeFor({})).toBe('UNAUTHENTICATED');
    const expiring = await service.signIn({ roles: ['EDITOR'] });
    later(SESSION_LIMITS.EDITOR.idle);
    expect(await codeFor(expiring.headers)).toBe('SESSION_EXPIRED');
    const revoked = await service.signIn({ roles: ['EDITOR'] });
    await runCommand(service.runner, await viewerIn(revoked.secret), endOwnSession, { sessionId: revoked.sessionId });
    expect(await codeFor(revoked.headers)).toBe('SESSION_REVOKED');
    expect(await codeFor({ ...revoked.headers, cookie: 'rozcestnik-session=nonsense' })).toBe('SESSION_EXPIRED');
    const { errors } = await service.post(JSON.stringify({ query: '{ tiles { totalCount } }' }), {
      'content-type': PLAIN_JSON,
      ...revoked.headers,
    });
    expect(errors).toEqual([]);
  });

  it('last while they are used, until their longest time is over', async () => {
    const { headers } = await service.signIn({ roles: ['EDITOR', 'ADMIN'] });
    const { idle, absolute } = SESSION_LIMITS.ADMIN;
    const step = idle - MINUTE;
    for (let spent = step; spent < absolute; spent += step) {
      later(step);
      expect(await codeFor(headers)).toBeUndefined();
    }
    later(step);
    expect(await codeFor(headers)).toBe('SESSION_EXPIRED');
  });

  it('are not written to by every read', async () => {
    const { headers } = await service.signIn({ roles: ['EDITOR'] });
    const before = await digestOfRows(service.database.sql);
    await codeFor(headers);
    expect(await digestOfRows(service.database.sql)).toBe(before);
    later(MINUTE);
    await codeFor(headers);
    expect(await digestOfRows(service.database.sql)).not.toBe(before);
  });

  it('belong to the same person each time, and to another one in the other realm', async () => {
    const [one, two] = [await service.signIn({ subject: 'a' }), await service.signIn({ subject: 'a' })];
    const official = await service.signIn({ subject: 'a', roles: ['EDITOR'] });
    expect(two.personId).toBe(one.personId);
    expect(two.secret).not.toBe(one.secret);
    expect(official.personId).not.toBe(one.personId);
  });

  it('are ended by their own person alone', async () => {
    const [mine, others] = [await service.signIn({ subject: 'me' }), await service.signIn({ subject: 'them' })];
    const viewer = await viewerIn(mine.secret);
    const before = await digestOfRows(service.database.sql);
    await expect(
      runCommand(service.runner, viewer, endOwnSession, { sessionId: others.sessionId }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await digestOfRows(service.database.sql)).toBe(before);
    expect((await find(others.secret)).state).toBe('ACTIVE');
  });

  it('are forgotten 30 days after they are over, and attempts once they have expired', async () => {
    const { prisma } = service.database;
    const { sessionId } = await service.signIn({ subject: 'passing' });
    const [createdAt, sealed] = [time.now, new Uint8Array(1)];
    const expiresAt = new Date(createdAt.getTime() + MINUTE);
    const id = crypto.randomUUID();
    await prisma.signInAttempt.create({ data: { id, stateHash: id, realm: 'CITIZENS', sealed, createdAt, expiresAt } });
    const kept = async () => [
      await prisma.session.count({ where: { id: sessionId } }),
      await prisma.signInAttempt.count({ where: { id } }),
    ];
    const purge = () => runCommand(service.runner, SCHEDULER, applyRetention, DEFAULT_RETENTION);
    await purge();
    expect(await kept()).toEqual([1, 1]);
    later(SESSION_LIMITS.CITIZEN.absolute + DAY + MINUTE);
    await purge();
    expect(await kept()).toEqual([1, 0]);
    later(DEFAULT_RETENTION.sessionDays * DAY);
    await purge();
    expect(await kept()).toEqual([0, 0]);
  });
});
