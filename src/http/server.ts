import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that listens. */
export interface RunningServer {
  /** Address to reach it at, such as http://127.0.0.1:4000. */
  readonly url: string;
  /** Takes no new requests, lets those under way finish, and ends. */
  close(): Promise<void>;
}

/** The port is taken, or the host is not an address of this machine. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

/**
 * Starts an HTTP server; port 0 chooses a free one.
 * @throws ListenError saying which variable to change.
 */
export async function listen(handler: RequestListener, host: string, port: number): Promise<RunningServer> {
  const server = createServer(handler);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(toListenError(error, host, port)));
    server.listen(port, host, resolve);
  });
  const { address, family, port: chosen } = server.address() as AddressInfo;
  const name = family === 'IPv6' ? `[${address}]` : address;
  return { url: `http://${name}:${chosen}`, close: () => close(server) };
}

function toListenError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE')
    return new ListenError(`Port ${port} on ${host} is in use; set PORT to another one.`);
  if (error.code === 'EACCES') return new ListenError(`Port ${port} needs rights that the service has not; set PORT.`);
  return new ListenError(`Cannot listen on ${host}: ${error.message}; set HOST to an address of this machine.`);
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeIdleConnections();
  });
}
