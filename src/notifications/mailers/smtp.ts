/** Mail by SMTP (RFC 5321), spoken by nodemailer. */
import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { type Mailer, MailFailure } from '../mailer.ts';
import { type BuiltMail, buildMail, type Sender } from '../message.ts';

/** Where the server is. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte. */
  readonly isSecure: boolean;
  readonly credentials: { readonly user: string; readonly pass: string } | null;
}

/** Longest waits in milliseconds: for the connection, for its greeting, for any answer. */
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000, dnsTimeout: 10_000 };

/**
 * The server of an address such as `smtp://user:password@host:587`; `smtps:` is TLS from the first byte.
 * @throws Error when it is none, without repeating it: it may hold a password.
 */
export function smtpServerOf(address: string): SmtpServer {
  const { protocol, hostname, port, username, password } = new URL(address);
  const isSecure = protocol === 'smtps:';
  if ((!isSecure && protocol !== 'smtp:') || hostname === '') throw new Error('not an address of an SMTP server');
  const credentials = username ? { user: decodeURIComponent(username), pass: decodeURIComponent(password) } : null;
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port ? Number(port) : isSecure ? 465 : 587,
    isSecure,
    credentials,
  };
}

/** What can be chosen for tests, whose server vouches for itself. */
export interface SmtpOptions {
  readonly ca?: string | undefined;
}

/** Hands each mail over in a connection of its own: they are few. */
export function smtpMailer(server: SmtpServer, sender: Sender, options: SmtpOptions = {}): Mailer {
  const { host, port, isSecure } = server;
  return {
    location: `${isSecure ? 'smtps' : 'smtp'}://${host}:${port}`,
    async send(mail) {
      const built = await buildMail(sender, mail);
      const connection = connectionTo(server, options);
      try {
        await handOver(connection, server, built);
      } finally {
        connection.close();
      }
    },
  };
}

function connectionTo({ host, port, isSecure, credentials }: SmtpServer, { ca }: SmtpOptions): SMTPConnection {
  return new SMTPConnection({
    ...TIMEOUTS,
    host,
    port,
    secure: isSecure,
    // A password is never sent in the clear.
    requireTLS: credentials !== null && !isSecure,
    ...(ca && { tls: { ca } }),
  });
}

function handOver(
  connection: SMTPConnection,
  { credentials }: SmtpServer,
  { from, to, bytes }: BuiltMail,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let isAllOut = false;
    // Read when the server has asked for the message: once it was read to its end, the server may have taken it.
    const message = Readable.from(
      (async function* () {
        yield bytes;
        isAllOut = true;
      })(),
      { objectMode: false },
    );
    const fail = (error: unknown) => reject(failureOf(error as SmtpError, isAllOut));
    connection.on('error', fail);
    connection.connect((refused) => {
      if (refused) return fail(refused);
      const deliver = () => connection.send({ from, to: [to] }, message, (error) => (error ? fail(error) : resolve()));
      if (!credentials) return deliver();
      connection.login(credentials, (denied) => (denied ? fail(denied) : deliver()));
    });
  });
}

/** What keeps a server from being used, such as `EAUTH 535`: whether it answers and takes the credentials; null when nothing does. */
export function smtpProblem(server: SmtpServer, { ca }: SmtpOptions = {}): Promise<string | null> {
  const connection = connectionTo(server, { ca });
  return new Promise<string | null>((resolve) => {
    // What a server says is not told: it may repeat what it was sent.
    const fail = (error: SmtpError & Error) =>
      resolve(error.responseCode ? `${error.code} ${error.responseCode}` : error.message);
    connection.on('error', fail);
    connection.connect((refused) => {
      if (refused) return fail(refused);
      if (!server.credentials) return resolve(null);
      connection.login(server.credentials, (denied) => (denied ? fail(denied) : resolve(null)));
    });
  }).finally(() => connection.close());
}

/** What nodemailer says of a failure. */
interface SmtpError {
  readonly code?: string;
  readonly responseCode?: number;
}

/**
 * RFC 5321, section 4.2.1: 5yz is for ever, if it is about the mail. A server that does not know us, or does not speak TLS, may do
 * so after the operator has mended it.
 */
function failureOf({ code = 'EUNKNOWN', responseCode }: SmtpError, isAllOut: boolean): MailFailure {
  const isAboutMail = code === 'EENVELOPE' || code === 'EMESSAGE';
  if (responseCode && responseCode >= 500 && isAboutMail) return new MailFailure('PERMANENT', String(responseCode));
  if (responseCode) return new MailFailure('TEMPORARY', String(responseCode));
  return new MailFailure(isAllOut ? 'UNKNOWN' : 'TEMPORARY', code);
}
