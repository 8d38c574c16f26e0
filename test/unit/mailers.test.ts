/** How mail leaves: by a real SMTP server and as files, and what cannot be smuggled into it. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { type ParsedMail, simpleParser } from 'mailparser';
import { afterAll, afterEach, beforeAll, describe, expect, it, test } from 'vitest';
import { makeCertificates } from '../../src/identity/devIssuers/certificates.ts';
import { type Mail, type Mailer, MailFailure } from '../../src/notifications/mailer.ts';
import { folderMailer } from '../../src/notifications/mailers/folder.ts';
import { smtpMailer, smtpServerOf } from '../../src/notifications/mailers/smtp.ts';
import { buildMail } from '../../src/notifications/message.ts';
import { startSmtp, type TestSmtp } from '../testkit/smtp.ts';

const SENDER = { name: 'Rozcestník', address: 'rozcestnik@agentura.example' };

const mail = (more: Partial<Mail> = {}): Mail => ({
  messageId: '0b1c7a52-1111-5111-8111-000000000001@agentura.example',
  thread: '0b1c7a52-2222-7222-8222-000000000001@agentura.example',
  to: 'podatelna@mesto.example',
  subject: 'Žádost o vytvoření služby',
  text: 'Přišla žádost.\n\n.\nTečka sama na řádku.\n',
  html: '<p>Přišla žádost.</p>',
  language: 'cs',
  attachments: [{ name: 'řidiči.tile.json', mediaType: 'application/json', content: '{"title":"Řidiči"}' }],
  ...more,
});

let smtp: TestSmtp;
let folder: string;
beforeAll(async () => {
  smtp = await startSmtp();
  folder = await mkdtemp(join(tmpdir(), 'rozcestnik-mail-'));
});
afterEach(() => {
  smtp.behaviour = 'take';
  smtp.arrived.length = 0;
});
afterAll(async () => {
  await smtp.close();
  await rm(folder, { recursive: true, force: true });
});

const files = () => readdir(folder);
const MAILERS: [name: string, open: () => Mailer, received: () => Promise<ParsedMail[]>][] = [
  [
    'SMTP',
    () => smtpMailer(smtpServerOf(`smtp://127.0.0.1:${smtp.port}`), SENDER),
    async () => smtp.arrived.map(({ mail: one }) => one),
  ],
  [
    'files',
    () => folderMailer(folder, SENDER),
    async () => Promise.all((await files()).map(async (name) => simpleParser(await readFile(join(folder, name))))),
  ],
];

describe.each(MAILERS)('a mail by %s', (_name, open, received) => {
  it('arrives whole: who it is from and for, its identity, its subject to the letter, both texts, what is attached', async () => {
    await open().send(mail());
    const [arrived, ...others] = await received();
    expect(others).toEqual([]);
    expect(arrived).toMatchObject({
      subject: 'Žádost o vytvoření služby',
      messageId: `<${mail().messageId}>`,
      references: `<${mail().thread}>`,
      from: { value: [SENDER] },
      to: { value: [{ address: 'podatelna@mesto.example' }] },
      text: mail().text,
    });
    expect(arrived?.html).toContain('<p>Přišla žádost.</p>');
    expect(arrived?.headers.get('auto-submitted')).toBe('auto-generated');
    const [attachment] = arrived?.attachments ?? [];
    expect(attachment).toMatchObject({ filename: 'řidiči.tile.json', contentType: 'application/json' });
    expect(attachment?.content.toString('utf8')).toBe('{"title":"Řidiči"}');
  });

  it.each(['a@b.example, c@d.example', 'a@b.example\r\nBcc: c@d.example', '<a@b.example>', 'nikdo'])(
    'does not leave for what is not one address: %s',
    async (to) => {
      const before = (await received()).length;
      await expect(open().send(mail({ to }))).rejects.toMatchObject({ kind: 'PERMANENT', code: 'EADDRESS' });
      expect(await received()).toHaveLength(before);
    },
  );
});

describe('a mail as a file', () => {
  it('is one file however often it is sent, named by its identity', async () => {
    const mailer = folderMailer(folder, SENDER);
    await Promise.all([mailer.send(mail()), mailer.send(mail()), mailer.send(mail())]);
    expect(await files()).toEqual([`${mail().messageId}.eml`]);
  });

  it('fails for now when there is no room for it', async () => {
    await expect(folderMailer('/dev/null/mail', SENDER).send(mail())).rejects.toMatchObject({ kind: 'TEMPORARY' });
  });
});

describe('a mail by SMTP that fails', () => {
  const send = (address = `smtp://127.0.0.1:${smtp.port}`) => smtpMailer(smtpServerOf(address), SENDER).send(mail());
  const failure = async (address?: string) => {
    const error = await send(address).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(MailFailure);
    expect((error as MailFailure).message).not.toMatch(/podatelna|tajne/);
    return [(error as MailFailure).kind, (error as MailFailure).code];
  };

  it.each([
    ['later', ['TEMPORARY', '451']],
    ['never', ['PERMANENT', '550']],
  ] as const)('because the server says %s, tells which', async (behaviour, expected) => {
    smtp.behaviour = behaviour;
    expect(await failure()).toEqual(expected);
    expect(smtp.arrived).toEqual([]);
  });

  it('when the server hangs up after the whole message, is not known to have failed', async () => {
    smtp.behaviour = 'hangUp';
    expect(await failure()).toEqual(['UNKNOWN', expect.any(String)]);
    expect(smtp.arrived).toHaveLength(1);
  });

  it('when nobody listens, fails for now', async () => {
    const gone = await startSmtp();
    await gone.close();
    expect((await failure(`smtp://127.0.0.1:${gone.port}`))[0]).toBe('TEMPORARY');
  });

  it('when the password is wrong, fails for now: the operator can mend it', async () => {
    const { server, authority } = await makeCertificates();
    const strict = await startSmtp({
      authOptional: false,
      disabledCommands: [],
      ...server,
      onAuth: (auth, _session, callback) =>
        auth.password === 'tajne heslo' ? callback(null, { user: 1 }) : callback(new Error('Invalid login tajne')),
    });
    const sendAs = (password: string) => {
      const address = `smtp://rozcestnik:${encodeURIComponent(password)}@127.0.0.1:${strict.port}`;
      return smtpMailer(smtpServerOf(address), SENDER, { ca: authority }).send(mail());
    };
    try {
      await expect(sendAs('tajne jine')).rejects.toMatchObject({ kind: 'TEMPORARY', code: '535' });
      await sendAs('tajne heslo');
      expect(strict.arrived).toHaveLength(1);
    } finally {
      await strict.close();
    }
  });

  it('never sends a password to a server that does not speak TLS', async () => {
    let asked = false;
    const plain = await startSmtp({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, callback) => {
        asked = true;
        callback(null, { user: 1 });
      },
    });
    expect((await failure(`smtp://rozcestnik:tajne@127.0.0.1:${plain.port}`))[0]).toBe('TEMPORARY');
    expect([asked, plain.arrived]).toEqual([false, []]);
    await plain.close();
  });
});

describe('the address of a server', () => {
  it.each([
    ['smtp://mail.example', { host: 'mail.example', port: 587, isSecure: false, credentials: null }],
    [
      'smtps://a%40b:p%3Aq@mail.example',
      { host: 'mail.example', port: 465, isSecure: true, credentials: { user: 'a@b', pass: 'p:q' } },
    ],
    ['smtp://[::1]:25', { host: '::1', port: 25, isSecure: false, credentials: null }],
  ])('%s', (address, server) => expect(smtpServerOf(address)).toEqual(server));

  it.each(['http://mail.example', 'smtp:', 'mail.example:25'])('is not %s', (address) => {
    expect(() => smtpServerOf(address)).toThrow();
  });
});

test('nothing that somebody wrote can end a header, whatever it is', async () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom(
      'x\r\nBcc: zly@zly.example',
      'x\n\n<script>',
      '\u2028To: a',
      '=?utf-8?q?=0D=0ABcc:_a?=',
      'a"; filename="b',
    ),
  );
  await fc.assert(
    fc.asyncProperty(hostile, hostile, hostile, async (subject, name, sender) => {
      const attachments = [{ name, mediaType: 'application/json', content: '{}' }];
      const { bytes } = await buildMail({ ...SENDER, name: sender }, mail({ subject, attachments }));
      const [head = ''] = bytes.toString('latin1').split('\r\n\r\n');
      const fields = head.split(/\r\n(?![ \t])/).map((line) => line.split(':')[0]?.toLowerCase());
      // An empty subject is left out.
      expect(['subject', ...fields.filter((field) => field !== 'subject')].sort()).toEqual(HEADERS);
      expect(fields.filter((field) => field === 'subject').length).toBeLessThan(2);
      const parsed = await simpleParser(bytes);
      expect([parsed.bcc, parsed.cc, [parsed.to].flat()[0]?.text]).toEqual([
        undefined,
        undefined,
        'podatelna@mesto.example',
      ]);
      expect(parsed.attachments).toHaveLength(1);
    }),
    { numRuns: 150 },
  );
});

const HEADERS = [
  'auto-submitted',
  'content-language',
  'content-type',
  'date',
  'from',
  'in-reply-to',
  'message-id',
  'mime-version',
  'references',
  'subject',
  'to',
  'x-auto-response-suppress',
];
