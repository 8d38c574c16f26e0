/** Requests by their commands: what is all or nothing, what happens at once, what the clock does. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { approveVersions } from '../../src/catalogue/commands/approveVersions.ts';
import { createEntries } from '../../src/catalogue/commands/createEntries.ts';
import { discardVersion } from '../../src/catalogue/commands/discardVersion.ts';
import { catalogueJobs } from '../../src/catalogue/commands/jobHandlers.ts';
import { mergeOrganization } from '../../src/catalogue/commands/organizations/mergeOrganization.ts';
import { reviseEntry } from '../../src/catalogue/commands/reviseEntry.ts';
import type { StepResult } from '../../src/catalogue/commands/steps.ts';
import { type Command, runCommand } from '../../src/journal/command.ts';
import { Worker } from '../../src/journal/worker.ts';
import { SCHEDULER, type Viewer } from '../../src/kernel/viewer.ts';
import { approveRequest } from '../../src/requests/commands/approveRequest.ts';
import { attachEntry } from '../../src/requests/commands/attachEntry.ts';
import { claimRequest } from '../../src/requests/commands/claimRequest.ts';
import { createRequest } from '../../src/requests/commands/createRequest.ts';
import { CONTACT_DAYS, requestJobs } from '../../src/requests/commands/jobHandlers.ts';
import { rejectRequest } from '../../src/requests/commands/rejectRequest.ts';
import { returnRequest } from '../../src/requests/commands/returnRequest.ts';
import { reviseRequest } from '../../src/requests/commands/reviseRequest.ts';
import type { RequestResult } from '../../src/requests/commands/steps.ts';
import { submitRequest } from '../../src/requests/commands/submitRequest.ts';
import { withdrawRequest } from '../../src/requests/commands/withdrawRequest.ts';
import { writeRequestEntry } from '../../src/requests/commands/writeRequestEntry.ts';
import { NumbersDocument, RequestsDocument } from '../generated/graphql.ts';
import { apartFromAsking } from '../testkit/asking.ts';
import { completed, cs, publish, writeDrafts, writeOrganization } from '../testkit/content.ts';
import { DATABASES } from '../testkit/databases.ts';
import { digestOfRows } from '../testkit/rows.ts';
import { forbidPublishing } from '../testkit/seeding.ts';
import { type Service, startService } from '../testkit/service.ts';

const EVA: Viewer = { actor: 'eva', roles: new Set(['EDITOR']) };
const ADAM: Viewer = { actor: 'adam', roles: new Set(['APPROVER']) };
const ALICE: Viewer = { actor: 'alice', roles: new Set(['APPROVER']) };
const START = new Date('2026-11-25T08:00:00Z');
const DAY = 86_400_000;

describe.each(DATABASES)('requests on %s', (kind) => {
  let service: Service;
  let town: string;
  let other: string;
  let jana: Viewer;
  let now = START;
  let count = 0;

  beforeAll(async () => {
    service = await startService(kind, { empty: true, clock: () => now });
    const { runner } = service;
    town = await writeOrganization(runner, 'obec');
    other = await writeOrganization(runner, 'jina-obec');
    jana = { actor: 'jana', roles: new Set(['REPRESENTATIVE']), organizations: new Set([town]) };
    const [requirement] = await publish(runner, [
      { kind: 'requirement', slug: 'pozadavek', content: { organization: town, code: 'PORTAL', title: cs('Portál') } },
    ]);
    const cell = { requirement, isRequired: true, sources: [] };
    const condition = { code: 'NO_MORE', nature: 'PREREQUISITE', text: cs('Nic dalšího.'), sources: [] };
    await publish(runner, [
      {
        kind: 'cooperationType',
        slug: 'typ',
        content: { organization: town, code: 'TILE', requirements: [cell], conditions: [condition] },
      },
    ]);
  });
  beforeEach(() => {
    now = START;
  });
  afterAll(() => service.stop());

  const as = <Input, Result>(viewer: Viewer, command: Command<Input, Result>, input: Input, idempotencyKey?: string) =>
    runCommand(service.runner, viewer, command, input, { idempotencyKey });
  const on = ({ requestId, revision }: RequestResult) => ({ requestId, expectedRevision: revision });
  const tile = (fields: object = {}) =>
    completed({ kind: 'tile', slug: `dlazdice-${count++}`, content: { organization: town, ...fields } });
  const draft = async (by = EVA, fields: object = {}) =>
    (await as(by, createEntries, [tile(fields)]))[0] as StepResult & { versionId: string };
  const facts = [
    { code: 'PORTAL', holds: true },
    { code: 'NO_MORE', holds: true },
  ];
  const content = (more: object = {}) => ({ types: ['TILE'], facts, contactEmail: 'obec@obec.example', ...more });
  const created = (more: object = {}) => as(jana, createRequest, { organizationId: town, content: content(more) });
  const attached = async (...entryIds: string[]) => {
    let request = await created();
    for (const entryId of entryIds) request = await as(jana, attachEntry, { ...on(request), entryId });
    return request;
  };
  const submitted = async (...entryIds: string[]) => as(jana, submitRequest, on(await attached(...entryIds)));
  const claimed = async (...entryIds: string[]) => as(EVA, claimRequest, on(await submitted(...entryIds)));
  const approval = (request: RequestResult, publishAt: Date | null = null) => ({ ...on(request), publishAt });
  const reasons = [{ code: null, text: 'Není to ono.' }];
  const find = ({ requestId }: RequestResult) =>
    service.database.prisma.cooperationRequest.findUniqueOrThrow({ where: { id: requestId } });
  const stateOf = async ({ entryId }: { entryId: string }) => {
    const where = { entryId };
    return (await service.database.prisma.version.findFirstOrThrow({ where, orderBy: { number: 'desc' } })).state;
  };
  const isLive = async ({ entryId }: { entryId: string }) =>
    (await service.database.prisma.liveEntry.count({ where: { id: entryId } })) === 1;
  const eventsOf = async ({ requestId }: RequestResult) => {
    const events = await service.database.prisma.requestEvent.findMany({
      where: { requestId },
      orderBy: { at: 'asc' },
    });
    return events.map((event) => event.kind);
  };

  /** Runs what must fail, and proves that it changed nothing. */
  const refused = async (work: () => Promise<unknown>, error: object) => {
    const before = await digestOfRows(service.database.sql);
    await expect(work()).rejects.toMatchObject(error);
    expect(await digestOfRows(service.database.sql)).toBe(before);
  };
  const at = (path: (string | number)[], message = '') => ({ path, message: expect.toSatisfy(saying(message)) });
  const saying = (words: string) => (message: (language: 'en') => string) => message('en').includes(words);

  /** Does what is due, with the work of requests and of the catalogue alone. */
  const work = async () => {
    const failures: unknown[] = [];
    const worker = new Worker({
      ...service.runner,
      handlers: { ...requestJobs, ...catalogueJobs },
      clock: () => now,
      log: { error: (...told: unknown[]) => void failures.push(told) },
    });
    await worker.runDue();
    expect(failures).toEqual([]);
  };
  const due = async (jobKind: string) => {
    const job = { kind: jobKind, subject: '', payload: {}, runAt: now, createdAt: now };
    await service.database.prisma.job.create({ data: { id: crypto.randomUUID(), ...job } });
    await work();
  };

  describe('approval', () => {
    it('publishes all entries or none: not when the approver wrote in one of them', async () => {
      const [first, second] = [await draft(), await draft(ADAM)];
      const request = await claimed(first.entryId, second.entryId);
      await refused(() => as(ADAM, approveRequest, approval(request)), { code: 'FORBIDDEN' });
      expect([await stateOf(first), await isLive(first), (await find(request)).state]).toEqual([
        ...['IN_REVIEW', false, 'IN_REVIEW'],
      ]);
      await as(ALICE, approveRequest, approval(request));
      expect([await isLive(first), await isLive(second), (await find(request)).decider]).toEqual([true, true, 'alice']);
    });

    it('nor when one was given up meanwhile, nor when the database fails at the end', async () => {
      const [first, second] = [await draft(), await draft()];
      const request = await claimed(first.entryId, second.entryId);
      const { revision } = await service.database.prisma.entry.findUniqueOrThrow({ where: { id: second.entryId } });
      const allow = await forbidPublishing(service.database);
      await refused(() => as(ADAM, approveRequest, approval(request)), {});
      await allow();
      await as(EVA, discardVersion, { versionId: second.versionId, expectedRevision: revision });
      await refused(() => as(ADAM, approveRequest, approval(request)), { code: 'ILLEGAL_TRANSITION' });
      expect(await isLive(first)).toBe(false);
    });

    it('approves the version that was submitted, not one that took its place', async () => {
      const entry = await draft();
      const request = await claimed(entry.entryId);
      const versionId = entry.versionId;
      const { revision } = await service.database.prisma.entry.findUniqueOrThrow({ where: { id: entry.entryId } });
      const discarded = await as(EVA, discardVersion, { versionId, expectedRevision: revision });
      const target = { entryId: entry.entryId, expectedRevision: discarded.revision };
      await as(EVA, reviseEntry, { ...target, patch: { title: cs('Jiná') }, submit: true });
      await refused(() => as(ADAM, approveRequest, approval(request)), { code: 'ILLEGAL_TRANSITION' });
      const back = await as(EVA, returnRequest, { ...on(request), changes: reasons });
      const again = await as(EVA, claimRequest, on(await as(jana, submitRequest, on(back))));
      await as(ADAM, approveRequest, approval(again));
      expect(await isLive(entry)).toBe(true);
    });

    it('can set the time of publishing, which the worker keeps', async () => {
      const entry = await draft();
      const request = await claimed(entry.entryId);
      await refused(() => as(ADAM, approveRequest, approval(request, START)), {
        code: 'INVALID_INPUT',
        issues: [at(['publishAt'])],
      });
      const publishAt = new Date(START.getTime() + DAY);
      await as(ADAM, approveRequest, approval(request, publishAt));
      expect([(await find(request)).state, await stateOf(entry), await isLive(entry)]).toEqual([
        ...['APPROVED', 'SCHEDULED', false],
      ]);
      now = publishAt;
      await work();
      expect(await isLive(entry)).toBe(true);
    });

    it('leaves alone what an approver published before', async () => {
      const entry = await draft();
      const request = await claimed(entry.entryId);
      const { revision } = await service.database.prisma.entry.findUniqueOrThrow({ where: { id: entry.entryId } });
      const versions = [{ versionId: entry.versionId, expectedRevision: revision }];
      await as(ALICE, approveVersions, { versions, publish: true });
      await as(ADAM, approveRequest, approval(request));
      expect((await find(request)).state).toBe('APPROVED');
    });

    it('is given once for one idempotency key', async () => {
      const request = await claimed((await draft()).entryId);
      const first = await as(ADAM, approveRequest, approval(request), 'once');
      expect(await as(ADAM, approveRequest, approval(request), 'once')).toEqual(first);
      expect(await eventsOf(request)).toEqual(['SUBMITTED', 'CLAIMED', 'APPROVED']);
    });
  });

  describe('at once', () => {
    it.runIf(kind === 'PostgreSQL')('one of two decisions wins', async () => {
      for (let round = 0; round < 5; round += 1) {
        const entry = await draft();
        const request = await claimed(entry.entryId);
        const outcomes = await Promise.allSettled([
          as(ADAM, approveRequest, approval(request)),
          as(ALICE, rejectRequest, { ...on(request), reasons }),
          as(jana, withdrawRequest, on(request)),
        ]);
        expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        for (const outcome of outcomes)
          if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'CONFLICT' });
        const { state } = await find(request);
        expect(await isLive(entry)).toBe(state === 'APPROVED');
        expect(await eventsOf(request)).toEqual(['SUBMITTED', 'CLAIMED', state]);
      }
    });

    it.runIf(kind === 'PostgreSQL')('one of two requests gets an entry', async () => {
      const { entryId } = await draft();
      const requests = [await created(), await created()];
      const outcomes = await Promise.allSettled(requests.map((one) => as(jana, attachEntry, { ...on(one), entryId })));
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const lost = outcomes.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
      expect(lost.reason).toMatchObject({ code: 'CONFLICT', issues: [at(['entryId'])] });
    });
  });

  describe('an entry is attached', () => {
    const attach = async (entryId: string, request?: RequestResult) =>
      as(jana, attachEntry, { ...on(request ?? (await created())), entryId });
    const refusedFor = async (entryId: string, words: string, code = 'INVALID_INPUT') => {
      const request = await created();
      await refused(() => attach(entryId, request), { code, issues: [at(['entryId'], words)] });
    };

    it("neither when it is another provider's, published or not, nor when nothing is in work", async () => {
      const write = (organization: string) =>
        ({ kind: 'tile', slug: `cizi-${count++}`, content: { organization } }) as const;
      const [theirs = '', ours = ''] = await publish(service.runner, [write(other), write(town)]);
      const [hidden = ''] = await writeDrafts(service.runner, [write(other)]);
      await refusedFor(theirs, "must not be another provider's entry");
      await refusedFor(hidden, 'must be the id of an entry of the organization');
      await refusedFor(crypto.randomUUID(), 'must be the id of an entry of the organization');
      await refusedFor(ours, 'must have a version in work; the newest one is PUBLISHED');
    });

    it('nor when it is of another kind, or held by another request until that one ends', async () => {
      const [page = ''] = await writeDrafts(service.runner, [
        { kind: 'page', slug: 'stranka', content: { organization: town } },
      ]);
      await refusedFor(page, 'must be a tile, a form or a data view');
      const { entryId } = await draft();
      const holder = await submitted(entryId);
      await refusedFor(entryId, 'must not be attached to a request already', 'CONFLICT');
      await as(jana, withdrawRequest, { ...on(holder), reason: 'Rozmysleli jsme si to.' });
      expect(await stateOf({ entryId })).toBe('CHANGES_REQUESTED');
      // What was sent back and not changed is submitted anew as it was.
      const request = await as(jana, submitRequest, on(await attach(entryId)));
      expect([await stateOf({ entryId }), (await find(request)).state]).toEqual(['IN_REVIEW', 'SUBMITTED']);
      expect(await service.database.prisma.version.count({ where: { entryId } })).toBe(1);
    });

    it("by whoever writes it for their own organization, and not for another one's", async () => {
      const request = await created();
      const { kind: _, slug, content: whole } = tile();
      const own = { kind: 'tile', slug, content: whole as object } as const;
      const foreign = { ...own, content: { ...own.content, organization: other } };
      await refused(() => as(jana, writeRequestEntry, { ...on(request), draft: foreign }), {
        code: 'INVALID_INPUT',
        issues: [at(['content', 'organization'])],
      });
      const written = await as(jana, writeRequestEntry, { ...on(request), draft: own });
      const { authors } = await service.database.prisma.version.findFirstOrThrow({
        where: { entryId: written.entryId },
      });
      expect(authors).toEqual(['jana']);
      const { entryId } = await draft();
      await refused(
        () => as(jana, writeRequestEntry, { ...on(written), draft: own, entryId, expectedEntryRevision: 1 }),
        {
          code: 'NOT_FOUND',
        },
      );
    });
  });

  describe('what an applicant states', () => {
    it('must be about what is published, and not contradict itself', async () => {
      const refusedWith = (more: object, path: (string | number)[]) =>
        refused(() => created(more), { code: 'INVALID_INPUT', issues: [at(path)] });
      await refusedWith({ types: ['NIC'] }, ['types', 0]);
      await refusedWith({ types: [] }, ['types']);
      await refusedWith({ facts: [{ code: 'NIC_TAKOVEHO', holds: true }] }, ['facts', 0, 'code']);
      const contradiction = [...facts, { code: 'PORTAL', holds: false }];
      await expect(created({ facts: contradiction })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
      await refusedWith({ contactEmail: 'nikam' }, ['contactEmail']);
    });

    it('blocks by the matrix alone: what only prose asks for, the agency is told', async () => {
      const proseOnly = [
        { code: 'PORTAL', holds: true },
        { code: 'NO_MORE', holds: false },
      ];
      const told = await as(jana, submitRequest, on(await created({ facts: proseOnly })));
      expect(await find(told)).toMatchObject({ state: 'SUBMITTED', shortfalls: ['NO_MORE'] });
      const unmet = [
        { code: 'PORTAL', holds: false },
        { code: 'NO_MORE', holds: true },
      ];
      const request = await created({ facts: unmet });
      await refused(() => as(jana, submitRequest, on(request)), {
        code: 'NOT_ELIGIBLE',
        issues: [at(['facts', 'PORTAL'], 'Portál')],
      });
      const met = await as(jana, reviseRequest, { ...on(request), patch: { facts } });
      // What was missing is remembered for the numbers, also once it is met.
      expect(await find(await as(jana, submitRequest, on(met)))).toMatchObject({ shortfalls: ['PORTAL'] });
    });

    it("is nobody else's to change, or to see", async () => {
      const request = await created();
      const emil: Viewer = { actor: 'emil', roles: new Set(['REPRESENTATIVE']), organizations: new Set([other]) };
      for (const viewer of [emil, { ...emil, organizations: new Set<string>() }]) {
        await refused(() => as(viewer, reviseRequest, { ...on(request), patch: {} }), { code: 'NOT_FOUND' });
        await refused(() => as(viewer, withdrawRequest, on(request)), { code: 'NOT_FOUND' });
      }
      await refused(() => as(emil, createRequest, { organizationId: town, content: content() }), { code: 'FORBIDDEN' });
      await refused(() => as(EVA, reviseRequest, { ...on(request), patch: {} }), { code: 'FORBIDDEN' });
    });
  });

  it('go along with an organization that is merged, with their entries, and are gone on with there', async () => {
    const { runner } = service;
    const [gone, heir] = [await writeOrganization(runner, 'zanikla'), await writeOrganization(runner, 'nastupce')];
    const actingFor = (id: string): Viewer => ({ ...jana, organizations: new Set([id]) });
    const begun = await as(actingFor(gone), createRequest, { organizationId: gone, content: content() });
    const { kind: _, slug, content: whole } = tile({ organization: gone });
    const draftOf = { kind: 'tile', slug, content: whole as object } as const;
    const written = await as(actingFor(gone), writeRequestEntry, { ...on(begun), draft: draftOf });
    await as(ADAM, mergeOrganization, { organizationId: gone, expectedRevision: 1, intoId: heir, reason: 'Sloučení' });
    const moved = { requestId: begun.requestId, revision: written.revision + 1 };
    await refused(() => as(actingFor(gone), submitRequest, on(moved)), { code: 'NOT_FOUND' });
    await as(actingFor(heir), submitRequest, on(moved));
    expect(await find(begun)).toMatchObject({ organizationId: heir, state: 'SUBMITTED' });
    expect(await stateOf(written)).toBe('IN_REVIEW');
  });

  describe('the clock', () => {
    it('reminds before a due date and once after it, and never of what nobody waits for', async () => {
      const request = await submitted();
      const { dueAt, remindAt } = await find(request);
      const reminders = async () => (await eventsOf(request)).filter((event) => event === 'REMINDER').length;
      const times = [START, remindAt as Date, new Date((remindAt as Date).getTime() + 60_000), dueAt as Date];
      const counts = [];
      for (const time of [...times, new Date((dueAt as Date).getTime() + 30 * DAY)]) {
        now = time;
        await due('requests.remind');
        counts.push(await reminders());
      }
      expect(counts).toEqual([0, 1, 1, 2, 2]);
      expect((await find(request)).revision).toBe(request.revision);
      const last = await service.database.prisma.requestEvent.findFirst({ orderBy: { at: 'desc' } });
      expect(last?.actor).toBe(SCHEDULER.actor);
      now = START;
      const decided = await as(jana, withdrawRequest, on(await submitted()));
      expect(await find(decided)).toMatchObject({ dueAt: null, remindAt: null });
    });

    it('forgets where the applicant was written to a year after the end', async () => {
      const [ended, open] = [await as(jana, withdrawRequest, on(await submitted())), await submitted()];
      const addresses = async () => [(await find(ended)).contactEmail, (await find(open)).contactEmail];
      now = new Date(START.getTime() + (CONTACT_DAYS - 1) * DAY);
      await due('requests.forgetContacts');
      expect(await addresses()).toEqual(['obec@obec.example', 'obec@obec.example']);
      now = new Date(START.getTime() + (CONTACT_DAYS + 1) * DAY);
      await due('requests.forgetContacts');
      expect(await addresses()).toEqual([null, 'obec@obec.example']);
    });
  });

  describe('the agency', () => {
    it('counts the requests of a span, how long decisions took, and what was missing', async () => {
      const from = new Date('2028-01-03T08:00:00Z');
      const later = (days: number) => new Date(from.getTime() + days * DAY);
      now = from;
      const requests = [];
      for (const lacking of [['PORTAL'], ['PORTAL', 'NO_MORE'], [], [], []]) {
        const stated = facts.map(({ code }) => ({ code, holds: !lacking.includes(code) }));
        const request = await created({ facts: stated });
        requests.push(await as(jana, reviseRequest, { ...on(request), patch: { facts } }));
      }
      const [one, two, three, four] = requests as [RequestResult, RequestResult, RequestResult, RequestResult];
      const submit = async (request: RequestResult) =>
        as(EVA, claimRequest, on(await as(jana, submitRequest, on(request))));
      const [first, second, third] = [await submit(one), await submit(two), await submit(three)];
      now = later(2);
      await as(ADAM, approveRequest, approval(first));
      await submit(four);
      now = later(4);
      await as(ADAM, rejectRequest, { ...on(second), reasons });
      now = later(12);
      await as(ADAM, approveRequest, approval(third));
      now = later(20);
      const { headers } = await service.signIn({ subject: 'eva', roles: ['EDITOR'] });
      const span = { from: from.toISOString(), to: later(1).toISOString() };
      const { requestNumbers } = await service.read(NumbersDocument, { ...span, locale: 'cs' }, { headers });
      expect(requestNumbers).toMatchObject({
        total: 5,
        byState: [
          { state: 'APPROVED', count: 2 },
          { state: 'DRAFT', count: 1 },
          { state: 'IN_REVIEW', count: 1 },
          { state: 'REJECTED', count: 1 },
        ],
        byType: [{ type: 'TILE', count: 5 }],
        decided: 3,
        medianDaysToDecision: 4,
        missing: [
          { code: 'PORTAL', title: 'Portál', count: 2 },
          { code: 'NO_MORE', title: 'Nic dalšího.', count: 1 },
        ],
      });
      expect(requestNumbers?.p90DaysToDecision).toBeCloseTo(10.4);
      expect(requestNumbers?.byAge.filter((age) => age.count > 0)).toEqual([{ age: 'UP_TO_30_DAYS', count: 1 }]);
      const none = await service.read(NumbersDocument, { to: '2020-01-01T00:00:00Z' }, { headers });
      expect(none.requestNumbers).toMatchObject({ total: 0, decided: 0, medianDaysToDecision: null, missing: [] });
    });

    it('lists any number of requests, all that belongs to them included, with the same number of statements', async () => {
      const { headers } = await service.signIn({ subject: 'eva', roles: ['EDITOR'] });
      for (let more = 0; more < 20; more += 1) await attached((await draft()).entryId);
      const counts = [];
      for (const first of [1, 5, 20]) {
        await service.read(RequestsDocument, { first }, { headers });
        service.statements.length = 0;
        const { requests } = await service.read(RequestsDocument, { first }, { headers });
        const statements = apartFromAsking(service.statements).length;
        counts.push({ requests: requests?.nodes.length, statements });
      }
      expect(counts.map(({ requests }) => requests)).toEqual([1, 5, 20]);
      expect(new Set(counts.map(({ statements }) => statements)).size).toBe(1);
    });

    it('pages through them in every order without losing or doubling one', async () => {
      const { headers } = await service.signIn({ subject: 'eva', roles: ['EDITOR'] });
      for (const late of [1, 2, 3, 4]) {
        now = new Date(START.getTime() + late * 60_000);
        await submitted();
      }
      for (const orderBy of ['NEWEST', 'OLDEST', 'LAST_CHANGED', 'DUE_FIRST'] as const) {
        const ids: string[] = [];
        let after: string | null | undefined;
        let total = 0;
        do {
          const { requests } = await service.read(RequestsDocument, { first: 3, after, orderBy }, { headers });
          ids.push(...(requests?.nodes.map(({ id }) => id) ?? []));
          total = requests?.totalCount ?? 0;
          after = requests?.pageInfo.hasNextPage ? requests.pageInfo.endCursor : null;
        } while (after);
        expect([orderBy, ids.length, new Set(ids).size]).toEqual([orderBy, total, total]);
        expect(total).toBeGreaterThan(3);
      }
    });
  });
});
