/** Organizations that are renamed, merged and closed: what editors do, and what readers find afterwards. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approveVersions } from '../../src/catalogue/commands/approveVersions.ts';
import { createEntries } from '../../src/catalogue/commands/createEntries.ts';
import { closeOrganization } from '../../src/catalogue/commands/organizations/closeOrganization.ts';
import { mergeOrganization } from '../../src/catalogue/commands/organizations/mergeOrganization.ts';
import { acceptanceOf, acceptInvitation } from '../../src/identity/commands/grants/acceptInvitation.ts';
import { inviteRepresentative } from '../../src/identity/commands/grants/inviteRepresentative.ts';
import { issueApiToken } from '../../src/identity/commands/tokens/issueApiToken.ts';
import { OneTimeSecret } from '../../src/identity/oneTimeSecret.ts';
import { runCommand } from '../../src/journal/command.ts';
import { encodeGlobalId, newId } from '../../src/kernel/ids.ts';
import { OPERATOR, OPERATOR_APPROVER, type Viewer } from '../../src/kernel/viewer.ts';
import { saveOrganization } from '../../src/organizations/commands/saveOrganization.ts';
import {
  CloseDocument,
  CreateOfficeDocument,
  EndReasonDocument,
  EntriesOfDocument,
  MergeDocument,
  OneOrganizationDocument,
  OrganizationSlugsDocument,
  type OrganizationStatus,
  RenameDocument,
  ReviseOfficeDocument,
} from '../generated/graphql.ts';
import { officialAsking } from '../testkit/asking.ts';
import { completed, cs, publish, writeDrafts, writeOrganization } from '../testkit/content.ts';
import { DATABASES } from '../testkit/databases.ts';
import { AS_ADAM, AS_EVA } from '../testkit/editorialDesk.ts';
import { giveGrant } from '../testkit/grants.ts';
import { digestOfRows } from '../testkit/rows.ts';
import { type Service, startService } from '../testkit/service.ts';

const global = (id: string) => encodeGlobalId('Organization', id);

const ROLES = JSON.stringify({ query: '{ viewer { roles } }' });
const JSON_BODY = { 'content-type': 'application/json' };
const newSecrets = () => ({
  token: { secret: new OneTimeSecret('apiToken') },
  invitation: { secret: new OneTimeSecret('invitation') },
});

const citizenOf = (personId: string): Viewer => ({ actor: 'x', roles: new Set(['CITIZEN']), level: 'HIGH', personId });

describe.each(DATABASES)('organizations on %s', (database) => {
  let service: Service;
  let count = 0;
  beforeAll(async () => {
    service = await startService(database, { empty: true });
  });
  afterAll(() => service.stop());

  /** An organization of its own name, with a tile of it published and a draft. */
  const office = async () => {
    count += 1;
    const slug = `urad-${count}`;
    const id = await writeOrganization(service.runner, slug, { name: cs(`Úřad ${count}`) });
    const [tile = ''] = await publish(service.runner, [
      { kind: 'tile', slug: `dlazdice-${count}`, content: { organization: id } },
    ]);
    const [draft = ''] = await writeDrafts(service.runner, [
      { kind: 'page', slug: `koncept-${count}`, content: { organization: id } },
    ]);
    return { id, slug, tile, draft, tileSlug: `dlazdice-${count}` };
  };
  const find = async (slug: string) => (await service.read(OneOrganizationDocument, { slug })).organization;
  const entriesOf = async (slug: string, asOf?: string) =>
    (await service.read(EntriesOfDocument, { slug, ...(asOf && { asOf }) })).entries;
  const unchanged = async (work: () => Promise<unknown>) => {
    const before = await digestOfRows(service.database.sql);
    const answer = await work();
    expect(await digestOfRows(service.database.sql)).toBe(before);
    return answer;
  };
  const end = { closedOn: null, movesEntries: null };

  it('are created and changed by editors, each as it is to be or not at all', async () => {
    const content = { slug: 'knihovna', name: { cs: 'Knihovna', en: 'Library' }, kind: 'PUBLIC_INSTITUTION' as const };
    const create = async (input: object, headers = AS_EVA) =>
      (await service.query(CreateOfficeDocument, { input: input as never }, { headers })).data?.createOrganization;
    const full = { ...content, ico: '00023221', website: 'https://knihovna.example', keywords: { cs: ['knihy'] } };
    const created = await create({ content: full, idempotencyKey: 'knihovna-1' });
    expect(created).toMatchObject({
      errors: [],
      organization: { slug: 'knihovna', name: 'Knihovna', ico: '00023221', keywords: ['knihy'], revision: 1 },
    });
    expect(await unchanged(() => create({ content: full, idempotencyKey: 'knihovna-1' }))).toEqual(created);
    expect(await unchanged(() => create({ content }))).toMatchObject({
      organization: null,
      errors: [{ code: 'CONFLICT', path: ['slug'], message: 'must be a slug that no organization has' }],
    });
    const wrong = { ...content, slug: 'jina', ico: '00023221', territory: global(newId()) };
    expect(await unchanged(() => create({ content: wrong }))).toMatchObject({ errors: [{ path: ['territory'] }] });
    expect(await unchanged(() => create({ content: { ...wrong, territory: null } }))).toMatchObject({
      errors: [{ code: 'INVALID_INPUT', path: ['ico'] }],
    });
    expect(await unchanged(() => create({ content: { ...content, slug: 'jina' } }, {} as never))).toBeNull();

    const organizationId = String(created?.organization?.id);
    const revise = async (expectedRevision: number, patch: object) => {
      const input = { organizationId, expectedRevision, patch: patch as never };
      return (await service.read(ReviseOfficeDocument, { input }, { headers: AS_EVA })).reviseOrganization;
    };
    const patch = { website: null, description: { cs: 'Půjčuje knihy.', en: 'Lends books.' } };
    expect(await revise(1, patch)).toMatchObject({
      errors: [],
      organization: { website: null, description: 'Půjčuje knihy.', ico: '00023221', keywords: ['knihy'], revision: 2 },
    });
    expect(await revise(2, { description: { en: null }, kind: 'OTHER_AUTHORITY' })).toMatchObject({
      organization: { description: 'Půjčuje knihy.', kind: 'OTHER_AUTHORITY', revision: 3 },
    });
    const { prisma } = service.database;
    const row = await prisma.organization.findUniqueOrThrow({ where: { slug: 'knihovna' } });
    expect(row).toMatchObject({ description: { cs: 'Půjčuje knihy.' }, name: content.name, formerNames: [] });
    const records = await prisma.auditRecord.findMany({ where: { objectId: row.id }, orderBy: { id: 'asc' } });
    expect(records.map(({ action }) => action)).toEqual([
      'organization.create',
      'organization.revise',
      'organization.revise',
    ]);
    expect(records[1]?.fields.toSorted()).toEqual(['description', 'website']);
    expect(await unchanged(() => revise(1, { website: 'https://pozde.example' }))).toMatchObject({
      errors: [{ code: 'CONFLICT', currentRevision: 3, changedFields: ['description', 'website', 'kind'] }],
    });
    expect(await unchanged(() => revise(3, { dataBoxId: 'XX' }))).toMatchObject({
      errors: [{ code: 'INVALID_INPUT', path: ['patch', 'dataBoxId'] }],
    });
    expect(await unchanged(() => revise(3, { kind: null }))).toMatchObject({ errors: [{ path: ['patch', 'kind'] }] });
  });

  it('get an IČO that is given to many at once only once, and the others are told who has it', async () => {
    const offices = [await office(), await office(), await office(), await office()];
    const ico = '00064581';
    const answers = await Promise.all(
      offices.map(async ({ id }) => {
        const input = { organizationId: global(id), expectedRevision: 1, patch: { ico } as never };
        return (await service.read(ReviseOfficeDocument, { input }, { headers: AS_EVA })).reviseOrganization;
      }),
    );
    const errors = answers.flatMap((answer) => answer?.errors ?? []);
    expect(errors).toHaveLength(3);
    const holder = await service.database.prisma.organization.findUniqueOrThrow({ where: { ico } });
    for (const error of errors) {
      expect(error).toMatchObject({
        code: 'INVALID_INPUT',
        path: ['ico'],
        message: expect.stringContaining(holder.slug),
      });
    }
    const untouched = await service.database.prisma.organization.count({
      where: { id: { in: offices.map(({ id }) => id) }, ico: null, revision: 1 },
    });
    expect(untouched).toBe(3);
    const created = await Promise.all(
      [1, 2, 3].map(async () => {
        const content = { slug: 'naraz', name: { cs: 'Naráz' }, kind: 'OTHER_AUTHORITY' as const };
        const input = { content } as never;
        return (await service.read(CreateOfficeDocument, { input }, { headers: AS_EVA })).createOrganization;
      }),
    );
    expect(created.flatMap((answer) => answer?.errors.map(({ code }) => code) ?? [])).toEqual(['CONFLICT', 'CONFLICT']);
  });

  it('keep the names that they had, whether renamed or saved under another name', async () => {
    const { id, slug } = await office();
    const rename = (name: string, expectedRevision: number) =>
      service.read(
        RenameDocument,
        { input: { organizationId: global(id), expectedRevision, name: { cs: name } } },
        { headers: AS_EVA },
      );
    const { renameOrganization } = await rename('Nový úřad', 1);
    expect(renameOrganization).toMatchObject({
      errors: [],
      organization: { slug, name: 'Nový úřad', revision: 2, formerNames: [{ name: `Úřad ${count}` }] },
    });
    const stale = await unchanged(() => rename('Pozdní', 1));
    expect(stale).toMatchObject({
      renameOrganization: {
        organization: null,
        errors: [{ code: 'CONFLICT', currentRevision: 2, changedBy: officialAsking('eva'), changedFields: ['name'] }],
      },
    });
    expect(await unchanged(() => rename(' ', 2))).toMatchObject({
      renameOrganization: { errors: [{ code: 'INVALID_INPUT', path: ['cs'] }] },
    });
    await runCommand(service.runner, OPERATOR, saveOrganization, { slug, name: cs('Třetí'), kind: 'REGION' });
    const names = (await find(slug))?.formerNames.map(({ name }) => name);
    expect(names).toEqual([`Úřad ${count}`, 'Nový úřad']);
  });

  it('that are merged give their entries away, in every version, and lead to the one that has them', async () => {
    const [gone, heir] = [await office(), await office()];
    const before = new Date().toISOString();
    const { mergeOrganization: merged } = await service.read(
      MergeDocument,
      {
        input: {
          organizationId: global(gone.id),
          expectedRevision: 1,
          intoId: global(heir.id),
          reason: 'Zákon č. 1/2026 Sb.',
        },
      },
      { headers: AS_ADAM },
    );
    expect(merged).toMatchObject({
      errors: [],
      organization: { slug: gone.slug, status: 'MERGED', successor: { slug: heir.slug }, revision: 2 },
    });
    expect((await entriesOf(gone.slug))?.totalCount).toBe(0);
    const nodes = (await entriesOf(heir.slug))?.nodes ?? [];
    expect(nodes.map(({ slug, organization }) => [slug, organization?.slug]).sort()).toEqual(
      [gone.tileSlug, heir.tileSlug].map((slug) => [slug, heir.slug]).sort(),
    );
    // Who mirrors the catalogue by the time of change learns of it.
    const moved = nodes.find(({ slug }) => slug === gone.tileSlug);
    expect(String(moved?.updatedAt) >= before).toBe(true);
    expect((await entriesOf(heir.slug, before))?.totalCount).toBe(2);
    const { prisma } = service.database;
    const versions = await prisma.version.findMany({ where: { entryId: { in: [gone.tile, gone.draft] } } });
    expect(versions.map(({ content }) => (content as { organization: string }).organization)).toEqual([
      heir.id,
      heir.id,
    ]);
    const records = await prisma.auditRecord.findMany({
      where: { objectId: { in: [gone.id, gone.draft] } },
      orderBy: { id: 'asc' },
    });
    expect(records.map(({ action }) => action)).toEqual(expect.arrayContaining(['entry.move', 'organization.merge']));
    // The list of organizations has it no more, unless asked for; its slug is still answered.
    const listed = async (filter: object) =>
      (await service.read(OrganizationSlugsDocument, { filter })).organizations?.nodes.map(({ slug }) => slug);
    expect(await listed({ slugs: [gone.slug, heir.slug] })).toEqual([heir.slug]);
    expect(await listed({ statuses: ['MERGED' as OrganizationStatus] })).toContain(gone.slug);
    expect((await find(gone.slug))?.successor).toEqual({ slug: heir.slug, name: `Úřad ${count}` });
    const why = (headers: Record<string, string>) => service.query(EndReasonDocument, { slug: gone.slug }, { headers });
    expect((await why(AS_EVA)).data?.organization).toEqual({ endReason: 'Zákon č. 1/2026 Sb.' });
    expect(await why({})).toMatchObject({ data: { organization: { endReason: null } } });
  });

  it('that were merged take no content and no change any more, and a chain of merges is one step', async () => {
    const [first, second, third] = [await office(), await office(), await office()];
    const merge = (from: { id: string }, into: { id: string }, expectedRevision = 1) =>
      runCommand(service.runner, OPERATOR, mergeOrganization, {
        organizationId: from.id,
        intoId: into.id,
        expectedRevision,
        reason: 'Sloučení',
      });
    await merge(first, second);
    await merge(second, third);
    expect((await find(first.slug))?.successor?.slug).toBe(third.slug);
    const content = { organization: first.id };
    const create = () =>
      runCommand(service.runner, OPERATOR, createEntries, [completed({ kind: 'page', slug: 'pozde', content })]);
    await unchanged(() =>
      expect(create()).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        issues: [{ path: ['content', 'organization'] }],
      }),
    );
    const save = { slug: first.slug, name: cs('Zpět'), kind: 'REGION' };
    await unchanged(() =>
      expect(runCommand(service.runner, OPERATOR, saveOrganization, save)).rejects.toMatchObject({
        code: 'INVALID_INPUT',
      }),
    );
    await unchanged(() => expect(merge(first, third, 2)).rejects.toMatchObject({ code: 'ILLEGAL_TRANSITION' }));
    await unchanged(() => expect(merge(third, third)).rejects.toMatchObject({ code: 'INVALID_INPUT' }));
    await unchanged(() => expect(merge(third, second)).rejects.toMatchObject({ code: 'INVALID_INPUT' }));
    await unchanged(() =>
      expect(merge(third, { id: newId() })).rejects.toMatchObject({ issues: [{ path: ['intoId'] }] }),
    );
    await unchanged(() => expect(merge({ id: newId() }, third)).rejects.toMatchObject({ code: 'NOT_FOUND' }));
  });

  it('that are closed keep their entries, or leave them to their successor', async () => {
    const [keeps, leaves, heir] = [await office(), await office(), await office()];
    const close = (input: object) =>
      service.read(CloseDocument, { input: { expectedRevision: 1, ...end, ...input } as never }, { headers: AS_ADAM });
    const successorId = global(heir.id);
    expect(await close({ organizationId: global(keeps.id), closedOn: '2026-06-30', successorId })).toMatchObject({
      closeOrganization: {
        errors: [],
        organization: { status: 'CLOSED', closedOn: '2026-06-30', successor: { slug: heir.slug } },
      },
    });
    expect((await entriesOf(keeps.slug))?.totalCount).toBe(1);
    await close({ organizationId: global(leaves.id), successorId, movesEntries: true });
    expect((await entriesOf(leaves.slug))?.totalCount).toBe(0);
    expect((await entriesOf(heir.slug))?.totalCount).toBe(2);
    const organizationId = global(heir.id);
    expect(await unchanged(() => close({ organizationId, closedOn: '2999-01-01', movesEntries: true }))).toMatchObject({
      closeOrganization: {
        organization: null,
        errors: [
          { code: 'INVALID_INPUT', path: ['closedOn'] },
          { code: 'INVALID_INPUT', path: ['successorId'] },
        ],
      },
    });
  });

  it('let nobody act for them any more, people or systems, and nobody for their successor instead', async () => {
    const [gone, heir] = [await office(), await office()];
    const { runner } = service;
    const person = await service.signIn({ subject: 'iva', level: 'HIGH' });
    await giveGrant(service.database, person.personId, gone.id);
    const [secret, invited, late] = [new OneTimeSecret('apiToken'), new OneTimeSecret('invitation'), newSecrets()];
    const token = { organizationId: gone.id, name: 'Systém', scopes: [], secret };
    await runCommand(runner, OPERATOR, issueApiToken, token);
    await runCommand(runner, OPERATOR, inviteRepresentative, { organizationId: gone.id, secret: invited });
    const rolesOf = async (headers: Record<string, string>) => {
      const { data, errors } = await service.post(ROLES, { ...JSON_BODY, ...headers });
      return errors[0]?.extensions?.['code'] ?? (data as { viewer: { roles: string[] } }).viewer.roles;
    };
    const bearer = { authorization: `Bearer ${secret.reveal()}` };
    expect(await rolesOf(person.headers)).toEqual(['CITIZEN', 'REPRESENTATIVE']);
    expect(await rolesOf(bearer)).toEqual(['INTEGRATOR']);
    const merge = { organizationId: gone.id, intoId: heir.id, expectedRevision: 1, reason: 'Sloučení' };
    await runCommand(runner, OPERATOR, mergeOrganization, merge);
    expect(await rolesOf(person.headers)).toEqual(['CITIZEN']);
    expect(await rolesOf(bearer)).toBe('TOKEN_REVOKED');
    const { prisma } = service.database;
    const records = await prisma.auditRecord.findMany({
      where: { details: { path: ['because'], equals: 'organization ended' } },
      orderBy: { id: 'asc' },
    });
    expect(records.map(({ action }) => action)).toEqual(['apiToken.revoke', 'invitation.revoke', 'grant.end']);
    await unchanged(async () => {
      const ended = { code: 'ILLEGAL_TRANSITION' };
      await expect(runCommand(runner, OPERATOR, issueApiToken, { ...token, ...late.token })).rejects.toMatchObject(
        ended,
      );
      const invitation = { organizationId: gone.id, ...late.invitation };
      await expect(runCommand(runner, OPERATOR, inviteRepresentative, invitation)).rejects.toMatchObject(ended);
      const citizen = citizenOf(person.personId);
      const acceptance = acceptanceOf(invited.reveal());
      await expect(runCommand(runner, citizen, acceptInvitation, acceptance)).rejects.toMatchObject({
        code: 'INVALID_INPUT',
      });
    });
    expect(await prisma.grant.count({ where: { organizationId: heir.id } })).toBe(0);
  });

  it('that end while an invitation is being accepted leave nobody who acts for them', async () => {
    const { personId } = await service.signIn({ subject: 'jan', level: 'HIGH' });
    const citizen = citizenOf(personId);
    for (let round = 0; round < 4; round++) {
      const { id: organizationId } = await office();
      const secret = new OneTimeSecret('invitation');
      await runCommand(service.runner, OPERATOR, inviteRepresentative, { organizationId, secret });
      const work = [
        () => runCommand(service.runner, citizen, acceptInvitation, acceptanceOf(secret.reveal())),
        () => runCommand(service.runner, OPERATOR, closeOrganization, { organizationId, expectedRevision: 1 }),
      ];
      const order = round % 2 === 0 ? work : work.reverse();
      const outcomes = await Promise.allSettled(order.map((one) => one()));
      const faults = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
      expect(faults.filter((code) => !['INVALID_INPUT', 'ILLEGAL_TRANSITION'].includes(code))).toEqual([]);
      const grants = await service.database.prisma.grant.count({ where: { organizationId, endedAt: null } });
      expect(grants).toBe(0);
    }
  });

  it('are ended by approvers alone', async () => {
    const [one, other] = [await office(), await office()];
    const input = { organizationId: global(one.id), expectedRevision: 1, intoId: global(other.id), reason: 'Sloučení' };
    const code = async (headers: Record<string, string>) =>
      (await service.query(MergeDocument, { input }, { headers })).errors[0]?.extensions?.['code'];
    await unchanged(async () => {
      expect(await code(AS_EVA)).toBe('FORBIDDEN');
      expect(await code({})).toBe('UNAUTHENTICATED');
    });
  });

  it('merged while their entries are being published leave none behind', async () => {
    const [gone, heir] = [await office(), await office()];
    const { runner } = service;
    const drafts = Array.from({ length: 5 }, (_, place) =>
      completed({ kind: 'page', slug: `zaroven-${count}-${place}`, content: { organization: gone.id } }),
    );
    const created = await runCommand(
      runner,
      OPERATOR,
      createEntries,
      drafts.map((draft) => ({ ...draft, submit: true })),
    );
    const publishing = created.map(({ versionId, revision }) =>
      runCommand(runner, OPERATOR_APPROVER, approveVersions, {
        versions: [{ versionId, expectedRevision: revision }],
        publish: true,
      }),
    );
    const merging = runCommand(runner, OPERATOR, mergeOrganization, {
      organizationId: gone.id,
      reason: 'Sloučení',
      intoId: heir.id,
      expectedRevision: 1,
    });
    const results = await Promise.allSettled([...publishing, merging]);
    expect(results.at(-1)?.status).toBe('fulfilled');
    const where = { organizationId: gone.id };
    const { liveEntry, publishedEntry, versionLink } = service.database.prisma;
    expect([
      await liveEntry.count({ where }),
      await publishedEntry.count({ where }),
      await versionLink.count({ where }),
    ]).toEqual([0, 0, 0]);
  });
});
