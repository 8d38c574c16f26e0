/** A mail as the bytes that travel (RFC 5322), built by nodemailer. */
import { createTransport } from 'nodemailer';
import { email } from '../kernel/fields.ts';
import { type Mail, MailFailure } from './mailer.ts';

/** Bytes of a mail with the addresses of its envelope. */
export interface BuiltMail {
  readonly from: string;
  readonly to: string;
  readonly bytes: Buffer;
}

// Only builds: nothing is sent. Files and addresses in a mail are never read.
const builder = createTransport(
  { streamTransport: true, buffer: true, newline: 'windows' },
  { disableFileAccess: true, disableUrlAccess: true },
);

/** A text on one line, without anything that could end a header. */
export function oneLine(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** Name and address of the sender. */
export interface Sender {
  readonly name: string;
  readonly address: string;
}

/** @throws MailFailure when the recipient is not one address. */
export async function buildMail(sender: Sender, mail: Mail): Promise<BuiltMail> {
  if (!email.safeParse(mail.to).success) throw new MailFailure('PERMANENT', 'EADDRESS');
  const { message, envelope } = await builder.sendMail({
    from: { name: oneLine(sender.name), address: sender.address },
    to: { name: '', address: mail.to },
    messageId: `<${mail.messageId}>`,
    references: `<${mail.thread}>`,
    inReplyTo: `<${mail.thread}>`,
    subject: oneLine(mail.subject),
    text: mail.text,
    html: mail.html,
    // RFC 3834: nobody's program is to answer it.
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'Content-Language': mail.language,
    },
    attachments: mail.attachments.map(({ name, mediaType, content }) => {
      return { filename: oneLine(name).replaceAll(/["/\\]/g, '_'), contentType: mediaType, content };
    }),
  });
  return { from: envelope.from || sender.address, to: mail.to, bytes: message as Buffer };
}
