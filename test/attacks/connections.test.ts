/** Clients that send or take slowly, or send what is no HTTP, hold nothing for long. */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen, type RunningServer, SERVER_LIMITS } from '../../src/http/server.ts';
import { openRaw, type RawConnection } from '../testkit/rawHttp.ts';
import { PLAIN_JSON, type Service, startService } from '../testkit/service.ts';

/** A tenth and less of what holds in production, so that the tests need not wait for it. */
const QUICK = { head: 600, request: 900, silence: 900, whole: 2_500, pause: 500, connections: 30 };
/** Node looks at the clock twice a second. */
const MOST = 2_500;

const BODY = JSON.stringify({ query: '{ __typename }' });
const post = (...head: string[]) =>
  ['POST /graphql HTTP/1.1', 'host: localhost', `content-type: ${PLAIN_JSON}`, ...head, '', ''].join('\r\n');

/** Sends a byte every 50 ms until the other side has had enough. */
async function drip(connection: RawConnection, text: string) {
  let sent = 0;
  const timer = setInterval(() => connection.send(text[sent++ % text.length] ?? ''), 50);
  const end = await connection.closed;
  clearInterval(timer);
  return end;
}

describe('a client that is slow', () => {
  let service: Service;
  beforeAll(async () => {
    service = await startService('PGlite', { empty: true, server: QUICK });
  });
  afterAll(() => service.stop());

  it('has less than 15 s in production', () => {
    const { head, request, silence, pause } = SERVER_LIMITS;
    expect(Math.max(head, request, silence, pause) + 500).toBeLessThan(15_000);
  });

  it.concurrent('to say anything is closed', async () => {
    const { text, after } = await openRaw(service.url).closed;
    expect(after).toBeLessThan(MOST);
    expect(text).toMatch(/^(HTTP\/1\.1 408|$)/);
  });

  it.concurrent('to send its head is closed, with an answer', async () => {
    const connection = openRaw(service.url);
    connection.send('POST /graphql HTTP/1.1\r\nhost: localhost\r\nx-slow: ');
    const { text, after } = await drip(connection, 'a');
    expect(after).toBeLessThan(MOST);
    expect(text).toMatch(/^HTTP\/1\.1 408 [\s\S]*x-request-id: [\w-]{36}\r\n[\s\S]*x-content-type-options: nosniff/);
  });

  it.concurrent.each([
    ['of an announced length', post('content-length: 100000'), ' '],
    ['in chunks', post('transfer-encoding: chunked'), '1\r\n \r\n'],
  ])('to send its body %s is closed', async (_name, head, text) => {
    const connection = openRaw(service.url);
    connection.send(head);
    const { after } = await drip(connection, text);
    expect(after).toBeLessThan(MOST);
  });

  it.concurrent('to send another request is closed', async () => {
    const connection = openRaw(service.url);
    connection.send(`${post(`content-length: ${BODY.length}`)}${BODY}`);
    const { text, after } = await connection.closed;
    expect(text).toContain('{"data":{"__typename":"Query"}');
    expect(after).toBeLessThan(MOST);
  });

  it('leaves the others served', async () => {
    const slow = Array.from({ length: 20 }, () => openRaw(service.url));
    for (const connection of slow) connection.send('POST /graphql HTTP/1.1\r\n');
    const started = Date.now();
    expect((await service.post(BODY, { 'content-type': PLAIN_JSON })).status).toBe(200);
    expect(Date.now() - started).toBeLessThan(500);
    await Promise.all(slow.map(({ closed }) => closed));
  });

  it('finds its connection closed at once when there are too many', async () => {
    const held = Array.from({ length: QUICK.connections + 10 }, () => openRaw(service.url));
    const ends = await Promise.all(held.map(({ closed }) => closed));
    expect(ends.filter(({ after }) => after < 300).length).toBeGreaterThanOrEqual(10);
    expect((await service.post(BODY, { 'content-type': PLAIN_JSON })).status).toBe(200);
  });
});

