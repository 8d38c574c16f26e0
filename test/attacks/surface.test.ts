/**
 * Hostile values in every place that the schema takes one, and HTTP as it should not be: whatever comes is an answer or a clear
 * refusal, never a fault, nothing is changed by a query, and nobody waits for it.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../src/graphql/schema.ts';
import { openRaw } from '../testkit/rawHttp.ts';
import { digestOfRows } from '../testkit/rows.ts';
import { GRAPHQL_JSON, PLAIN_JSON, type RawAnswer, type Service, startService, toAnswer } from '../testkit/service.ts';
import { type Place, placesFor, requestFor } from './inputs.ts';

type Headers = Readonly<Record<string, string>>;
const JSON_BODY = { 'content-type': PLAIN_JSON };

const TEXTS = new Set(['String', 'ID', 'Locale', 'URL', 'EmailAddress', 'Markdown', 'HTML', 'DateTime', 'Date']);

/** What attackers write where a text is asked for. */
const HOSTILE: readonly string[] = [
  `' OR '1'='1' --`,
  `"; DROP TABLE "LiveEntry"; --`,
  `1); SELECT pg_sleep(5); --`,
  `') UNION SELECT value FROM "Secret" --`,
  '%',
  '_%_',
  `\\' \\" \\\\ \\u0000`,
  '{"$ne": null}',
  '__proto__',
  'constructor.prototype.polluted',
  `\${7*7}{{7*7}}<%= 7*7 %>#{7*7}`,
  '<script>alert(1)</script>',
  '../../../../etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'x\r\nset-cookie: planted=1',
  '\u202egnp.exe',
  '\ufeff\u200b',
  '-1e999',
  `${'a'.repeat(2_000)}!`,
  '(((((a+)+)+)+)+)$',
];

/** Texts that regular expressions with a weakness take long for; each ends so that nothing fits. */
const SLOW: readonly string[] = [
  'a',
  '.',
  '-',
  ' ',
  '0',
  'a.',
  'a@',
  '/',
  '[',
  '*',
  '_',
  '`',
  '|-',
  'https://',
  '2026-',
  'á',
  '\n',
  '\t ',
].map((part) => `${part.repeat(Math.ceil(20_000 / part.length))}!`);
/** Milliseconds that one of them may take, on a machine that has other things to do. */
const PATIENCE = 5_000;

const inGroups = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, (n + 1) * size));

const namesOf = (group: readonly { readonly place: Place; readonly value: unknown }[]) =>
  group.map(({ place, value }) => [place.field.name, ...place.path, String(value).slice(0, 20)].join(' '));

