/**
 * The whole way from "may we connect?" to a published tile, as each of its users goes it: a town that asks what it needs, meets
 * it and asks for a tile; an editor who wants a change; an approver; a citizen who finds the tile.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AddRequestEvidenceDocument,
  AddRequestNoteDocument,
  ApproveRequestDocument,
  AssessDocument,
  ClaimRequestDocument,
  CreateRequestDocument,
  FoundTilesDocument,
  LiveTileDocument,
  NotesOfRequestDocument,
  OneRequestDocument,
  type OrganizationKind,
  PlanDocument,
  PostRequestMessageDocument,
  RequestAsNodeDocument,
  RequestsDocument,
  ReturnRequestDocument,
  ReviseRequestDocument,
  SubmitRequestDocument,
  WriteRequestEntryDocument,
} from '../generated/graphql.ts';
import { DATABASES, type DatabaseKind } from '../testkit/databases.ts';
import { pdf, png } from '../testkit/images.ts';
import { organizationId, type Participant, participant, type Request, seen } from '../testkit/requests.ts';
import { digestOfRows } from '../testkit/rows.ts';
import { PLAIN_JSON, type Service, startService } from '../testkit/service.ts';

const BRNO = '44992785';
const CSSZ = '00006963';
/** What a program is answered. */
interface Written {
  readonly request?: { readonly id: string; readonly revision: number; readonly evidence?: readonly object[] };
  readonly upload?: { readonly fileId: string; readonly url: string };
  readonly errors: readonly object[];
}

const NOTE = 'CANARY-NOTE the mayor called twice';
const REGISTRATION = { code: 'NO_FURTHER_REGISTRATION', holds: true, detail: 'Účet vznikne sám.' };

