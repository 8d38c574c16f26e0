/** HTTP as it should not be: whatever comes is an answer or a clear refusal, and never a fault. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRaw } from '../testkit/rawHttp.ts';
import { GRAPHQL_JSON, PLAIN_JSON, type Service, startService, toAnswer } from '../testkit/service.ts';

const JSON_BODY = { 'content-type': PLAIN_JSON };

describe('HTTP as it should not be', () => {
  let service: Service;
  beforeAll(async () => {
    service = await startService('PGlite');
  });
  afterAll(() => service.stop());

  const QUERY = JSON.stringify({ query: '{ tile(slug: "ridici") { slug } }' });
  const at = (path: string) => new URL(path, service.url);

  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND', 'LOCK', 'SEARCH'])(
    'the method %s is no way in',
    async (method) => {
      const { status, data } = await toAnswer(await fetch(`${service.url}?query={__typename}`, { method }));
      expect([status, data]).toEqual([405, undefined]);
    },
  );

  it('the method TRACE echoes nothing', async () => {
    const connection = openRaw(service.url);
    connection.send('TRACE /graphql HTTP/1.1\r\nhost: localhost\r\ncookie: secret=1\r\nconnection: close\r\n\r\n');
    expect((await connection.closed).text).toMatch(/^HTTP\/1\.1 (405|400|501) (?![\s\S]*secret)/);
  });

  it.each(['x-http-method-override', 'x-method-override', 'x-http-method'])(
    '%s does not make a POST of a GET',
    async (name) => {
      const query = encodeURIComponent('mutation { eraseMyData(input: { confirm: "x" }) { errors { code } } }');
      const answer = await toAnswer(
        await fetch(`${service.url}?query=${query}`, { headers: { [name]: 'POST', accept: GRAPHQL_JSON } }),
      );
      expect([answer.status, answer.data]).toEqual([405, undefined]);
    },
  );

  it('a mutation that is hidden among queries is refused by GET', async () => {
    const query = encodeURIComponent(
      'query A { __typename } mutation B { eraseMyData(input: { confirm: "x" }) { errors { code } } }',
    );
    expect((await fetch(`${service.url}?query=${query}&operationName=B`)).status).toBe(405);
    expect((await fetch(`${service.url}?query=${query}&operationName=A`)).status).toBe(200);
  });

  it('what stands in the address of a POST counts for nothing', async () => {
    const answer = await toAnswer(
      await fetch(`${service.url}?query={rateLimit{cost}}&variables={}&operationName=X`, {
        method: 'POST',
        headers: JSON_BODY,
        body: QUERY,
      }),
    );
    expect(answer.data).toEqual({ tile: { slug: 'ridici' } });
  });

  it.each([
    ['application/json; charset=utf-16', 415],
    ['application/json; charset=iso-8859-1', 415],
    ['application/json; charset=utf-7', 415],
    ['application/json; charset=UTF-8', 200],
    ['application/json;charset="utf-8"', 200],
    ['application/JSON', 200],
    ['application/json, text/plain', 415],
    ['text/plain; application/json', 415],
    ['application/jsonp', 415],
    ['application/x-json', 415],
    ['multipart/form-data; boundary=x', 415],
    ['application/x-www-form-urlencoded', 415],
    ['', 415],
  ])('a body of %j is answered with %i', async (type, status) => {
    const answer = await service.post(Buffer.from(QUERY), type ? { 'content-type': type } : {});
    expect(answer.status).toBe(status);
  });

  it.each(['gzip', 'br', 'deflate', 'zstd', 'identity, gzip', 'x-gzip', 'GZIP'])(
    'a body in %s is not opened',
    async (encoding) => {
      expect((await service.post(QUERY, { ...JSON_BODY, 'content-encoding': encoding })).status).toBe(415);
    },
  );

  it('a byte order mark is no part of JSON, and other bytes are no text', async () => {
    for (const bytes of [
      Buffer.from(QUERY, 'utf16le'),
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(QUERY, 'utf16le')]),
      Buffer.from('{"query":"{ tile(slug: \\"\xed\xa0\x80\\") { id } }"}', 'latin1'),
    ]) {
      expect((await service.post(bytes, JSON_BODY)).status).toBe(400);
    }
  });

  it('two queries in one body are read as one by everybody', async () => {
    const answer = await service.post(
      '{"query":"{ rateLimit { cost } }","query":"{ tile(slug: \\"ridici\\") { slug } }"}',
      JSON_BODY,
    );
    expect(answer.data).toEqual({ tile: { slug: 'ridici' } });
  });

  it.each([
    'evil.example',
    'localhost:99999',
    '127.0.0.1@evil.example',
    'a b',
    '[::1',
    "'><script>",
    'evil.example/path',
    '',
  ])('the host %j leads nobody away', async (host) => {
    const connection = openRaw(service.url);
    connection.send(
      `POST /graphql HTTP/1.1\r\nhost: ${host}\r\nx-forwarded-host: evil.example\r\nforwarded: host=evil.example\r\ncontent-type: application/json\r\ncontent-length: ${QUERY.length}\r\nconnection: close\r\n\r\n${QUERY}`,
    );
    const { text } = await connection.closed;
    expect(text).toMatch(/^HTTP\/1\.1 (200|400|421) /);
    expect(text).not.toMatch(/evil|script/);
  });

  it.each([
    '/graphql/../auth/officials/start',
    '//graphql',
    '/%67raphql',
    '/graphql%2f..%2fetc',
    '/..%2f..%2fetc/passwd',
    '/GRAPHQL',
    '/graphql;x=1',
    '/graphql/x',
    '/\\graphql',
    '/.env',
    '/dist/src/main.js',
    '/package.json',
    '/schemas/../package.json',
    '/%00',
    '/%ff',
    'http://evil.example/graphql',
  ])('the address %s is the endpoint or nothing', async (path) => {
    const connection = openRaw(service.url);
    connection.send(`GET ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`);
    const { text } = await connection.closed;
    expect(text).toMatch(/^HTTP\/1\.1 (303|400|404|405|421|503) /);
    expect(text).not.toMatch(/root:x|"name": "rozcestnik"|evil/);
  });

  it('every answer has the headers of safety and an id', async () => {
    const answers = [
      await fetch(service.url, { method: 'POST', headers: JSON_BODY, body: QUERY }),
      await fetch(service.url, { method: 'POST', headers: JSON_BODY, body: '{' }),
      await fetch(service.url, { method: 'PUT' }),
      await fetch(service.url, { headers: { accept: 'text/html' } }),
      await fetch(at('/')),
      await fetch(at('/nothing')),
      await fetch(at('/schemas/tile-1.json')),
      await fetch(at('/auth/emergency')),
      await fetch(at('/auth/sign-out.js')),
      await fetch(at('/auth/citizens/start'), { redirect: 'manual' }),
    ];
    for (const { url, headers } of answers) {
      expect({ url, csp: headers.get('content-security-policy') }).toMatchObject({
        csp: expect.stringContaining("frame-ancestors 'none'"),
      });
      expect({ url, nosniff: headers.get('x-content-type-options'), referrer: headers.get('referrer-policy') }).toEqual(
        { url, nosniff: 'nosniff', referrer: 'no-referrer' },
      );
      expect(headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
      expect([headers.get('server'), headers.get('x-powered-by'), headers.get('strict-transport-security')]).toEqual([
        null,
        null,
        null,
      ]);
    }
  });

  it('an id of a request is taken from outside when it can do no harm', async () => {
    const idFor = async (id: string) =>
      (await service.post(QUERY, { ...JSON_BODY, 'x-request-id': id })).headers.get('x-request-id');
    for (const id of ['0af7651916cd43dd8448eb211c80319c', '01936d69-0000-7000-8000-000000000000', 'lb-7.frontend_42'])
      expect(await idFor(id)).toBe(id);
    for (const id of [
      '',
      'short',
      'a'.repeat(129),
      '<script>alert(1)</script>',
      '"},{"level":60',
      'a b c d e f g h',
      '../../../../etc',
      `' OR 1=1 -- xx`,
      '%{jndi:ldap:x}',
    ])
      expect(await idFor(id)).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
  });

  it('nothing of it was a fault of ours', () => {
    expect(service.log.filter((line) => JSON.parse(line).level >= 50)).toEqual([]);
  });
});