describe('hostile values', () => {
  let service: Service;
  let admin: Headers;
  let citizen: Headers;
  beforeAll(async () => {
    service = await startService('PGlite', { search: true });
    admin = (await service.signIn({ subject: 'admin', roles: ['ADMIN'] })).headers;
    citizen = (await service.signIn({ subject: 'citizen', level: 'HIGH' })).headers;
  });
  afterAll(() => service.stop());

  const places = placesFor(schema, TEXTS);
  const of = (kind: Place['kind']) => places.filter((place) => place.kind === kind);

  const send = (body: object, headers: Headers) => service.post(JSON.stringify(body), { ...JSON_BODY, ...headers });

  /** Expects an answer or a refusal that says why. */
  function expectCalm(answer: RawAnswer, about: unknown): void {
    const faults = answer.errors.filter(({ extensions }) => extensions?.['code'] === 'INTERNAL_SERVER_ERROR');
    expect({ about, faults, status: answer.status < 500 }).toEqual({ about, faults: [], status: true });
    expect(answer.text).not.toMatch(/prisma|node_modules|\.[jt]s:\d|root:x:0/i);
    expect([...answer.headers.keys()]).not.toContain('set-cookie');
  }
  const failures = () => service.log.filter((line) => JSON.parse(line).level >= 50);

  it('are tried in every place', () => {
    expect(of('query').length).toBeGreaterThan(100);
    expect(of('mutation').length).toBeGreaterThan(200);
    // Every root field with arguments of text is met.
    const met = new Set(places.map(({ field }) => field.name));
    for (const name of ['tile', 'search', 'suggest', 'node', 'entries', 'auditRecords', 'createTile', 'reviseForm'])
      expect(met).toContain(name);
  });

  it('in queries are answered or refused, and change nothing', async () => {
    const attempts = of('query').flatMap((place, n) =>
      [0, 7, 14].map((step) => ({ place, value: HOSTILE[(n + step) % HOSTILE.length] })),
    );
    // A session notes when it was used last.
    const digest = async () => (await digestOfRows(service.database.sql)).replace(/^Session .*$/m, '');
    const before = await digest();
    for (const [n, group] of inGroups(attempts, 9).entries()) {
      expectCalm(await send(requestFor(group), n % 3 ? admin : {}), namesOf(group));
    }
    expect(failures()).toEqual([]);
    expect(await digest()).toBe(before);
  });

  it('in mutations are refused as data, for whoever sends them', async () => {
    const attempts = of('mutation').map((place, n) => ({ place, value: HOSTILE[n % HOSTILE.length] }));
    for (const [n, group] of inGroups(attempts, 4).entries()) {
      expectCalm(await send(requestFor(group), [admin, admin, citizen, {}][n % 4] ?? {}), namesOf(group));
    }
    expect(failures()).toEqual([]);
  });

  it('find no more than their words: neither wildcards nor operators of a query language', async () => {
    const count = async (query: string) => {
      const { data } = await send(
        { query: 'query ($q: String!) { search(query: $q) { totalCount } }', variables: { q: query } },
        {},
      );
      return (data as { search: { totalCount: number } | null }).search?.totalCount ?? 0;
    };
    for (const value of ['%', '_', '%%%', '*', '?', '.*', `' OR 1=1 --`, '" OR "', 'kind = TILE', 'title:*'])
      expect([value, await count(value)]).toEqual([value, expect.any(Number)]);
    expect(await count('%')).toBe(0);
    expect(await count('*')).toBe(0);
    for (const slug of ['%', '_idici', 'r%', `ridici' --`]) {
      const { data } = await send(
        {
          query: 'query ($s: String!) { tile(slug: $s) { id } tiles(filter: { slugs: [$s] }) { totalCount } }',
          variables: { s: slug },
        },
        {},
      );
      expect(data).toEqual({ tile: null, tiles: { totalCount: 0 } });
    }
  });

  it('that are made to take long do not', async () => {
    for (const kind of ['query', 'mutation'] as const) {
      const asked = of(kind).filter(({ path }) => path.length < 4);
      const attempts = asked.map((place, n) => ({ place, value: SLOW[n % SLOW.length] }));
      for (const group of inGroups(attempts, 6)) {
        const started = performance.now();
        expectCalm(await send(requestFor(group), admin), namesOf(group));
        const isSlow = performance.now() - started > PATIENCE;
        expect({ at: namesOf(group), isSlow }).toMatchObject({ isSlow: false });
      }
    }
    expect(failures()).toEqual([]);
  });

  it.each(SLOW.map((text) => [text.slice(0, 3), text]))(
    'like %j… in words, filters, markdown and headers do not take long',
    async (_name, text) => {
      const started = performance.now();
      const query =
        'query ($q: String!) { search(query: $q) { totalCount } suggest(prefix: $q) { text } tile(slug: $q) { id } node(id: $q) { id } tiles(after: $q) { totalCount } }';
      expectCalm(await send({ query, variables: { q: text } }, {}), 'words');
      const header = [...text]
        .filter((letter) => letter > ' ' && letter < '\x7f')
        .join('')
        .slice(0, 8_000);
      for (const name of [
        'accept-language',
        'accept',
        'x-preview',
        'cookie',
        'if-none-match',
        'x-request-id',
        'origin',
        'x-forwarded-for',
      ]) {
        expect((await send({ query: '{ __typename }' }, { [name]: header })).status).toBeLessThan(500);
      }
      expect(performance.now() - started).toBeLessThan(PATIENCE * 2);
    },
  );

  it('of numbers are refused where they are no numbers that GraphQL knows', async () => {
    const numbers = placesFor(schema, new Set(['Int', 'Float']));
    expect(numbers.length).toBeGreaterThan(10);
    const values = [
      -1,
      0,
      101,
      1_000_000,
      2 ** 31,
      -(2 ** 31) - 1,
      2 ** 53,
      1.5,
      1e308,
      '1',
      'NaN',
      true,
      [],
      {},
      null,
    ];
    for (const kind of ['query', 'mutation'] as const) {
      const attempts = numbers
        .filter((place) => place.kind === kind)
        .flatMap((place, n) => [0, 4, 8, 12].map((step) => ({ place, value: values[(n + step) % values.length] })));
      for (const group of inGroups(attempts, 6)) expectCalm(await send(requestFor(group), admin), namesOf(group));
    }
    for (const raw of ['1e999', '-1e999', '123456789012345678901234567890']) {
      const answer = await service.post(
        `{"query":"query ($n: Int) { tiles(first: $n) { totalCount } }","variables":{"n":${raw}}}`,
        JSON_BODY,
      );
      expect(answer.errors[0]?.extensions?.['code']).toBe('INVALID_INPUT');
    }
    expect(failures()).toEqual([]);
  });

  it('of prototypes pollute nothing', async () => {
    for (const variables of [
      '{"__proto__":{"polluted":1},"s":"ridici"}',
      '{"s":"ridici","constructor":{"prototype":{"polluted":1}}}',
      '{"s":"ridici","filter":{"__proto__":{"slugs":["ridici"]}}}',
      '{"s":"ridici","filter":{"slugs":["ridici"],"constructor":{"prototype":{"polluted":1}}}}',
      '{"s":"ridici","filter":{"hasOwnProperty":1,"toString":"x"}}',
    ]) {
      const body = `{"__proto__":{"polluted":1},"query":"query ($s: String!, $filter: TileFilter) { tile(slug: $s) { slug } tiles(filter: $filter) { totalCount } }","variables":${variables}}`;
      expectCalm(await service.post(body, JSON_BODY), variables);
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    }
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '__defineGetter__']) {
      expectCalm(
        await service.post(JSON.stringify({ query: `query ${name} { __typename }`, operationName: name }), JSON_BODY),
        name,
      );
      expectCalm(await service.post(JSON.stringify({ query: `{ ${name}: __typename }` }), JSON_BODY), name);
      expectCalm(
        await service.post(
          JSON.stringify({ query: `{ ...${name} } fragment ${name} on Query { __typename }` }),
          JSON_BODY,
        ),
        name,
      );
      expectCalm(
        await service.post(
          JSON.stringify({
            query: `query ($${name}: Int) { tiles(first: $${name}) { totalCount } }`,
            variables: { [name]: 1 },
          }),
          JSON_BODY,
        ),
        name,
      );
      expectCalm(
        await service.post(JSON.stringify({ query: `{ tiles @${name} { totalCount } ${name} }` }), JSON_BODY),
        name,
      );
    }
  });

  it('nested without end are refused', async () => {
    const deep = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth);
    for (const value of [
      deep('[', ']', 100_000),
      deep('{"a":', '1}', 50_000).replace(/1\}/, '1}'),
      `[${'[],'.repeat(200_000)}[]]`,
    ]) {
      const answer = await service.post(
        `{"query":"query ($f: TileFilter) { tiles(filter: $f) { totalCount } }","variables":{"f":${value}}}`,
        JSON_BODY,
      );
      expectCalm(answer, value.slice(0, 20));
      expect(answer.errors.length).toBeGreaterThan(0);
    }
    expect((await send({ query: '{ __typename }' }, {})).status).toBe(200);
  });

  it('in lists without end are refused', async () => {
    const many = Array.from({ length: 50_000 }, (_, n) => `s${n}`);
    for (const filter of [{ slugs: many }, { or: many.map((slug) => ({ slugs: [slug] })) }, { categorySlugs: many }]) {
      const started = performance.now();
      const answer = await send(
        { query: 'query ($f: TileFilter) { tiles(filter: $f) { totalCount } }', variables: { f: filter } },
        {},
      );
      expectCalm(answer, Object.keys(filter));
      expect(answer.errors.length).toBeGreaterThan(0);
      expect(performance.now() - started).toBeLessThan(PATIENCE);
    }
  });

  it('as cursors are refused, whatever list they are for', async () => {
    const { data } = await send(
      { query: '{ tiles(first: 2) { pageInfo { endCursor } } organizations(first: 2) { pageInfo { endCursor } } }' },
      {},
    );
    const { tiles, organizations } = data as Record<string, { pageInfo: { endCursor: string } }>;
    const good = tiles?.pageInfo.endCursor ?? '';
    const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const id = '01936d69-0000-7000-8000-000000000000';
    const forged = [
      'x',
      good.slice(0, -4),
      good.slice(4),
      `${good}AAAA`,
      good.toUpperCase(),
      organizations?.pageInfo.endCursor,
      encoded(null),
      encoded([]),
      encoded({ __proto__: 1 }),
      encoded(['titleKey', { $gt: '' }, id]),
      encoded(['titleKey', `' OR 1=1 --`, `' OR 1=1`]),
      encoded(['id', 'a', id]),
      encoded(['author', 'a', id]),
      encoded(['content', 'a', id]),
      encoded(['titleKey', { at: '9999999-01-01' }, id]),
      encoded(['titleKey', 1e308, id]),
      encoded(['titleKey', 'a'.repeat(5_000), `${id}x`]),
      encoded(['titleKey', '\0', id]),
    ];
    const lists = Object.values(schema.getQueryType()?.getFields() ?? {}).filter(({ args }) =>
      args.some(({ name }) => name === 'after'),
    );
    expect(lists.length).toBeGreaterThan(10);
    const places = lists.flatMap((field) => {
      const argument = field.args.find(({ name }) => name === 'after');
      return argument ? [{ kind: 'query', field, argument, path: [], type: 'String' } as const] : [];
    });
    for (const value of forged) {
      for (const group of inGroups(places, 9)) {
        const answer = await send(requestFor(group.map((place) => ({ place, value }))), admin);
        expectCalm(answer, [value, ...group.map(({ field }) => field.name)]);
        for (const [n, { field }] of group.entries()) {
          // All lists by name have the same order.
          if (
            value === organizations?.pageInfo.endCursor &&
            /^(organizations|categories|territories)$/.test(field.name)
          )
            continue;
          const code = answer.errors.find(({ path }) => path?.[0] === `a${n}`)?.extensions?.['code'];
          expect([field.name, value, code]).toEqual([
            field.name,
            value,
            expect.stringMatching(/^INVALID_(CURSOR|INPUT|ID)$/),
          ]);
        }
      }
    }
  });

  it('as ids are refused or name nothing', async () => {
    const encoded = (text: string) => Buffer.from(text).toString('base64');
    const id = '01936d69-0000-7000-8000-000000000000';
    for (const value of [
      '',
      'x',
      '=',
      encoded('Tile'),
      encoded('Tile:'),
      encoded(`:${id}`),
      encoded(`Nothing:${id}`),
      encoded(`Query:${id}`),
      encoded(`__Type:${id}`),
      encoded(`Node:${id}`),
      encoded(`__proto__:${id}`),
      encoded(`constructor:${id}`),
      encoded(`Tile:${id}' OR 1=1`),
      encoded('Tile:../x'),
      encoded(`Tile:${id}:${id}`),
      encoded(`Tile:${id}`).repeat(50),
      encoded('Tile:\0'),
    ]) {
      const answer = await send(
        { query: 'query ($id: ID!) { node(id: $id) { id } }', variables: { id: value } },
        admin,
      );
      expectCalm(answer, value);
      expect(answer.data).toEqual({ node: null });
    }
  });

  it('in documents suggest no names, and tell nothing of the inside', async () => {
    for (const query of [
      '{ tils { nodes { id } } }',
      '{ tiles { nodes { titl } } }',
      '{ tiles(frst: 1) { totalCount } }',
      '{ tiles(filter: { slug: "x" }) { totalCount } }',
      '{ tile }',
      '{ ... on Til { id } }',
      '{ tiles(orderBy: { field: TITL }) { totalCount } }',
      'query ($f: TilFilter) { tiles(filter: $f) { totalCount } }',
      '{ tiles @inclde(if: true) { totalCount } }',
      'mutation { createTil { errors { code } } }',
      '{ tile(slug: "a") { id { x } } }',
    ]) {
      const answer = await send({ query }, {});
      expect(answer.text).not.toMatch(/did you mean/i);
      expect(answer.errors[0]?.extensions?.['code']).toBe('GRAPHQL_VALIDATION_FAILED');
    }
    for (const variables of [
      { f: { slug: ['a'] } },
      { f: { deployment: ['X'] } },
      { o: { field: 'TITL', direction: 'ASC' } },
    ]) {
      const answer = await send(
        { query: 'query ($f: TileFilter, $o: TileOrder) { tiles(filter: $f, orderBy: $o) { totalCount } }', variables },
        {},
      );
      expect(answer.text).not.toMatch(/did you mean/i);
    }
  });
});

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