describe('from "may we connect?" to a published tile', () => {
  let service: Service;
  let dana: Participant;
  let emil: Participant;
  let eva: Participant;
  let adam: Participant;
  let citizen: Participant;
  let request: Request;

  beforeAll(async () => {
    service = await startService(DATABASES.at(-1) as DatabaseKind, { search: true });
    dana = await participant(service, { subject: 'dana', roles: ['REPRESENTATIVE'], ico: BRNO });
    emil = await participant(service, { subject: 'emil', roles: ['REPRESENTATIVE'], ico: CSSZ });
    eva = await participant(service, { subject: 'eva', roles: ['EDITOR'] });
    adam = await participant(service, { subject: 'adam', roles: ['APPROVER'] });
    citizen = await participant(service, { subject: 'cecilie', level: 'SUBSTANTIAL' });
  });
  afterAll(() => service.stop());

  const look = async (who: Participant, locale = 'en') =>
    (await service.read(OneRequestDocument, { id: request.id, locale }, { headers: who.headers })).request;
  const lists = async (who: Participant, filter: object = {}) =>
    (await service.read(RequestsDocument, { filter }, { headers: who.headers })).requests?.nodes.map(({ id }) => id);
  const found = async () => {
    await service.search.settled();
    const { search } = await service.read(FoundTilesDocument, { query: 'rybářské povolenky' });
    return search?.nodes.map((node) => ('slug' in node ? node.slug : null));
  };

  /** What the tile says. */
  const tile = async (fields: object = {}) => ({
    title: { cs: 'Rybářské povolenky online', en: 'Fishing permits online' },
    shortText: { cs: 'Koupě povolenky k rybolovu bez cesty na úřad.' },
    organization: await organizationId(service, BRNO),
    targetUrl: 'https://ryby.brno.example/',
    requiredLevel: 'SUBSTANTIAL',
    ...fields,
  });

  it('somebody of the town asks, without signing in, what a tile needs and what would open most', async () => {
    const applicantKind = 'MUNICIPALITY' as OrganizationKind;
    const { assessCooperation } = await service.read(AssessDocument, { input: { applicantKind, types: ['TILE'] } });
    const [answer] = assessCooperation?.types ?? [];
    expect(answer?.outcome).toBe('ELIGIBLE_AFTER');
    expect(answer?.unmet.map(({ code }) => code)).toContain('OWN_PORTAL_ON_NIA');
    const { planCooperation } = await service.read(PlanDocument, { input: { applicantKind } });
    expect(JSON.stringify(planCooperation?.options)).toContain('OWN_PORTAL_ON_NIA');
  });

  it('its representative drafts a request before all is met, and is told what is missing', async () => {
    request = await dana.do(CreateRequestDocument, {
      organization: await organizationId(service, BRNO),
      types: ['TILE'],
      purpose: 'Prodej rybářských povolenek.',
      facts: [{ code: 'OWN_PORTAL_ON_NIA', holds: false }],
    });
    expect(request).toMatchObject({ state: 'DRAFT', organization: { name: 'Statutory City of Brno' }, dueAt: null });
    expect(request.viewerCan).toMatchObject({
      revise: true,
      submit: true,
      claim: false,
      approve: false,
      addNote: false,
    });
    const questions = request.assessments?.[0]?.checklist.map(({ code }) => code) ?? [];
    expect(questions).toContain('NO_FURTHER_REGISTRATION');

    const noAddress = await dana.refused(SubmitRequestDocument, seen(request));
    expect(noAddress).toMatchObject([{ code: 'INVALID_INPUT', path: ['contactEmail'] }]);
    request = await dana.do(ReviseRequestDocument, { ...seen(request), contactEmail: 'portal@brno.example' });
    const unanswered = await dana.refused(SubmitRequestDocument, seen(request));
    expect(new Set(unanswered.map(({ code }) => code))).toEqual(new Set(['INVALID_INPUT']));
    expect(unanswered.map(({ path }) => path.join('.'))).toContain('facts.NO_FURTHER_REGISTRATION');
    const facts = [{ code: 'OWN_PORTAL_ON_NIA', holds: false }, ...answered(request)];
    request = await dana.do(ReviseRequestDocument, { ...seen(request), facts });
    const unmet = await dana.refused(SubmitRequestDocument, seen(request));
    expect(unmet).toMatchObject([{ code: 'NOT_ELIGIBLE', path: ['facts', 'OWN_PORTAL_ON_NIA'] }]);
  });

  /** Every other question of the checklist, answered with yes. */
  const answered = ({ assessments }: Request) =>
    (assessments ?? [])
      .flatMap(({ checklist }) => checklist)
      .filter(({ code }) => code !== 'OWN_PORTAL_ON_NIA')
      .map(({ code }) => (code === REGISTRATION.code ? REGISTRATION : { code, holds: true }));

  it('the town connects to NIA, and its representative shows it, writes the tile and submits', async () => {
    const facts = [{ code: 'OWN_PORTAL_ON_NIA', holds: true, detail: 'Od 1. 11. 2026' }, ...answered(request)];
    request = await dana.do(ReviseRequestDocument, { ...seen(request), facts });
    expect(request.assessments).toMatchObject([{ outcome: 'ELIGIBLE', unmet: [] }]);
    const proof = { code: 'OWN_PORTAL_ON_NIA', url: 'https://ryby.brno.example/prihlaseni' };
    request = await dana.do(AddRequestEvidenceDocument, { ...seen(request), ...proof });
    expect(request.evidence).toMatchObject([{ kind: 'URL', ...proof }]);
    const draft = { slug: 'rybarske-povolenky', tile: await tile() };
    request = await dana.do(WriteRequestEntryDocument, { ...seen(request), ...draft });
    expect(request.entries).toMatchObject([
      {
        kind: 'TILE',
        slug: 'rybarske-povolenky',
        state: 'DRAFT',
        content: { targetUrl: 'https://ryby.brno.example/' },
      },
    ]);
    request = await dana.do(SubmitRequestDocument, seen(request));
    expect(request).toMatchObject({ state: 'SUBMITTED', entries: [{ state: 'IN_REVIEW' }], isOverdue: false });
    expect(request.dueAt).not.toBe(null);
    expect(request.viewerCan).toMatchObject({ revise: false, withdraw: true });
  });

  it('for everybody else there is neither the request nor the tile', async () => {
    expect(await look(emil)).toBe(null);
    expect(await lists(emil)).toEqual([]);
    expect(await lists(dana)).toEqual([request.id]);
    expect(await emil.stopped(PostRequestMessageDocument, { id: request.id, text: 'Haló?' })).toBe('NOT_FOUND');
    for (const { headers } of [emil, citizen, { headers: {} }]) {
      expect(await service.read(RequestAsNodeDocument, { id: request.id }, { headers })).toEqual({ node: null });
    }
    const denials = [];
    for (const { headers } of [citizen, { headers: {} }]) {
      const { errors } = await service.query(OneRequestDocument, { id: request.id }, { headers });
      denials.push(errors[0]?.extensions?.['code']);
    }
    expect(denials).toEqual(['FORBIDDEN', 'UNAUTHENTICATED']);
    expect(await found()).not.toContain('rybarske-povolenky');
    expect(await service.read(LiveTileDocument, { slug: 'rybarske-povolenky' })).toEqual({ tile: null });
  });

  it('an editor takes it, keeps a note for the agency, and sends it back with what is to be changed', async () => {
    expect(await lists(eva, { states: ['SUBMITTED'] })).toEqual([request.id]);
    request = (await look(eva)) as Request;
    expect(request.viewerCan).toMatchObject({ claim: true, requestChanges: false, revise: false });
    request = await eva.do(ClaimRequestDocument, seen(request));
    await eva.do(AddRequestNoteDocument, { id: request.id, text: NOTE });
    await eva.do(PostRequestMessageDocument, { id: request.id, text: 'Doplňte prosím anglický popis.' });
    const bad = { changes: [{ code: 'NIC_TAKOVEHO', text: 'Co?' }] };
    expect(await eva.refused(ReturnRequestDocument, { ...seen(request), ...bad })).toMatchObject([
      { code: 'INVALID_INPUT', path: ['changes', '0', 'code'] },
    ]);
    const changes = [{ text: 'Popis chybí v angličtině.' }, { code: 'NO_FURTHER_REGISTRATION', text: 'Jak přesně?' }];
    request = await eva.do(ReturnRequestDocument, { ...seen(request), changes });
    expect(request).toMatchObject({ state: 'CHANGES_REQUESTED', entries: [{ state: 'CHANGES_REQUESTED' }] });
  });

  it('the representative reads it, without the note, answers, changes the tile and submits again', async () => {
    request = (await look(dana)) as Request;
    const returned = request.events.find(({ kind }) => kind === 'CHANGES_REQUESTED');
    expect(returned?.remarks.map(({ code }) => code)).toEqual([null, 'NO_FURTHER_REGISTRATION']);
    expect(request.messages).toMatchObject([{ side: 'AGENCY', isMine: false }]);
    expect(request.viewerCan).toMatchObject({ revise: true, submit: true });
    const { data, errors } = await service.query(NotesOfRequestDocument, { id: request.id }, { headers: dana.headers });
    expect(JSON.stringify(data)).not.toContain('CANARY');
    expect(data?.request).toEqual({ notes: null, author: null, reviewer: null, messages: [{ author: null }] });
    expect(new Set(errors.map(({ extensions }) => extensions?.['code']))).toEqual(new Set(['FORBIDDEN']));

    const [entry] = request.entries;
    const revised = await tile({ shortText: { cs: 'Koupě povolenky k rybolovu.', en: 'Buying a fishing permit.' } });
    request = await dana.do(WriteRequestEntryDocument, {
      ...seen(request),
      ...{ entryId: entry?.entryId, expectedEntryRevision: entry?.revision, slug: entry?.slug, tile: revised },
    });
    expect(request.entries).toMatchObject([{ state: 'DRAFT', versionNumber: 2 }]);
    await dana.do(PostRequestMessageDocument, { id: request.id, text: 'Doplněno.' });
    request = await dana.do(SubmitRequestDocument, seen(request));
    expect(request).toMatchObject({ state: 'SUBMITTED', entries: [{ state: 'IN_REVIEW', versionNumber: 2 }] });
    expect(request.messages).toMatchObject([{ side: 'AGENCY' }, { side: 'APPLICANT', isMine: true }]);
  });

  it('the editor handles it again, cannot decide it, and an approver approves', async () => {
    request = await eva.do(ClaimRequestDocument, seen(request));
    expect(await eva.stopped(ApproveRequestDocument, seen(request))).toBe('FORBIDDEN');
    expect(await dana.stopped(ApproveRequestDocument, seen(request))).toBe('FORBIDDEN');
    expect(await lists(adam, { awaitsMyDecision: true })).toEqual([request.id]);
    const late = await adam.refused(ApproveRequestDocument, { id: request.id, expectedRevision: request.revision - 1 });
    expect(late).toMatchObject([{ code: 'CONFLICT', currentRevision: request.revision }]);
    request = await adam.do(ApproveRequestDocument, { ...seen(request), idempotencyKey: 'approve once' });
    expect(request).toMatchObject({ state: 'APPROVED', dueAt: null, entries: [{ state: 'PUBLISHED' }] });
    expect(request.viewerCan).toMatchObject({ approve: false, reject: false, claim: false });
  });

  it('a citizen finds the tile', async () => {
    expect(await service.read(LiveTileDocument, { slug: 'rybarske-povolenky' })).toMatchObject({
      tile: { targetUrl: 'https://ryby.brno.example/', organization: { name: 'Statutární město Brno' } },
    });
    expect(await found()).toContain('rybarske-povolenky');
  });

  it('what happened is a story for both sides, and each event has its job to tell people of it', async () => {
    const kinds = ((await look(dana)) as Request).events.map(({ kind }) => kind);
    expect(kinds).toEqual([
      ...['SUBMITTED', 'CLAIMED', 'MESSAGE_POSTED', 'CHANGES_REQUESTED'],
      ...['MESSAGE_POSTED', 'SUBMITTED', 'CLAIMED', 'APPROVED'],
    ]);
    const jobs = await service.database.prisma.job.findMany({
      where: { kind: 'notifyRequestEvent' },
      orderBy: { createdAt: 'asc' },
    });
    expect(jobs.map(({ payload }) => (payload as { event: string }).event)).toEqual(kinds);
    expect(JSON.stringify(jobs)).not.toContain('CANARY');
    const { data } = await service.query(NotesOfRequestDocument, { id: request.id }, { headers: adam.headers });
    expect(data?.request?.notes).toMatchObject([{ text: NOTE }]);
  });

  describe('the program of an integrator', () => {
    const ask = async (token: string, query: string, input?: object) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': PLAIN_JSON };
      const { data, errors } = await service.post(JSON.stringify({ query, variables: input && { input } }), headers);
      return { done: (data as { done: Written } | null)?.done, code: errors[0]?.extensions?.['code'] };
    };
    const tokenOf = async (who: Participant, ico: string, scopes: string[]) => {
      const input = { organization: await organizationId(service, ico), name: 'Spisová služba', scopes };
      const query = 'mutation ($input: IssueApiTokenInput!) { issueApiToken(input: $input) { secret } }';
      const body = JSON.stringify({ query, variables: { input } });
      const { data } = await service.post(body, { ...who.headers, 'content-type': PLAIN_JSON });
      return (data as { issueApiToken: { secret: string } }).issueApiToken.secret;
    };
    const START = `mutation ($input: StartUploadInput!) { done: startUpload(input: $input) {
      upload { fileId url } errors { code message } } }`;
    const PROVE = `mutation ($input: AddRequestEvidenceInput!) { done: addRequestEvidence(input: $input) {
      request { id revision evidence { kind document { name size } } } errors { code message path } } }`;

    it('files a request with a document by its token, and no token of another organization touches it', async () => {
      const token = await tokenOf(dana, BRNO, ['REQUESTS_WRITE', 'REQUESTS_READ']);
      const create = `mutation ($input: CreateRequestInput!) { done: createRequest(input: $input) {
        request { id revision } errors { code message } } }`;
      const content = { organization: await organizationId(service, BRNO), types: ['TILE'], purpose: 'Svoz odpadu.' };
      const created = (await ask(token, create, content)).done;
      expect(created?.errors).toEqual([]);
      const target = { id: created?.request?.id, expectedRevision: created?.request?.revision };

      const started = (await ask(token, START, { purpose: 'EVIDENCE', name: 'potvrzeni.pdf' })).done;
      const { url = '', fileId } = started?.upload ?? {};
      const send = (bytes: Buffer) => fetch(new URL(url, service.url), { method: 'PUT', body: new Uint8Array(bytes) });
      const picture = await send(png(8, 8));
      expect([picture.status, (await picture.json()).errors[0].code]).toEqual([422, 'INVALID_INPUT']);
      const sent = await send(pdf('Potvrzení o připojení'));
      expect([sent.status, (await sent.json()).errors]).toEqual([201, []]);

      const stranger = await tokenOf(emil, CSSZ, ['REQUESTS_WRITE', 'REQUESTS_READ']);
      const reader = await tokenOf(dana, BRNO, ['REQUESTS_READ']);
      // The first use of a token is noted.
      for (const one of [stranger, reader]) await ask(one, '{ done: __typename }');
      const before = await digestOfRows(service.database.sql);
      expect((await ask(stranger, PROVE, { ...target, fileId })).code).toBe('NOT_FOUND');
      expect((await ask(reader, PROVE, { ...target, fileId })).code).toBe('FORBIDDEN');
      expect((await ask(reader, START, { purpose: 'EVIDENCE', name: 'x.pdf' })).code).toBe('FORBIDDEN');
      expect(await digestOfRows(service.database.sql)).toBe(before);

      const proven = (await ask(token, PROVE, { ...target, fileId })).done;
      expect(proven?.errors).toEqual([]);
      expect(proven?.request?.evidence).toMatchObject([{ kind: 'FILE', document: { name: 'potvrzeni.pdf' } }]);
    });
  });
});
