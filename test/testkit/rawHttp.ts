/** HTTP as no client library would send it. */
import { connect } from 'node:net';

/** Sends `head` and `body` as they stand, and answers the status as soon as it comes, whatever was announced to follow. */
export function sendRaw(url: string, head: readonly string[], body: string): Promise<number> {
  const { hostname, port, pathname } = new URL(url);
  const lines = [`POST ${pathname} HTTP/1.1`, `host: ${hostname}:${port}`, ...head, '', body];
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(lines.join('\r\n')));
    socket.once('error', reject);
    socket.once('data', (data) => {
      socket.destroy();
      resolve(Number(data.toString('latin1').split(' ')[1]));
    });
  });
}

/** A body of a length that is not announced: it goes in chunks. */
export function inChunks(chunk: string, count: number): ReadableStream<Uint8Array> {
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      if (sent++ < count) controller.enqueue(new TextEncoder().encode(chunk));
      else controller.close();
    },
  });
}

/** A connection that is told by us, byte by byte. */
export interface RawConnection {
  /** Sends bytes as they stand. */
  send(text: string): void;
  /** Takes no more of what comes. */
  pause(): void;
  /** Takes on. */
  resume(): void;
  /** All that came until the other side closed, and how many milliseconds that took. */
  readonly closed: Promise<{ readonly text: string; readonly after: number }>;
}

/** Connects to the server of `url`. */
export function openRaw(url: string): RawConnection {
  const { hostname, port } = new URL(url);
  const start = Date.now();
  const chunks: Buffer[] = [];
  const socket = connect(Number(port), hostname);
  const closed = new Promise<{ text: string; after: number }>((resolve) => {
    socket.on('data', (chunk) => chunks.push(chunk));
    // The other side may cut the connection off while we write.
    socket.on('error', () => undefined);
    socket.on('close', () => resolve({ text: Buffer.concat(chunks).toString('latin1'), after: Date.now() - start }));
  });
  return {
    send: (text) => void (socket.writable && socket.write(text)),
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
    closed,
  };
}
