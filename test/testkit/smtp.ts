/** A real SMTP server that keeps what it is sent, and can be told to misbehave. */
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A mail as it came. */
export interface Arrived {
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  readonly raw: string;
  readonly mail: ParsedMail;
}

/** What the server does with the next mails. */
export type Behaviour =
  | 'take'
  /** 451 and 550 to the recipient. */
  | 'later'
  | 'never'
  /** Takes the whole message, and hangs up without an answer. */
  | 'hangUp';

export interface TestSmtp {
  readonly port: number;
  readonly arrived: Arrived[];
  behaviour: Behaviour;
  close(): Promise<void>;
}

export async function startSmtp(options: SMTPServerOptions = {}): Promise<TestSmtp> {
  const arrived: Arrived[] = [];
  const state = { behaviour: 'take' as Behaviour };
  const refusal = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code });
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onRcptTo({ address }, _session, callback) {
      if (state.behaviour === 'later') return callback(refusal(451, `try ${address} later`));
      if (state.behaviour === 'never') return callback(refusal(550, `no ${address} here`));
      callback();
    },
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        const raw = Buffer.concat(chunks);
        const { mailFrom, rcptTo } = session.envelope;
        const envelope = { from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address) };
        arrived.push({ envelope, raw: raw.toString('latin1'), mail: await simpleParser(raw) });
        if (state.behaviour !== 'hangUp') return callback();
        for (const connection of (server as unknown as { connections: Set<{ _socket: { destroy(): void } }> })
          .connections) {
          connection._socket.destroy();
        }
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.server.address() as AddressInfo).port,
    arrived,
    get behaviour() {
      return state.behaviour;
    },
    set behaviour(behaviour) {
      state.behaviour = behaviour;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
