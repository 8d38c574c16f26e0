/** What people are told of a request by mail, the whole way, by a real SMTP server; and documents that go with a request. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smtpMailer, smtpServerOf } from '../../src/notifications/mailers/smtp.ts';
import {
  AddRequestEvidenceDocument,
  AddRequestNoteDocument,
  ApproveRequestDocument,
  ClaimRequestDocument,
  CreateRequestDocument,
  DocumentsOfRequestDocument,
  MailDeliveriesDocument,
  PostRequestMessageDocument,
  ReturnRequestDocument,
  ReviseRequestDocument,
  SendMailAgainDocument,
  StartUploadDocument,
  SubmitRequestDocument,
  WithdrawRequestDocument,
  WriteRequestEntryDocument,
} from '../generated/graphql.ts';
import { DATABASES, type DatabaseKind } from '../testkit/databases.ts';
import { type FileFolder, fileFolder } from '../testkit/fileStorages.ts';
import { pdf, svg } from '../testkit/images.ts';
import { organizationId, type Participant, participant, type Request, seen } from '../testkit/requests.ts';
import { type Service, startService } from '../testkit/service.ts';
import { startSmtp, type TestSmtp } from '../testkit/smtp.ts';

const BRNO = '44992785';
const CSSZ = '00006963';
const CANARY = 'KANAREK poznámka agentury';
const MAILBOX = 'agentura@agentura.example';
const APPLICANT = 'portal@brno.example';

describe('mail about a request', () => {
  let service: Service;
  let smtp: TestSmtp;
  let folder: FileFolder;
  let dana: Participant;
  let emil: Participant;
  let eva: Participant;
  let adam: Participant;
  let request: Request;

  beforeAll(async () => {
    smtp = await startSmtp();
    folder = await fileFolder();
    const sender = { name: 'Rozcestník', address: 'rozcestnik@agentura.example' };
    const mail = {
      mailer: smtpMailer(smtpServerOf(`smtp://127.0.0.1:${smtp.port}`), sender),
      domain: 'agentura.example',
      agencyMailbox: MAILBOX,
      requestPage: 'https://portal.example/zadosti/{id}',
    };
    service = await startService(DATABASES.at(-1) as DatabaseKind, { app: { mail, fileStorage: folder.storage } });
    dana = await participant(service, { subject: 'dana', roles: ['REPRESENTATIVE'], ico: BRNO });
    emil = await participant(service, { subject: 'emil', roles: ['REPRESENTATIVE'], ico: CSSZ });
    eva = await participant(service, { subject: 'eva', roles: ['EDITOR'] });
    adam = await participant(service, { subject: 'adam', roles: ['APPROVER'] });
  });
  afterAll(async () => {
    await service.stop();
    await smtp.close();
    await folder.remove();
  });

  /** Does what was put off, and answers the mails that came of it: to whom, with which subject and text. */
  const mails = async () => {
    await service.app.worker.runDue();
    await service.app.outbox.runDue();
    return smtp.arrived.splice(0).map(({ envelope, mail, raw }) => {
      expect(raw).not.toContain('KANAREK');
      expect(`${mail.text}${mail.html}`).not.toContain('KANAREK');
      return { to: envelope.to[0], subject: mail.subject, text: mail.text ?? '', mail };
    });
  };
  const upload = async (purpose: 'LOGO' | 'EVIDENCE', bytes: Buffer, who: Participant, name?: string) => {
    const { startUpload } = await service.read(
      StartUploadDocument,
      { input: { purpose, name } },
      { headers: who.headers },
    );
    const { url = '', fileId = '' } = startUpload?.upload ?? {};
    const response = await fetch(new URL(url, service.url), { method: 'PUT', body: bytes as unknown as BodyInit });
    expect(response.status).toBe(201);
    return fileId;
  };
  const tile = async (logo: string | null) => ({
    title: { cs: 'Povolenky' },
    shortText: { cs: 'Koupě povolenky.' },
    organization: await organizationId(service, BRNO),
    targetUrl: 'https://ryby.brno.example/',
    requiredLevel: 'SUBSTANTIAL',
    logo,
  });
  const answered = ({ assessments }: Request) =>
    (assessments ?? []).flatMap(({ checklist }) => checklist).map(({ code }) => ({ code, holds: true }));
  const begin = async (contactLocale: 'CS' | 'EN') => {
    const organization = await organizationId(service, BRNO);
    const begun = await dana.do(CreateRequestDocument, {
      organization,
      types: ['TILE'],
      contactEmail: APPLICANT,
      contactLocale,
    });
    return dana.do(ReviseRequestDocument, { ...seen(begun), facts: answered(begun) });
  };

  it('a document proves what the applicant says: one that it sent itself, and nobody else', async () => {
    request = await begin('CS');
    const code = 'OWN_PORTAL_ON_NIA';
    const foreign = await upload('EVIDENCE', pdf('Cizí'), emil);
    const logo = await upload('LOGO', svg(), dana);
    for (const fileId of [foreign, logo]) {
      expect(await dana.refused(AddRequestEvidenceDocument, { ...seen(request), code, fileId })).toMatchObject([
        { code: 'INVALID_INPUT', path: ['fileId'] },
      ]);
    }
    const fileId = await upload('EVIDENCE', pdf('Smlouva'), dana, 'Smlouva s NIA.pdf');
    request = await dana.do(AddRequestEvidenceDocument, { ...seen(request), code, fileId });
    const documentsFor = async (who: Participant) => {
      const { data } = await service.query(DocumentsOfRequestDocument, { id: request.id }, { headers: who.headers });
      return data?.request?.evidence.map(({ document }) => document);
    };
    expect(await documentsFor(emil)).toBeUndefined();
    for (const who of [dana, eva]) {
      const [document] = (await documentsFor(who)) ?? [];
      expect(document).toMatchObject({ name: 'Smlouva s NIA.pdf', mediaType: 'application/pdf' });
      const response = await fetch(new URL(document?.url ?? '', service.url));
      expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="Smlouva s NIA.pdf"/);
      expect(Buffer.from(await response.arrayBuffer())).toEqual(pdf('Smlouva'));
    }
  });

  it('a submission is confirmed to the applicant, and comes to the agency as one written by hand would', async () => {
    const logo = await upload('LOGO', svg(), dana);
    const draft = { slug: 'povolenky', tile: { ...(await tile(logo)), title: { cs: 'Povolenky' } } };
    request = await dana.do(WriteRequestEntryDocument, { ...seen(request), ...draft });
    expect(await mails()).toEqual([]);
    request = await dana.do(SubmitRequestDocument, seen(request));
    const [agency, applicant, ...others] = (await mails()).sort((one, other) =>
      (one.to ?? '').localeCompare(other.to ?? ''),
    );
    expect(others).toEqual([]);
    expect([agency?.to, agency?.subject]).toEqual([MAILBOX, 'Žádost o vytvoření služby']);
    const [file] = agency?.mail.attachments ?? [];
    expect(file?.filename).toBe('povolenky.tile.json');
    const exported = JSON.parse(file?.content.toString('utf8') ?? '') as { slug: string; logo: { data: string } };
    expect(exported.slug).toBe('povolenky');
    expect(Buffer.from(exported.logo.data, 'base64').toString()).toContain('<path d="M4 4h56v24H4z"');
    expect([applicant?.to, applicant?.subject]).toEqual([
      APPLICANT,
      expect.stringMatching(/^Vaše žádost je u nás: .*Brno/),
    ]);
    expect(applicant?.text).toContain('https://portal.example/zadosti/');
    expect(applicant?.mail.attachments).toEqual([]);
    expect(applicant?.mail.references).toBe(agency?.mail.references);
    expect(await mails()).toEqual([]);
  });

  it('what the agency asks and writes reaches the applicant; its notes reach nobody', async () => {
    request = await eva.do(ClaimRequestDocument, seen(request));
    await eva.do(AddRequestNoteDocument, { id: request.id, text: CANARY });
    await eva.do(PostRequestMessageDocument, {
      id: request.id,
      text: 'Doplňte prosím\nanglický popis.\r\nBcc: x@y.example',
    });
    request = await eva.do(ReturnRequestDocument, { ...seen(request), changes: [{ text: 'Chybí angličtina.' }] });
    const told = await mails();
    expect(told.map(({ to }) => to)).toEqual([APPLICANT, APPLICANT, APPLICANT]);
    const text = told.map((one) => one.text).join('\n');
    expect(text).toContain('> Doplňte prosím\n> anglický popis.');
    expect(text).toContain('> Chybí angličtina.');
    expect(told.every(({ mail }) => mail.bcc === undefined)).toBe(true);
    await dana.do(PostRequestMessageDocument, { id: request.id, text: 'Doplním.' });
    const [answer, ...others] = await mails();
    expect([answer?.to, others]).toEqual([MAILBOX, []]);
    expect(answer?.text).toContain('> Doplním.');
  });

  it('a server that has no time delays a mail, and what it says meanwhile is not lost', async () => {
    request = await dana.do(SubmitRequestDocument, seen(request));
    smtp.behaviour = 'later';
    expect(await mails()).toEqual([]);
    smtp.behaviour = 'take';
    await service.database.prisma.mailDelivery.updateMany({ where: { state: 'QUEUED' }, data: { runAt: new Date(0) } });
    expect((await mails()).map(({ to }) => to).sort()).toEqual([MAILBOX, APPLICANT].sort());
  });

  it('the decision reaches the applicant', async () => {
    request = await eva.do(ClaimRequestDocument, seen(request));
    request = await adam.do(ApproveRequestDocument, seen(request));
    const subjects = (await mails()).map(({ to, subject }) => [to, subject?.split(':')[0]]);
    expect(subjects).toEqual([
      [APPLICANT, 'Vaše žádost se posuzuje'],
      [APPLICANT, 'Vaše žádost byla schválena'],
    ]);
  });

  it('in the language that the applicant chose; a withdrawal reaches the agency', async () => {
    request = await begin('EN');
    const draft = { slug: 'permits', tile: { ...(await tile(null)), title: { cs: 'Povolenky 2' } } };
    request = await dana.do(WriteRequestEntryDocument, { ...seen(request), ...draft });
    request = await dana.do(SubmitRequestDocument, seen(request));
    request = await eva.do(ClaimRequestDocument, seen(request));
    const english = (await mails()).filter(({ to }) => to === APPLICANT);
    expect(english.map(({ subject }) => subject?.split(':')[0])).toEqual([
      'We have your request',
      'Your request is being looked at',
    ]);
    smtp.behaviour = 'never';
    request = await dana.do(WithdrawRequestDocument, seen(request));
    expect(await mails()).toEqual([]);
    smtp.behaviour = 'take';
    expect(await mails()).toEqual([]);
  });

  it('that was refused waits for an administrator, who looks at it and sends it again', async () => {
    const alena = await participant(service, { subject: 'alena', roles: ['ADMIN'] });
    const list = async (who: Participant) => service.query(MailDeliveriesDocument, {}, { headers: who.headers });
    const found = (await list(alena)).data?.mailDeliveries;
    expect(found).toMatchObject({
      totalCount: 1,
      nodes: [
        { state: 'REFUSED', event: 'WITHDRAWN', recipient: 'AGENCY', attempts: 1, lastError: '550', sentAt: null },
      ],
    });
    const [mail] = found?.nodes ?? [];
    expect(mail?.request).toEqual({ id: request.id });
    const input = { mailDeliveryId: mail?.id ?? '' };
    for (const who of [dana, eva, adam]) {
      expect((await list(who)).errors[0]?.extensions?.['code']).toBe('FORBIDDEN');
      expect(await who.stopped(SendMailAgainDocument, input)).toBe('FORBIDDEN');
    }
    const again = async () =>
      (await service.read(SendMailAgainDocument, { input }, { headers: alena.headers })).sendMailAgain;
    expect(await again()).toEqual({ mailDelivery: { id: mail?.id, state: 'QUEUED' }, errors: [] });
    expect((await mails()).map(({ to, subject }) => [to, subject?.split(':')[0]])).toEqual([
      [MAILBOX, 'Žádost vzata zpět'],
    ]);
    expect(await again()).toMatchObject({ mailDelivery: null, errors: [{ code: 'ILLEGAL_TRANSITION' }] });
    expect(await mails()).toEqual([]);
    expect((await list(alena)).data?.mailDeliveries).toEqual({ totalCount: 0, nodes: [] });
    const records = await service.database.prisma.auditRecord.findMany({ where: { objectType: 'mail' } });
    expect(records).toMatchObject([{ action: 'mail.sendAgain', details: { from: 'REFUSED' } }]);
  });
});
