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
