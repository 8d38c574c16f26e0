/** The outbox: each mail goes once, whatever fails and however many instances there are. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../src/kernel/ids.ts';
import { deliveryId, queueDeliveries } from '../../src/notifications/deliveries.ts';
import { type Mail, type Mailer, MailFailure } from '../../src/notifications/mailer.ts';
import { smtpMailer, smtpServerOf } from '../../src/notifications/mailers/smtp.ts';
import { type Compose, Outbox } from '../../src/notifications/outbox.ts';
import { createTestDatabase, DATABASES, type TestDatabase } from '../testkit/databases.ts';
import { startSmtp, type TestSmtp } from '../testkit/smtp.ts';

const SENDER = { name: 'Rozcestník', address: 'rozcestnik@agentura.example' };

describe.each(DATABASES)('the outbox on %s', (kind) => {
  let database: TestDatabase;
  let smtp: TestSmtp;
  let time: Date;
  const log: { facts: unknown; text: string }[] = [];
  const note = (facts: unknown, text: string) => void log.push({ facts, text });

  beforeAll(async () => {
    database = await createTestDatabase(kind);
    smtp = await startSmtp();
  });
  beforeEach(async () => {
    await database.prisma.mailDelivery.deleteMany();
    smtp.behaviour = 'take';
    smtp.arrived.length = 0;
    log.length = 0;
    time = new Date('2026-11-25T09:00:00Z');
  });
  afterAll(async () => {
    await smtp.close();
    await database.drop();
  });

  const compose: Compose = async ({ id, recipient }) => ({
    messageId: `${id}@agentura.example`,
    thread: 'thread@agentura.example',
    to: recipient === 'AGENCY' ? 'agentura@agentura.example' : 'podatelna@mesto.example',
    subject: 'Žádost o vytvoření služby',
    text: 'Text',
    html: '<p>Text</p>',
    language: 'cs',
    attachments: [],
  });
  const outbox = (more: { mailer?: Mailer; compose?: Compose } = {}) =>
    new Outbox({
      database: database.prisma,
      clock: () => time,
      mailer: smtpMailer(smtpServerOf(`smtp://127.0.0.1:${smtp.port}`), SENDER),
      compose,
      log: { error: note, warn: note } as never,
      ...more,
    });
  const queue = async (recipients: ('APPLICANT' | 'AGENCY')[] = ['APPLICANT'], eventId = newId()) => {
    const event = { eventId, requestId: newId(), event: 'SUBMITTED' } as const;
    await database.prisma.$transaction((tx) => queueDeliveries(tx, event, recipients, time));
    return eventId;
  };
  const states = async () => {
    const rows = await database.prisma.mailDelivery.findMany({ orderBy: { recipient: 'asc' } });
    return rows.map(({ state, attempts, lastError }) => [state, attempts, lastError]);
  };
  const later = (seconds: number) => {
    time = new Date(time.getTime() + seconds * 1_000);
  };

  it('sends a mail to each recipient of an event, once however often the event is told', async () => {
    const eventId = await queue(['APPLICANT', 'AGENCY']);
    await queue(['APPLICANT', 'AGENCY'], eventId);
    expect(await outbox().runDue()).toBe(2);
    await queue(['APPLICANT', 'AGENCY'], eventId);
    expect(await outbox().runDue()).toBe(0);
    const to = smtp.arrived.map(({ envelope, mail }) => [envelope.to[0], mail.messageId]).sort();
    expect(to).toEqual([
      ['agentura@agentura.example', `<${deliveryId(eventId, 'AGENCY')}@agentura.example>`],
      ['podatelna@mesto.example', `<${deliveryId(eventId, 'APPLICANT')}@agentura.example>`],
    ]);
    expect(await states()).toEqual([
      ['SENT', 1, null],
      ['SENT', 1, null],
    ]);
  });

  it('sends each of many mails once when several instances send at once', async () => {
    for (let number = 0; number < 12; number++) await queue();
    const sent = await Promise.all([outbox(), outbox(), outbox(), outbox()].map((one) => one.runDue()));
    expect(sent.reduce((sum, one) => sum + one)).toBe(12);
    expect(new Set(smtp.arrived.map(({ mail }) => mail.messageId)).size).toBe(12);
    expect(smtp.arrived).toHaveLength(12);
  });

  it('tries again after growing waits while the server has no time, and then sends it once', async () => {
    await queue();
    smtp.behaviour = 'later';
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 4; attempt++) {
      expect(await outbox().runDue()).toBe(0);
      expect(await states()).toEqual([['QUEUED', attempt, '451']]);
      const { runAt } = await database.prisma.mailDelivery.findFirstOrThrow();
      waits.push((runAt.getTime() - time.getTime()) / 1_000);
      time = new Date(runAt.getTime() - 1);
      expect(await outbox().runDue()).toBe(0);
      expect(await states()).toEqual([['QUEUED', attempt, '451']]);
      later(1);
    }
    expect(waits).toEqual([30, 60, 120, 240]);
    smtp.behaviour = 'take';
    expect(await outbox().runDue()).toBe(1);
    expect(smtp.arrived).toHaveLength(1);
  });

  it('gives a mail up that nobody takes for days, and one that the server refuses for good at once', async () => {
    await queue();
    smtp.behaviour = 'never';
    await outbox().runDue();
    expect(await states()).toEqual([['REFUSED', 1, '550']]);
    await database.prisma.mailDelivery.deleteMany();
    await queue();
    smtp.behaviour = 'later';
    const since = time.getTime();
    for (let runs = 0; runs < 30; runs++) {
      await outbox().runDue();
      const { state, runAt } = await database.prisma.mailDelivery.findFirstOrThrow();
      if (state === 'QUEUED') time = runAt;
    }
    expect(await states()).toEqual([['REFUSED', 24, '451']]);
    expect((time.getTime() - since) / 86_400_000).toBeGreaterThan(2);
    expect(smtp.arrived).toEqual([]);
  });

  it('never sends again what the server may have taken before it hung up', async () => {
    await queue();
    smtp.behaviour = 'hangUp';
    expect(await outbox().runDue()).toBe(0);
    expect(await states()).toEqual([['UNKNOWN', 1, expect.any(String)]]);
    smtp.behaviour = 'take';
    later(86_400);
    expect(await outbox().runDue()).toBe(0);
    expect(smtp.arrived).toHaveLength(1);
    expect(log).toContainEqual(
      expect.objectContaining({ text: 'A mail may or may not have gone, and is not sent again' }),
    );
  });

  it('never sends again what a process had taken to send when it ended', async () => {
    await queue();
    let isTaken = () => {};
    const taken = new Promise<void>((resolve) => {
      isTaken = resolve;
    });
    // Hands the mail over and dies before it can say so.
    const dying: Mailer = {
      location: 'dying',
      send: async (mail: Mail) => {
        await smtpMailer(smtpServerOf(`smtp://127.0.0.1:${smtp.port}`), SENDER).send(mail);
        isTaken();
        await new Promise(() => {});
      },
    };
    void outbox({ mailer: dying }).runDue();
    await taken;
    expect(await outbox().runDue()).toBe(0);
    later(601);
    expect(await outbox().runDue()).toBe(0);
    expect(await states()).toEqual([['UNKNOWN', 1, 'EGONE']]);
    expect(smtp.arrived).toHaveLength(1);
  });

  it('sends nothing to nobody, and goes on after a mail that cannot be written', async () => {
    await queue();
    expect(await outbox({ compose: async () => null }).runDue()).toBe(0);
    expect(await states()).toEqual([['SKIPPED', 1, null]]);
    await database.prisma.mailDelivery.deleteMany();
    await queue(['AGENCY', 'APPLICANT']);
    const failing: Compose = async (delivery) => {
      if (delivery.recipient === 'AGENCY') throw new Error('no such thing');
      return compose(delivery);
    };
    expect(await outbox({ compose: failing }).runDue()).toBe(1);
    expect(await states()).toEqual([
      ['QUEUED', 1, 'ECOMPOSE'],
      ['SENT', 1, null],
    ]);
  });

  it('keeps and logs no address, no text and no password', async () => {
    await queue();
    const mailer: Mailer = {
      location: 'nowhere',
      send: async () => {
        throw Object.assign(new MailFailure('TEMPORARY', '451'), { cause: undefined });
      },
    };
    smtp.behaviour = 'later';
    await outbox().runDue();
    later(60);
    await outbox({ mailer }).runDue();
    const rows = JSON.stringify(await database.prisma.mailDelivery.findMany());
    for (const text of [rows, JSON.stringify(log)]) expect(text).not.toMatch(/mesto\.example|Žádost o|Text/);
    expect(log.length).toBeGreaterThan(0);
  });
});