describe('a client that does not take its answer', () => {
  const large = Buffer.alloc(50_000_000);
  let server: RunningServer;
  let response: ServerResponse | undefined;
  const closed = async () => {
    await expect.poll(() => response).toBeDefined();
    if (response && !response.destroyed) await once(response, 'close');
    response = undefined;
  };
  beforeAll(async () => {
    const handler = (_request: IncomingMessage, answer: ServerResponse) => {
      response = answer.end(large);
    };
    server = await listen(handler, '127.0.0.1', 0, { limits: QUICK });
  });
  afterAll(() => server.close());

  it.each([
    ['at all', 0],
    // Each time Node reads up to 2 MB.
    ['but for a little now and then', 250],
  ])('%s is closed', async (_name, every) => {
    const connection = openRaw(server.url);
    connection.pause();
    connection.send('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
    const takeALittle = () => {
      connection.resume();
      setImmediate(connection.pause);
    };
    const taking = every > 0 ? setInterval(takeALittle, every) : undefined;
    const started = Date.now();
    await closed();
    expect(Date.now() - started).toBeLessThan(QUICK.whole + 3_000);
    clearInterval(taking);
    connection.resume();
    expect((await connection.closed).text.length).toBeLessThan(large.length);
  });
});

describe('what is no HTTP', () => {
  let service: Service;
  beforeAll(async () => {
    service = await startService('PGlite', { empty: true, server: QUICK });
  });
  afterAll(() => service.stop());

  const smuggled = 'GET /graphql?query={smuggled:__typename} HTTP/1.1\r\nhost: localhost\r\n\r\n';
  const length = `content-length: ${BODY.length}`;

  it.concurrent.each([
    ['another protocol', '\x16\x03\x01\x00\xa5\x01\x00\x00'],
    ['no host', `POST /graphql HTTP/1.1\r\ncontent-type: ${PLAIN_JSON}\r\n${length}\r\n\r\n${BODY}`],
    ['a length beside chunks', `${post(length, 'transfer-encoding: chunked')}0\r\n\r\n${smuggled}`],
    ['chunks that are disguised', `${post(length, 'transfer-encoding: xchunked')}0\r\n\r\n${smuggled}`],
    ['chunks that are not the last encoding', `${post('transfer-encoding: chunked, identity')}0\r\n\r\n${smuggled}`],
    ['two lengths', `${post('content-length: 4', length)}${BODY}${smuggled}`],
    ['a length with a sign', `${post(`content-length: +${BODY.length}`)}${BODY}${smuggled}`],
    ['a negative length', `${post('content-length: -1')}${BODY}`],
    ['a space before the colon', `${post(`content-length : ${BODY.length}`)}${BODY}${smuggled}`],
    ['a folded header', `${post('transfer-encoding:\r\n chunked', length)}0\r\n\r\n${smuggled}`],
    ['lines that end in LF alone', `${post(length).replaceAll('\r\n', '\n')}${BODY}${smuggled}`],
    ['NUL in a header', `${post('x-a: \0', length)}${BODY}`],
    ['a chunk of no size', `${post('transfer-encoding: chunked')}zz\r\n\r\n0\r\n\r\n${smuggled}`],
    ['heads without end', post(...Array.from({ length: 40 }, (_, n) => `x-${n}: ${'a'.repeat(1_000)}`))],
  ])('is refused and nothing after it is read: %s', async (_name, bytes) => {
    const connection = openRaw(service.url);
    connection.send(bytes);
    const { text } = await connection.closed;
    expect(text).toMatch(/^(HTTP\/1\.1 4\d\d |$)/);
    expect(text.match(/HTTP\/1\.1 /g)?.length ?? 0).toBeLessThanOrEqual(1);
    expect(text).not.toContain('smuggled');
  });

  it('never ends the service', async () => {
    expect((await service.post(BODY, { 'content-type': PLAIN_JSON })).status).toBe(200);
  });
});
