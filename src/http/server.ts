import { randomUUID } from 'node:crypto';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
  ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { LRUCache } from 'lru-cache';
import { securityHeaders } from './securityHeaders.ts';
import { LOCAL_SITE, type Site } from './site.ts';

/** A server that listens. */
export interface RunningServer {
  /** Address to reach it at, such as http://127.0.0.1:4000. */
  readonly url: string;
  /** Takes no new requests, lets those under way finish, and ends. May be called again, and does not wait then. */
  close(): Promise<void>;
}

/** How long clients may take, in milliseconds, and how many there may be. */
export interface ServerLimits {
  /** To send the head of a request. */
  readonly head: number;
  /** To send a whole request. */
  readonly request: number;
  /** Without taking or sending anything. */
  readonly silence: number;
  /** From the head of a request to the end of its answer: who takes that byte by byte looks alive to the clock of silence. */
  readonly whole: number;
  /** To send another request on the same connection. */
  readonly pause: number;
  /** Connections at once; further ones are closed at once. */
  readonly connections: number;
}

export const SERVER_LIMITS: ServerLimits = {
  head: 10_000,
  request: 14_000,
  silence: 14_000,
  whole: 60_000,
  pause: 5_000,
  connections: 2_000,
};

/** Milliseconds between looks at the clock: Node's own are half a minute apart. */
const CHECKS = 500;

/** The port is taken, or the host is not an address of this machine. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

/**
 * Starts an HTTP server; port 0 chooses a free one.
 * @throws ListenError saying which variable to change.
 */
export async function listen(
  handler: RequestListener,
  host: string,
  port: number,
  { site = LOCAL_SITE, limits = SERVER_LIMITS }: { readonly site?: Site; readonly limits?: ServerLimits } = {},
): Promise<RunningServer> {
  const headers = securityHeaders(site);
  const server = createServer({ ...optionsOf(limits), ServerResponse: secured(headers) }, (request, response) => {
    const timer = setTimeout(() => response.destroy(), limits.whole);
    response.once('close', () => clearTimeout(timer));
    if (!isAddress(request)) return void response.writeHead(400, { 'x-request-id': randomUUID() }).end();
    return handler(request, response);
  });
  server.maxConnections = limits.connections;
  server.setTimeout(limits.silence);
  server.on('clientError', (error, socket) => refuse(error, socket, headers));
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(toListenError(error, host, port)));
    server.listen(port, host, resolve);
  });
  const { address, family, port: chosen } = server.address() as AddressInfo;
  const name = family === 'IPv6' ? `[${address}]` : address;
  return { url: `http://${name}:${chosen}`, close: () => close(server) };
}

/** Responses that have these headers whatever they answer, unless they say otherwise: they are written with the head. */
function secured(headers: ReadonlyMap<string, string>) {
  const pairs = [...headers].flat();
  return class SecuredResponse extends ServerResponse<IncomingMessage> {
    // biome-ignore lint/suspicious/noExplicitAny: Node's method has three forms, which differ in what comes last
    override writeHead(status: number, ...rest: any[]): this {
      const given = rest.at(-1);
      if (Array.isArray(given)) return super.writeHead(status, [...pairs, ...given]);
      for (const [name, value] of headers) if (!this.hasHeader(name)) this.setHeader(name, value);
      return super.writeHead(status, ...rest);
    }
  };
}

function optionsOf({ head, request, pause }: ServerLimits): ServerOptions {
  return {
    headersTimeout: head,
    requestTimeout: request,
    keepAliveTimeout: pause,
    connectionsCheckingInterval: CHECKS,
  };
}

/** A name or an address with a port, or nothing: what else comes as a host is meant for somebody's parser. */
const HOST = /^(?:(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?)?$/i;

/** Few addresses come again and again. */
const knownAddresses = new LRUCache<string, boolean>({ max: 500 });
/** Characters of an address at the most that is remembered. */
const MAX_KNOWN = 200;

/** Whether a request says where it goes in a way that everybody reads alike. */
function isAddress({ headers: { host = '' }, url = '' }: IncomingMessage): boolean {
  const key = `${host} ${url}`;
  const present = knownAddresses.get(key);
  if (present !== undefined) return present;
  const isOne = HOST.test(host) && URL.canParse(url, host === '' ? 'http://localhost' : `http://${host}`);
  if (key.length <= MAX_KNOWN) knownAddresses.set(key, isOne);
  return isOne;
}

/** Statuses of what Node cannot take for a request; everything else is 400. */
const STATUSES: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Content Too Large',
};

/** Answers what is not HTTP, or came too slowly, and closes the connection: nobody knows where a next request would begin. */
function refuse({ code = '' }: NodeJS.ErrnoException, socket: Duplex, headers: ReadonlyMap<string, string>): void {
  // An answer is on its way already: another one would be taken for a part of it.
  const { _httpMessage: answer } = socket as { _httpMessage?: { headersSent: boolean } };
  if (!socket.writable || answer?.headersSent) return void socket.destroy();
  const lines = [
    `HTTP/1.1 ${STATUSES[code] ?? '400 Bad Request'}`,
    'connection: close',
    'content-length: 0',
    `x-request-id: ${randomUUID()}`,
    ...[...headers].map(([name, value]) => `${name}: ${value}`),
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n`, () => socket.destroy());
}

function toListenError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE')
    return new ListenError(`Port ${port} on ${host} is in use; set PORT to another one.`);
  if (error.code === 'EACCES') return new ListenError(`Port ${port} needs rights that the service has not; set PORT.`);
  return new ListenError(`Cannot listen on ${host}: ${error.message}; set HOST to an address of this machine.`);
}

function close(server: Server): Promise<void> {
  if (!server.listening) return Promise.resolve();
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeIdleConnections();
  });
}
