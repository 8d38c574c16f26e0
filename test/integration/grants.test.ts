/** Acting for an organization: invited, accepted, used and taken back over HTTP. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OneTimeSecret } from '../../src/identity/oneTimeSecret.ts';
import { encodeGlobalId } from '../../src/kernel/ids.ts';
import { writeOrganization } from '../testkit/content.ts';
import { DATABASES } from '../testkit/databases.ts';
import { digestOfRows } from '../testkit/rows.ts';
import { PLAIN_JSON, type RawAnswer, type Service, startService } from '../testkit/service.ts';

const DAY = 86_400_000;
const INVITE = `mutation ($input: InviteRepresentativeInput!) { inviteRepresentative(input: $input) {
  token invitation { id isOpen expiresAt } errors { code path } } }`;
const UNINVITE = `mutation ($input: RevokeInvitationInput!) { revokeInvitation(input: $input) {
  invitation { isOpen } errors { code } } }`;
const ACCEPT = `mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) {
  grant { id role source isInForce person organization { slug } } errors { code path } } }`;
const REVOKE = `mutation ($input: RevokeGrantInput!) { revokeGrant(input: $input) {
  grant { isInForce } errors { code } } }`;
const GRANTS = '{ grants { totalCount nodes { organization { slug } isInForce source } } }';

type Headers = Readonly<Record<string, string>>;
type Answered = Record<string, { [field: string]: unknown; errors: { code: string; path: string[] }[] }>;

describe.each(DATABASES)('grants on %s', (kind) => {
  const time = { now: new Date('2026-11-24T10:00:00Z') };
  let service: Service;
  let office: string;
  let admin: Headers;
  beforeAll(async () => {
    service = await startService(kind, { empty: true, clock: () => time.now });
    office = await writeOrganization(service.runner, 'urad', { ico: '00006947' });
    await writeOrganization(service.runner, 'jiny');
    admin = (await service.signIn({ subject: 'ada', roles: ['ADMIN'] })).headers;
  });
  afterAll(() => service.stop());

  const ask = (headers: Headers, query: string, input?: object): Promise<RawAnswer> =>
    service.post(JSON.stringify({ query, variables: input && { input } }), { 'content-type': PLAIN_JSON, ...headers });
  const codeOf = ({ errors }: RawAnswer) => errors[0]?.extensions?.['code'];
  const outcome = ({ data, errors }: RawAnswer) => {
    expect(errors).toEqual([]);
    return Object.values(data as Answered)[0] as Answered[string];
  };
  const unchanged = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const before = await digestOfRows(service.database.sql);
    const result = await work();
    expect(await digestOfRows(service.database.sql)).toBe(before);
    return result;
  };
  const invite = async (headers: Headers, extra: object = {}) => {
    const input = { organization: encodeGlobalId('Organization', office), ...extra };
    return outcome(await ask(headers, INVITE, input)) as Answered[string] & {
      token: string;
      invitation: { id: string };
    };
  };
  const citizen = (subject: string, level?: 'LOW' | 'SUBSTANTIAL' | 'HIGH') =>
    service.signIn({ subject, ...(level && { level }) });
  const accept = async (headers: Headers, token: string) => outcome(await ask(headers, ACCEPT, { token }));
  const representative = async (subject: string) => {
    const { headers } = await citizen(subject, 'SUBSTANTIAL');
    const { grant, errors } = await accept(headers, (await invite(admin)).token);
    expect(errors).toEqual([]);
    return { headers, grant: grant as { id: string; person: string } };
  };

  it('begin with an invitation, and let a citizen act for the organization from the next request on', async () => {
    const { headers } = await citizen('iva', 'SUBSTANTIAL');
    expect(codeOf(await ask(headers, GRANTS))).toBe('FORBIDDEN');
    const { token, invitation } = await invite(admin);
    expect(token).toMatch(/^rozi_[0-9A-Za-z]{49}$/);
    expect(invitation).toMatchObject({ isOpen: true, expiresAt: new Date(time.now.getTime() + 7 * DAY).toISOString() });
    expect(await accept(headers, token)).toMatchObject({
      grant: { role: 'REPRESENTATIVE', source: 'INVITATION', isInForce: true, organization: { slug: 'urad' } },
      errors: [],
    });
    const { data } = await ask(headers, GRANTS);
    const { nodes } = (data as { grants: { nodes: { organization: { slug: string } }[] } }).grants;
    expect(nodes.map(({ organization }) => organization.slug)).toEqual(['urad']);
    const rows = JSON.stringify(await service.database.sql.query('SELECT i::text FROM "Invitation" i'));
    expect(rows).not.toContain(token);
  });

  it('let a representative invite further ones, for their own organization alone', async () => {
    const { headers } = await representative('radek');
    expect((await invite(headers)).errors).toEqual([]);
    const { id } = await service.database.prisma.organization.findUniqueOrThrow({ where: { slug: 'jiny' } });
    await unchanged(async () => {
      const answer = await ask(headers, INVITE, { organization: encodeGlobalId('Organization', id) });
      expect(codeOf(answer)).toBe('FORBIDDEN');
    });
  });

  it('are told of beside a mutation of the same request that is denied', async () => {
    const { headers } = await representative('rita');
    const query = `mutation ($input: InviteRepresentativeInput!) {
      denied: revokeSessions(input: { everybody: true }) { ended }
      given: inviteRepresentative(input: $input) { token errors { code } } }`;
    const { data, errors } = await ask(headers, query, { organization: encodeGlobalId('Organization', office) });
    expect(data).toEqual({ denied: null, given: { token: expect.stringMatching(/^rozi_/), errors: [] } });
    expect(errors).toMatchObject([{ path: ['denied'], extensions: { code: 'FORBIDDEN' } }]);
  });

  it.each([
    ['no level', undefined],
    ['LOW', 'LOW'],
  ] as const)('need more than %s: it says where to get it', async (_name, level) => {
    const { headers } = await citizen('lev', level);
    const { token } = await invite(admin);
    const answer = await unchanged(() => ask(headers, ACCEPT, { token }));
    expect(answer.data).toEqual({ acceptInvitation: null });
    expect(answer.errors[0]?.extensions).toMatchObject({
      code: 'STEP_UP_REQUIRED',
      requiredLevel: 'SUBSTANTIAL',
      stepUpUrl: '/auth/citizens/start?level=SUBSTANTIAL',
    });
    const higher = await citizen('lev', 'HIGH');
    expect((await accept(higher.headers, token)).errors).toEqual([]);
  });

  it('are for citizens: no official and no system accepts an invitation', async () => {
    const { token } = await invite(admin);
    const editor = await service.signIn({ subject: 'eva', roles: ['EDITOR'] });
    await unchanged(async () => {
      for (const headers of [editor.headers, admin])
        expect(codeOf(await ask(headers, ACCEPT, { token }))).toBe('FORBIDDEN');
      expect(codeOf(await ask({}, ACCEPT, { token }))).toBe('UNAUTHENTICATED');
    });
  });

  it('are given once by an invitation, to one of many who try at the same time', async () => {
    const { token } = await invite(admin);
    const people = await Promise.all(['a', 'b', 'c', 'd'].map((name) => citizen(`zavod-${name}`, 'HIGH')));
    const outcomes = await Promise.all(people.map(({ headers }) => accept(headers, token)));
    expect(outcomes.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
  });

  it('are not given by what is no open invitation, and one answer says so', async () => {
    const { headers } = await citizen('pepa', 'HIGH');
    const used = (await invite(admin)).token;
    await accept((await citizen('rychly', 'HIGH')).headers, used);
    const revoked = await invite(admin);
    expect(outcome(await ask(admin, UNINVITE, { id: revoked.invitation.id }))).toEqual({
      invitation: { isOpen: false },
      errors: [],
    });
    const over = (await invite(admin, { expiresIn: 'PT1M' })).token;
    time.now = new Date(time.now.getTime() + 60_000);
    // Notes that the session is in use; nothing else changes from then on.
    await ask(headers, GRANTS);
    const guess = new OneTimeSecret('invitation').reveal();
    const apiToken = new OneTimeSecret('apiToken').reveal();
    for (const token of [used, revoked.token, over, guess, apiToken, '', `${guess}x`]) {
      const { grant, errors } = await unchanged(() => accept(headers, token));
      expect([grant, errors]).toEqual([null, [{ code: 'INVALID_INPUT', path: ['token'] }]]);
    }
  });

  it('end when they are revoked, for the session that is open as well', async () => {
    const { headers, grant } = await representative('odvolana');
    expect(codeOf(await ask(headers, GRANTS))).toBeUndefined();
    const outsider = await citizen('cizi', 'HIGH');
    await unchanged(async () => {
      expect(codeOf(await ask(outsider.headers, REVOKE, { id: grant.id }))).toBe('FORBIDDEN');
    });
    expect(outcome(await ask(admin, REVOKE, { id: grant.id }))).toEqual({ grant: { isInForce: false }, errors: [] });
    expect(codeOf(await ask(headers, GRANTS))).toBe('FORBIDDEN');
  });

  it('end at their time', async () => {
    const { headers } = await citizen('docasna', 'HIGH');
    const validUntil = new Date(time.now.getTime() + 60_000).toISOString();
    await accept(headers, (await invite(admin, { validUntil })).token);
    expect(codeOf(await ask(headers, GRANTS))).toBeUndefined();
    time.now = new Date(time.now.getTime() + 60_000);
    expect(codeOf(await ask(headers, GRANTS))).toBe('FORBIDDEN');
  });

  describe("by the officials' issuer", () => {
    const official = (ico: string | undefined, roles: ['REPRESENTATIVE'] | ['EDITOR']) =>
      service.signIn({ subject: 'uredni', roles, ...(ico && { ico }) });
    const inForce = async (headers: Headers) => {
      const { data } = await ask(headers, GRANTS);
      const { grants } = data as { grants: { nodes: { isInForce: boolean; source: string }[] } | null };
      return grants?.nodes.filter((one) => one.isInForce && one.source === 'OFFICIALS_ISSUER').length ?? null;
    };

    it('are given for the organization that it names, as long as it does', async () => {
      expect(await inForce((await official('00006947', ['REPRESENTATIVE'])).headers)).toBe(1);
      const again = await official('00006947', ['REPRESENTATIVE']);
      expect(await inForce(again.headers)).toBe(1);
      const count = await service.database.prisma.grant.count({ where: { source: 'OFFICIALS_ISSUER', endedAt: null } });
      expect(count).toBe(1);
      expect(await inForce((await official(undefined, ['REPRESENTATIVE'])).headers)).toBe(0);
      expect(await inForce(again.headers)).toBe(0);
    });

    it('are not given to who has no right to act for it, nor for one that the catalogue does not know', async () => {
      expect(await inForce((await official('00006947', ['EDITOR'])).headers)).toBeNull();
      expect(await inForce((await official('00007064', ['REPRESENTATIVE'])).headers)).toBe(0);
    });
  });
});
