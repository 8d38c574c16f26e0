/** Every command leaves its trace in the audit log, with the change or not at all, and nothing personal in it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approveVersions } from '../../src/catalogue/commands/approveVersions.ts';
import { createEntries } from '../../src/catalogue/commands/createEntries.ts';
import { catalogueJobs } from '../../src/catalogue/commands/jobHandlers.ts';
import { createPreviewLink } from '../../src/catalogue/commands/previews/createPreviewLink.ts';
import { publishVersion } from '../../src/catalogue/commands/publishVersion.ts';
import { addToRelease } from '../../src/catalogue/commands/releases/addToRelease.ts';
import { createRelease } from '../../src/catalogue/commands/releases/createRelease.ts';
import { scheduleRelease } from '../../src/catalogue/commands/releases/scheduleRelease.ts';
import { scheduleVersion } from '../../src/catalogue/commands/scheduleVersion.ts';
import type { StepResult } from '../../src/catalogue/commands/steps.ts';
import { withdrawEntry } from '../../src/catalogue/commands/withdrawEntry.ts';
import { giveConsent } from '../../src/citizens/commands/consent.ts';
import { pinEntry } from '../../src/citizens/commands/pinEntry.ts';
import { TILE_FORMAT } from '../../src/cooperation/tiles/portableTile.ts';
import { startUpload } from '../../src/files/commands/startUpload.ts';
import type { AuditRecord } from '../../src/generated/prisma/client.ts';
import { issueEmergencyCode } from '../../src/identity/commands/emergency/issueEmergencyCode.ts';
import {
  type Acceptance,
  acceptanceOf,
  acceptInvitation,
} from '../../src/identity/commands/grants/acceptInvitation.ts';
import { inviteRepresentative } from '../../src/identity/commands/grants/inviteRepresentative.ts';
import { type SignedInPerson, startSession } from '../../src/identity/commands/startSession.ts';
import { issueApiToken, type NewApiToken } from '../../src/identity/commands/tokens/issueApiToken.ts';
import { OneTimeSecret } from '../../src/identity/oneTimeSecret.ts';
import { type Command, type CommandRunner, runCommand } from '../../src/journal/command.ts';
import { Worker } from '../../src/journal/worker.ts';
import { newId } from '../../src/kernel/ids.ts';
import { GATE, OPERATOR, PORTER, SCHEDULER, type Viewer } from '../../src/kernel/viewer.ts';
import { addEvidence } from '../../src/requests/commands/addEvidence.ts';
import { attachEntry } from '../../src/requests/commands/attachEntry.ts';
import { claimRequest } from '../../src/requests/commands/claimRequest.ts';
import { createRequest } from '../../src/requests/commands/createRequest.ts';
import type { RequestResult } from '../../src/requests/commands/steps.ts';
import { submitRequest } from '../../src/requests/commands/submitRequest.ts';
import { type AnyCommand, allCommands } from '../testkit/commands.ts';
import { completed, cs, publish, writeOrganization } from '../testkit/content.ts';
import { createTestDatabase, ONE_DATABASE, type TestDatabase } from '../testkit/databases.ts';
import { digestOfRows } from '../testkit/rows.ts';
import { forbidPublishing, runnerOn } from '../testkit/seeding.ts';
import { signIn } from '../testkit/signIn.ts';

const EVA: Viewer = { actor: 'eva', roles: new Set(['EDITOR']) };
const ADAM: Viewer = { actor: 'adam', roles: new Set(['APPROVER']) };
const ALENA: Viewer = { actor: 'alena', roles: new Set(['ADMIN']) };

/** Stands in every text that somebody writes, and in addresses; must stand nowhere in the log. */
const SECRET = 'zlutoucky';
const PHONE = '+420 601 234 567';
const TABLES: Record<string, string> = {
  entry: 'Entry',
  organization: 'Organization',
  category: 'Category',
  territory: 'Territory',
  release: 'Release',
  previewLink: 'PreviewLink',
  person: 'Session',
  apiToken: 'ApiToken',
  invitation: 'Invitation',
  grant: 'Grant',
  emergencyCode: 'EmergencyCode',
  file: 'File',
  mail: 'MailDelivery',
  request: 'CooperationRequest',
};
/** The table and the column by which what a record tells of is found. */
function writtenBy(record: AuditRecord | undefined): [table: string, key: string] {
  const table = TABLES[record?.objectType as string] as string;
  if (record?.action.startsWith('consent.')) return ['Person', 'id'];
  if (record?.action.startsWith('pin.')) return ['Pin', 'personId'];
  // What is written beside a request does not touch it.
  if (record?.action === 'request.postMessage') return ['RequestMessage', 'requestId'];
  if (record?.action === 'request.addNote') return ['RequestNote', 'requestId'];
  // What is done to a person otherwise is done to their sessions.
  return [table, table === 'Session' ? 'personId' : 'id'];
}
const LATER = new Date(Date.now() + 86_400_000);

