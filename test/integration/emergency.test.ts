/** When something has gone wrong: ending sessions at once, and the way in without an issuer. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  EMERGENCY_CODE_LIFETIME,
  issueEmergencyCode,
} from '../../src/identity/commands/emergency/issueEmergencyCode.ts';
import { useEmergencyCode } from '../../src/identity/commands/emergency/useEmergencyCode.ts';
import { OneTimeSecret } from '../../src/identity/oneTimeSecret.ts';
import { runCommand } from '../../src/journal/command.ts';
import { encodeGlobalId } from '../../src/kernel/ids.ts';
import { GATE, OPERATOR } from '../../src/kernel/viewer.ts';
import { runProgram } from '../testkit/childProcess.ts';
import { writeOrganization } from '../testkit/content.ts';
import { ONE_DATABASE } from '../testkit/databases.ts';
import { giveGrant } from '../testkit/grants.ts';
import { digestOfRows } from '../testkit/rows.ts';
import { PLAIN_JSON, type RawAnswer, type Service, startService } from '../testkit/service.ts';

const REVOKE = `mutation ($input: RevokeSessionsInput!) { revokeSessions(input: $input) { ended errors { code } } }`;

describe.each(ONE_DATABASE)('in an emergency on %s', (kind) => {
  const time = { now: new Date('2026-11-24T10:00:00Z') };
  let service: Service;
  beforeAll(async () => {
    service = await startService(kind, { empty: true, clock: () => time.now });
  });
  afterAll(() => service.stop());

  type Headers = Readonly<Record<string, string>>;
  const ask = (headers: Headers, query: string, input?: object): Promise<RawAnswer> =>
    service.post(JSON.stringify({ query, variables: input && { input } }), { 'content-type': PLAIN_JSON, ...headers });
  const codeOf = ({ errors }: RawAnswer) => errors[0]?.extensions?.['code'];
  const admin = () => service.signIn({ subject: 'ada', roles: ['ADMIN'] });
  /** How a session stands: null while it is alive. */
  const endOf = async (headers: Headers) => {
    const code = codeOf(await ask(headers, '{ auditRecords { totalCount } }'));
    return code === 'FORBIDDEN' ? null : (code ?? null);
  };
  const revoke = async (input: object) => (await ask((await admin()).headers, REVOKE, input)).data;
  const ended = (count: number) => ({ revokeSessions: { ended: count, errors: [] } });

  it('the sessions of one person end, in all their browsers, and those of nobody else', async () => {
    const [first, second] = [
      await service.signIn({ subject: 'eva', roles: ['EDITOR'] }),
      await service.signIn({ subject: 'eva', roles: ['EDITOR'] }),
    ];
    const other = await service.signIn({ subject: 'emil', roles: ['EDITOR'] });
    expect(await revoke({ person: encodeGlobalId('Person', first.personId) })).toEqual(ended(2));
    expect(await Promise.all([first, second, other].map(({ headers }) => endOf(headers)))).toEqual([
      'SESSION_REVOKED',
      'SESSION_REVOKED',
      null,
    ]);
    const [record] = await service.database.prisma.auditRecord.findMany({ orderBy: { id: 'desc' }, take: 1 });
    expect(record).toMatchObject({ action: 'session.revokeAny', objectId: first.personId, details: { ended: 2 } });
  });

  it('those of a role end, whether the issuer or a grant gave it', async () => {
    const editor = await service.signIn({ subject: 'eda', roles: ['EDITOR'] });
    const official = await service.signIn({ subject: 'olda', roles: ['REPRESENTATIVE'] });
    const granted = await service.signIn({ subject: 'iva', level: 'HIGH' });
    const plain = await service.signIn({ subject: 'karel' });
    await giveGrant(service.database, granted.personId, await writeOrganization(service.runner, 'urad'), time.now);
    expect(await revoke({ role: 'REPRESENTATIVE' })).toEqual(ended(2));
    const all = [editor, official, granted, plain];
    expect(await Promise.all(all.map(({ headers }) => endOf(headers)))).toEqual([
      null,
      'SESSION_REVOKED',
      'SESSION_REVOKED',
      null,
    ]);
  });

  it('those of everybody end, of whoever ends them too', async () => {
    const citizen = await service.signIn({ subject: 'karel' });
    const { headers } = await admin();
    expect(codeOf(await ask(headers, REVOKE, { everybody: true }))).toBeUndefined();
    expect([await endOf(citizen.headers), await endOf(headers)]).toEqual(['SESSION_REVOKED', 'SESSION_REVOKED']);
    expect(await service.database.prisma.session.count({ where: { endedAt: null } })).toBe(0);
  });

  it.runIf(kind === 'PostgreSQL')(
    'operators end sessions and let an administrator in beside the running service',
    async () => {
      const env = { DATABASE_URL: service.database.databaseUrl ?? '' };
      const [eva, emil] = [
        await service.signIn({ subject: 'eva', roles: ['EDITOR'] }),
        await service.signIn({ subject: 'emil', roles: ['EDITOR'] }),
      ];
      const wrong = await runProgram('src/cli/revokeSessions', ['--person', 'eva'], env);
      expect(wrong).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('--person must be an id') });
      expect(await endOf(eva.headers)).toBeNull();
      expect(await runProgram('src/cli/revokeSessions', ['--person', eva.personId], env)).toMatchObject({
        code: 0,
        stdout: 'Ended: 1\n',
      });
      expect([await endOf(eva.headers), await endOf(emil.headers)]).toEqual(['SESSION_REVOKED', null]);
      const [record] = await service.database.prisma.auditRecord.findMany({ orderBy: { id: 'desc' }, take: 1 });
      expect(record).toMatchObject({ action: 'session.revokeAny', actor: OPERATOR.actor, objectId: eva.personId });
      time.now = new Date();
      const { code, stdout } = await runProgram('src/cli/breakGlass', [], env);
      expect(code).toBe(0);
      const address = service.url.replace('/graphql', '/auth/emergency');
      const request = { method: 'POST', body: stdout.trim(), headers: { 'x-rozcestnik-request': '1' } };
      expect((await fetch(address, request)).status).toBe(204);
    },
    120_000,
  );

  it.each([[{}], [{ everybody: false }], [{ everybody: true, role: 'EDITOR' }]])(
    'nothing ends by %j',
    async (input) => {
      const { headers } = await admin();
      const before = await digestOfRows(service.database.sql);
      const { data } = await ask(headers, REVOKE, input);
      expect(data).toEqual({ revokeSessions: { ended: null, errors: [{ code: 'INVALID_INPUT' }] } });
      expect(await digestOfRows(service.database.sql)).toBe(before);
    },
  );

  describe('a code from the server', () => {
    const issue = async () => {
      const secret = new OneTimeSecret('emergency');
      await runCommand(service.runner, OPERATOR, issueEmergencyCode, { secret });
      return secret.reveal();
    };
    const use = (code: string) => runCommand(service.runner, GATE, useEmergencyCode, { code });
    const refused = async (code: string) => {
      const before = await digestOfRows(service.database.sql);
      await expect(use(code)).rejects.toMatchObject({ code: 'FORBIDDEN' });
      expect(await digestOfRows(service.database.sql)).toBe(before);
    };

    it("begins one administrator's session, and leaves its trace", async () => {
      const code = await issue();
      const { secret, personId } = await use(code);
      const headers = { cookie: `rozcestnik-session=${secret}`, 'x-rozcestnik-request': '1' };
      expect(codeOf(await ask(headers, '{ auditRecords { totalCount } }'))).toBeUndefined();
      const records = await service.database.prisma.auditRecord.findMany({ orderBy: { id: 'desc' }, take: 3 });
      expect(records.map(({ action }) => action)).toEqual([
        'emergencyCode.use',
        'session.start',
        'emergencyCode.issue',
      ]);
      expect(records[0]?.details).toMatchObject({ personId });
      expect(
        JSON.stringify(records, (_key, value) => (typeof value === 'bigint' ? String(value) : value)),
      ).not.toContain(code);
      await refused(code);
    });

    it('is entered on a page of the service, by a request that no other site can send', async () => {
      const address = service.url.replace('/graphql', '/auth/emergency');
      for (const [lang, title] of [
        ['cs', 'Nouzový vstup'],
        ['en', 'Emergency entry'],
      ]) {
        expect(await (await fetch(`${address}?lang=${lang}`)).text()).toContain(title);
      }
      const post = (body: string, headers: Headers) => fetch(address, { method: 'POST', body, headers });
      const trusted = { 'x-rozcestnik-request': '1' };
      const code = await issue();
      expect((await post(code, {})).status).toBe(403);
      expect((await post(`${code}x`, trusted)).status).toBe(403);
      expect((await post('x'.repeat(10_000), trusted)).status).toBe(403);
      const entered = await post(code, trusted);
      expect(entered.status).toBe(204);
      const cookie = entered.headers.get('set-cookie') ?? '';
      expect(cookie).toMatch(/^rozcestnik-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
      const headers = { ...trusted, cookie: cookie.split(';')[0] ?? '' };
      expect(codeOf(await ask(headers, '{ auditRecords { totalCount } }'))).toBeUndefined();
      expect((await post(code, trusted)).status).toBe(403);
      expect(service.log.join('\n')).not.toContain(code.slice(5, -6));
    });

    it('lets one of many in who try at the same time', async () => {
      const code = await issue();
      const tries = await Promise.allSettled(Array.from({ length: 5 }, () => use(code)));
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });

    it('is not good when it is guessed, over, or followed by a newer one', async () => {
      await refused(new OneTimeSecret('emergency').reveal());
      await refused('');
      const older = await issue();
      const newer = await issue();
      await refused(older);
      time.now = new Date(time.now.getTime() + EMERGENCY_CODE_LIFETIME);
      await refused(newer);
    });
  });
});