const commands = await allCommands();

describe.each(ONE_DATABASE)('On %s', (kind) => {
  let database: TestDatabase;
  let runner: CommandRunner;
  let organization: string;
  let count = 0;

  beforeAll(async () => {
    database = await createTestDatabase(kind);
    runner = runnerOn(database);
    organization = await writeOrganization(runner, 'urad', { name: cs(SECRET) });
    await publish(runner, [{ kind: 'cooperationType', slug: 'typ', content: { organization } }]);
  });
  afterAll(() => database.drop());

  const as = <Input, Result>(viewer: Viewer, command: Command<Input, Result>, input: Input) =>
    runCommand(runner, viewer, command, input);
  const tile = () => {
    const contact = { email: `jana@${SECRET}.example`, phone: PHONE, name: cs(SECRET) };
    const texts = { title: cs(SECRET), shortText: cs(SECRET), targetUrl: `https://${SECRET}.example/`, contact };
    return completed({ kind: 'tile', slug: `dlazdice-${count++}`, content: { organization, ...texts } });
  };
  const pageOf = (owner: string) => ({ kind: 'page', content: { organization: owner, title: cs(SECRET) } }) as const;
  const draft = async (submit = false) =>
    (await as(EVA, createEntries, [{ ...tile(), reason: SECRET, submit }]))[0] as StepResult;
  const version = ({ versionId, revision }: StepResult) => {
    return { versionId: versionId as string, expectedRevision: revision };
  };
  const entry = ({ entryId, revision }: StepResult) => ({ entryId, expectedRevision: revision });
  const approved = async (publish = false) => {
    const versions = [version(await draft(true))];
    return (await as(ADAM, approveVersions, { versions, publish }))[0] as StepResult;
  };
  const release = async () => {
    const { releaseId, revision } = await as(EVA, createRelease, { name: SECRET });
    return { releaseId, expectedRevision: revision };
  };
  const filledRelease = async () => {
    const versionIds = [(await approved()).versionId as string];
    const { releaseId, revision } = await as(ADAM, addToRelease, { ...(await release()), versionIds });
    return { releaseId, expectedRevision: revision, versionIds };
  };
  const scheduledRelease = async () => {
    const { releaseId, revision } = await as(ADAM, scheduleRelease, { ...(await filledRelease()), publishAt: LATER });
    return { releaseId, expectedRevision: revision };
  };
  const reason = cs(SECRET);

  const official = (subject: string): SignedInPerson => ({
    realm: 'OFFICIALS',
    pseudonym: subject,
    roles: ['EDITOR'],
    level: null,
    ico: null,
    issuerSession: null,
    profile: { name: SECRET, idToken: null },
  });
  const newToken = (): NewApiToken => {
    return { organizationId: organization, name: SECRET, scopes: [], secret: new OneTimeSecret('apiToken') };
  };
  const invitation = (secret = new OneTimeSecret('invitation')) => ({ organizationId: organization, secret });
  const acceptance = async (): Promise<[Viewer, Acceptance]> => {
    const secret = new OneTimeSecret('invitation');
    await as(ALENA, inviteRepresentative, invitation(secret));
    const { personId } = await signIn(runner, { subject: `${SECRET}-${count++}` });
    const citizen = {
      actor: `citizen:${personId}`,
      roles: new Set(['CITIZEN'] as const),
      level: 'HIGH',
      personId,
    } as const;
    return [citizen, acceptanceOf(secret.reveal())];
  };

  const citizen = async (consents = true): Promise<Viewer> => {
    const { personId } = await signIn(runner, { subject: `${SECRET}-${count++}` });
    const viewer: Viewer = { actor: `citizen:${personId}`, roles: new Set(['CITIZEN']), personId };
    if (consents) await as(viewer, giveConsent, {});
    return viewer;
  };
  const pinned = async (): Promise<[Viewer, { entryId: string; before: null }]> => {
    const viewer = await citizen();
    const pin = { entryId: (await approved(true)).entryId, before: null };
    await as(viewer, pinEntry, pin);
    return [viewer, pin];
  };

  /** Where files of this test are kept: nowhere, since nothing reads them. */
  const store = async () => undefined;
  const checked = { bytes: Buffer.from(SECRET), mediaType: 'application/pdf', width: null, height: null } as const;
  /** Acts for the organization. */
  const jana = (): Viewer => {
    return { actor: 'jana', roles: new Set(['REPRESENTATIVE']), organizations: new Set([organization]) };
  };
  const onRequest = ({ requestId, revision }: RequestResult) => ({ requestId, expectedRevision: revision });
  const newRequest = () => {
    const content = { types: ['TYPE'], purpose: SECRET, contactEmail: `jana@${SECRET}.example` };
    return { organizationId: organization, content };
  };
  const draftedRequest = async () => {
    const begun = await as(jana(), createRequest, newRequest());
    return onRequest(await as(jana(), attachEntry, { ...onRequest(begun), entryId: (await draft()).entryId }));
  };
  const submittedRequest = async () => onRequest(await as(jana(), submitRequest, await draftedRequest()));
  const claimedRequest = async () => onRequest(await as(EVA, claimRequest, await submittedRequest()));
  const remarks = [{ code: null, text: SECRET }];

  /** By the names of commands: who calls it, with what, after what is needed for it. */
  const calls: Record<string, () => Promise<[Viewer, unknown]>> = {
    saveOrganization: async () => [EVA, { slug: 'skola', name: cs(SECRET), kind: 'PUBLIC_INSTITUTION' }],
    createOrganization: async () => [EVA, { slug: 'knihovna', name: cs(SECRET), kind: 'PUBLIC_INSTITUTION' }],
    reviseOrganization: async () => {
      const organizationId = await writeOrganization(runner, `zmena-${count++}`);
      return [EVA, { organizationId, expectedRevision: 1, patch: { description: cs(SECRET) } }];
    },
    renameOrganization: async () => {
      const organizationId = await writeOrganization(runner, `jmeno-${count++}`);
      return [EVA, { organizationId, expectedRevision: 1, name: cs(SECRET) }];
    },
    closeOrganization: async () => {
      const organizationId = await writeOrganization(runner, `konec-${count++}`);
      return [ADAM, { organizationId, expectedRevision: 1 }];
    },
    mergeOrganization: async () => {
      const organizationId = await writeOrganization(runner, `slouceny-${count++}`);
      await as(EVA, createEntries, [completed({ ...pageOf(organizationId), slug: `stranka-${count++}` })]);
      return [ADAM, { organizationId, expectedRevision: 1, intoId: organization, reason: SECRET }];
    },
    importOrganizations: async () => {
      const authority = {
        ovmId: `${count++}`,
        name: 'Ves',
        ico: null,
        dataBoxId: null,
        legalForm: null,
        categories: [],
      };
      return [EVA, [{ authority, line: 2, path: [] }]];
    },
    importTile: async () => {
      const { content } = tile();
      const { organization: _, ...texts } = content as { organization: string };
      const file = { $schema: TILE_FORMAT, slug: `soubor-${count++}`, provider: { slug: 'urad' }, ...texts };
      return [EVA, { file: JSON.stringify(file), reason: SECRET }];
    },
    saveCategory: async () => [EVA, { slug: 'tema', name: cs(SECRET) }],
    saveTerritory: async () => [EVA, { slug: 'obec', name: cs(SECRET), level: 'STATE', nutsCode: 'CZ' }],
    createEntries: async () => [EVA, [{ ...tile(), reason: SECRET, submit: true }]],
    reviseEntry: async () => [EVA, { ...entry(await draft()), patch: { title: cs(`${SECRET} 2`) }, reason: SECRET }],
    submitVersion: async () => [EVA, version(await draft())],
    requestChanges: async () => {
      return [ADAM, { ...version(await draft(true)), comments: [{ path: 'title.cs', text: SECRET }] }];
    },
    approveVersions: async () => [ADAM, { versions: [version(await draft(true))], publish: true }],
    publishVersion: async () => [ADAM, version(await approved())],
    scheduleVersion: async () => [ADAM, { ...version(await approved()), publishAt: LATER }],
    unscheduleVersion: async () => {
      return [ADAM, version(await as(ADAM, scheduleVersion, { ...version(await approved()), publishAt: LATER }))];
    },
    discardVersion: async () => [EVA, version(await draft())],
    restoreVersion: async () => [EVA, { ...version(await approved(true)), reason: SECRET }],
    withdrawEntry: async () => [ADAM, { ...entry(await approved(true)), reason }],
    cancelWithdrawal: async () => {
      return [
        ADAM,
        entry(await as(ADAM, withdrawEntry, { ...entry(await approved(true)), reason, withdrawAt: LATER })),
      ];
    },
    createRelease: async () => [EVA, { name: SECRET }],
    addToRelease: async () => [EVA, { ...(await release()), versionIds: [(await draft()).versionId] }],
    removeFromRelease: async () => [EVA, await filledRelease()],
    discardRelease: async () => [EVA, await filledRelease()],
    publishRelease: async () => [ADAM, await filledRelease()],
    scheduleRelease: async () => [ADAM, { ...(await filledRelease()), publishAt: LATER }],
    unscheduleRelease: async () => [ADAM, await scheduledRelease()],
    createPreviewLink: async () => {
      return [EVA, { target: { versionId: (await draft()).versionId }, expiresIn: 'P1D' }];
    },
    revokePreviewLink: async () => {
      const target = { versionId: (await draft()).versionId as string };
      return [EVA, await as(EVA, createPreviewLink, { target, expiresIn: 'P1D' })];
    },
    issueApiToken: async () => [ALENA, newToken()],
    rotateApiToken: async () => {
      return [ALENA, { ...(await as(ALENA, issueApiToken, newToken())), secret: new OneTimeSecret('apiToken') }];
    },
    revokeApiToken: async () => [ALENA, await as(ALENA, issueApiToken, newToken())],
    inviteRepresentative: async () => [ALENA, invitation()],
    revokeInvitation: async () => [ALENA, await as(ALENA, inviteRepresentative, invitation())],
    acceptInvitation: async () => acceptance(),
    revokeGrant: async () => {
      const [citizen, input] = await acceptance();
      return [ALENA, await as(citizen, acceptInvitation, input)];
    },
    startSession: async () => [GATE, { person: official(`${SECRET}-${count++}`) }],
    endOwnSession: async () => {
      const { sessionId, personId } = await as(GATE, startSession, { person: official(`${SECRET}-${count++}`) });
      return [{ ...EVA, personId, sessionId }, { sessionId }];
    },
    giveConsent: async () => [await citizen(false), {}],
    withdrawConsent: async () => [await citizen(), {}],
    eraseMyData: async () => [await citizen(), {}],
    pinEntry: async () => [await citizen(), { entryId: (await approved(true)).entryId, before: null }],
    movePin: async () => pinned(),
    unpinEntry: async () => pinned(),
    endByIssuer: async () => {
      const issuerSession = `session-${count++}`;
      await as(GATE, startSession, { person: { ...official(`${SECRET}-${count++}`), issuerSession } });
      return [GATE, { realm: 'OFFICIALS', issuerSession }];
    },
    revokeSessions: async () => [ALENA, { personId: (await signIn(runner, { subject: SECRET })).personId }],
    startUpload: async () => [EVA, { purpose: 'EVIDENCE', name: SECRET }],
    receiveFile: async () => {
      const { fileId } = await as(EVA, startUpload, { purpose: 'EVIDENCE', name: SECRET });
      return [PORTER, { fileId, content: checked, store }];
    },
    createRequest: async () => [jana(), newRequest()],
    reviseRequest: async () => [jana(), { ...(await draftedRequest()), patch: { purpose: `${SECRET} 2` } }],
    attachEntry: async () => {
      const target = onRequest(await as(jana(), createRequest, newRequest()));
      return [jana(), { ...target, entryId: (await draft()).entryId }];
    },
    detachEntry: async () => {
      const { entryId } = await draft();
      const target = onRequest(await as(jana(), createRequest, newRequest()));
      return [jana(), { ...onRequest(await as(jana(), attachEntry, { ...target, entryId })), entryId }];
    },
    writeRequestEntry: async () => [jana(), { ...(await draftedRequest()), draft: tile() }],
    sendMailAgain: async () => {
      const id = newId();
      const mail = { id, eventId: newId(), requestId: newId(), event: 'SUBMITTED', recipient: 'AGENCY' };
      const times = { runAt: new Date(), createdAt: new Date() };
      await database.prisma.mailDelivery.create({ data: { ...mail, ...times, state: 'UNKNOWN' } });
      return [ALENA, { deliveryId: id }];
    },
    addEvidence: async () => [jana(), { ...(await draftedRequest()), evidence: { text: SECRET } }],
    removeEvidence: async () => {
      const evidence = { url: `https://${SECRET}.example/` };
      const target = onRequest(await as(jana(), addEvidence, { ...(await draftedRequest()), evidence }));
      const { id } = await database.prisma.requestEvidence.findFirstOrThrow({ orderBy: { createdAt: 'desc' } });
      return [jana(), { ...target, evidenceId: id }];
    },
    submitRequest: async () => [jana(), await draftedRequest()],
    withdrawRequest: async () => [jana(), { ...(await submittedRequest()), reason: SECRET }],
    claimRequest: async () => [EVA, await submittedRequest()],
    returnRequest: async () => [EVA, { ...(await claimedRequest()), changes: remarks }],
    approveRequest: async () => [ADAM, { ...(await claimedRequest()), publishAt: null }],
    rejectRequest: async () => [ADAM, { ...(await claimedRequest()), reasons: remarks }],
    postMessage: async () => [jana(), { requestId: (await draftedRequest()).requestId, text: SECRET }],
    addNote: async () => [EVA, { requestId: (await draftedRequest()).requestId, text: SECRET }],
    issueEmergencyCode: async () => [OPERATOR, { secret: new OneTimeSecret('emergency') }],
    useEmergencyCode: async () => {
      const secret = new OneTimeSecret('emergency');
      await as(OPERATOR, issueEmergencyCode, { secret });
      return [GATE, { code: secret.reveal() }];
    },
  };

  const recordsAfter = (id: bigint) => database.prisma.auditRecord.findMany({ where: { id: { gt: id } } });
  const lastId = async () => (await database.prisma.auditRecord.aggregate({ _max: { id: true } }))._max.id ?? 0n;
  /** The transactions that wrote the records after `id`, and the one that wrote the object of the first of them. */
  const transactionsAfter = async (id: bigint, [first]: AuditRecord[]) => {
    const records = await database.sql.query(
      `SELECT DISTINCT "xmin"::text AS writer FROM "AuditRecord" WHERE "id" > $1`,
      [id],
    );
    const [table, key] = writtenBy(first);
    const [object] = await database.sql.query(`SELECT "xmin"::text AS writer FROM "${table}" WHERE "${key}" = $1`, [
      first?.objectId,
    ]);
    return { records: records.map(({ writer }) => writer), object: object?.['writer'] };
  };

  it.each([...commands])('%s is in the log, written with the change', async (name, command) => {
    const prepare = calls[name];
    if (!prepare) throw new Error(`add a call of the command ${name} to this test`);
    const [viewer, input] = await prepare();
    const before = await lastId();
    await runCommand(runner, viewer, command as AnyCommand, input, { requestId: 'request-1' });
    const records = await recordsAfter(before);
    expect(records.length).toBeGreaterThan(0);
    for (const record of records) {
      expect(record).toMatchObject({ actor: viewer.actor, requestId: 'request-1' });
      expect(record.digest).toMatch(/^[0-9a-f]{64}$/);
    }
    const transactions = await transactionsAfter(before, records);
    // What was erased can tell no more who wrote it.
    expect(transactions.records).toEqual([transactions.object ?? expect.any(String)]);
  });

  it('what was put off is in the log too, as done by the clock', async () => {
    await as(ADAM, scheduleVersion, { ...version(await approved()), publishAt: LATER });
    await as(ADAM, withdrawEntry, { ...entry(await approved(true)), reason, withdrawAt: LATER });
    await scheduledRelease();
    const before = await lastId();
    const worker = { ...runner, handlers: catalogueJobs, clock: () => LATER, log: { error: expect.unreachable } };
    expect(await new Worker(worker).runDue()).toBeGreaterThanOrEqual(3);
    const records = await recordsAfter(before);
    expect(new Set(records.map(({ actor }) => actor))).toEqual(new Set([SCHEDULER.actor]));
    expect(new Set(records.map(({ action }) => action))).toEqual(
      new Set(['version.publish', 'version.withdraw', 'release.publish']),
    );
  });

  it('a change that fails at its end leaves no trace of it', async () => {
    const ready = await approved();
    const before = await digestOfRows(database.sql);
    const allow = await forbidPublishing(database);
    await expect(as(ADAM, publishVersion, version(ready))).rejects.toThrow('no publishing now');
    await allow();
    expect(await digestOfRows(database.sql)).toBe(before);
  });

  it('the same call with the same key leaves one trace', async () => {
    const before = await lastId();
    const input = [tile()];
    const key = { idempotencyKey: 'once' };
    const first = await runCommand(runner, EVA, createEntries, input, key);
    expect(await runCommand(runner, EVA, createEntries, input, key)).toEqual(first);
    expect(await recordsAfter(before)).toHaveLength(1);
  });

  it('nothing that somebody wrote is in the log', async () => {
    const [log] = await database.sql.query(`SELECT string_agg(lower(r::text), chr(10)) AS text FROM "AuditRecord" r`);
    const [written] = await database.sql.query(`SELECT string_agg(v::text, chr(10)) AS text FROM "Version" v`);
    for (const secret of [SECRET, PHONE, 'jana@']) {
      expect(written?.['text']).toContain(secret);
      expect(log?.['text']).not.toContain(secret);
    }
  });
});
