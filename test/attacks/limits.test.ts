/** What asks for too much at once, or too often, is refused before it costs anything; what is natural to ask is answered. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/graphql/limits/limits.ts';
import { schema } from '../../src/graphql/schema.ts';
import { RATES } from '../../src/http/rates/rates.ts';
import { STATEMENT_TIMEOUT } from '../../src/platform/tookTooLong.ts';
import { DATABASES, ONE_DATABASE } from '../testkit/databases.ts';
import { GRAPHQL_JSON, PLAIN_JSON, type RawAnswer, type Service, startService } from '../testkit/service.ts';
import { tokenFor } from '../testkit/tokens.ts';

type Headers = Readonly<Record<string, string>>;
const JSON_BODY = { 'content-type': PLAIN_JSON };
const times = (count: number, text: (n: number) => string, separator = ' ') =>
  Array.from({ length: count }, (_, n) => text(n)).join(separator);
const codeOf = ({ errors }: RawAnswer) => errors[0]?.extensions?.['code'];

/** The natural big query of a portal's front page. */
const PORTAL = `query ($first: Int) { tiles(first: $first) { totalCount pageInfo { hasNextPage endCursor }
  nodes { id slug title shortText targetUrl organization { id name slug } categories { id name slug } } } }`;

/** Organizations that succeed each other: as deep as one likes. */
const deep = (depth: number) =>
  `{ organizations(first: 1) { nodes ${times(depth - 3, () => '{ successor')} { id }${' }'.repeat(depth - 3)} } }`;

/** Documents that ask for too much, and the limit that says so. */
const TOO_MUCH: readonly [name: string, document: string, message: RegExp][] = [
  ['a document of more than 10 kB', `{ __typename } #${'x'.repeat(LIMITS.documentBytes)}`, /10,000 bytes/],
  ['a document of more than 10 kB in other letters', `{ __typename } #${'č'.repeat(5_000)}`, /10,000 bytes/],
  ['more than 1,000 tokens', `{ tiles { nodes { ${times(1_000, () => 'id')} } } }`, /1000 tokens/],
  ['values of more than 1,000 tokens', `{ nodes(ids: [${times(1_000, () => '"a"')}]) { id } }`, /1000 tokens/],
  ['fields nested 11 deep', deep(11), /10 deep.*11/],
  [
    'fields nested deep by fragments',
    `{ organizations { nodes { ...F0 } } } ${times(10, (n) => `fragment F${n} on Organization { successor { ...F${n + 1} } }`)} fragment F10 on Organization { id }`,
    /10 deep/,
  ],
  ['16 aliases', `{ tiles { nodes { ${times(16, (n) => `a${n}: id`)} } } }`, /15 aliases.*16/],
  [
    '16 aliases by fragments',
    `{ tiles { nodes { ...F } } forms { nodes { ...G } } } fragment F on Tile { ${times(8, (n) => `a${n}: id`)} } fragment G on Form { ${times(8, (n) => `a${n}: id`)} }`,
    /15 aliases/,
  ],
  ['11 root fields', `{ ${times(11, () => 'rateLimit { cost }')} }`, /10 root fields.*11/],
  [
    '11 root fields by fragments',
    `{ ...F ...F } fragment F on Query { ${times(6, () => 'rateLimit { cost }')} }`,
    /10 root fields.*12/,
  ],
  [
    '11 mutations',
    `mutation { ${times(11, () => 'eraseMyData(input: { confirm: "x" }) { errors { code } }')} }`,
    /10 root fields/,
  ],
  ['51 directives', `{ tiles { nodes { ${times(51, () => 'id @include(if: true)')} } } }`, /50 directives/],
  ['directives without end', `{ __typename ${times(300, () => '@skip(if: false)')} }`, /50 directives|tokens/],
  [
    'a bomb of fragments',
    `{ tiles { nodes { ...F0 } } } ${times(12, (n) => `fragment F${n} on Tile { ...F${n + 1} ...F${n + 1} ...F${n + 1} }`)} fragment F12 on Tile { id }`,
    /2000 fields/,
  ],
  [
    'too many rows',
    '{ tiles(first: 100) { nodes { categories { id } organization { id } related { id } } } }',
    /costs \d+ points; it may cost 1000/,
  ],
  [
    'too many rows beside each other',
    `{ ${times(10, (n) => `a${n}: entries(first: 100) { nodes { id } }`)} }`,
    /costs 1010 points/,
  ],
  [
    'the introspection too often',
    `{ ${times(10, (n) => `a${n}: __schema { types { name } }`)} tiles { nodes { id } } }`,
    /root fields|costs/,
  ],
];

/** Rows that nobody gets, by number and by variable. */
const SIZES = [101, 1_000_000, 2_147_483_647, -1, 0];

describe.each(ONE_DATABASE)('limits on %s', (kind) => {
  let service: Service;
  let editor: Headers;
  let token: Headers;
  beforeAll(async () => {
    service = await startService(kind, { search: true });
    editor = (await service.signIn({ roles: ['EDITOR'] })).headers;
    const office = await service.database.prisma.organization.findFirstOrThrow();
    token = await tokenFor(service, office.id);
  });
  afterAll(() => service.stop());

  const ask = (query: string, variables?: object, headers: Headers = {}) =>
    service.post(JSON.stringify({ query, variables }), { ...JSON_BODY, ...headers });
  const costIn = ({ text }: RawAnswer) => JSON.parse(text).extensions?.cost;

  it.each(TOO_MUCH)('refuse %s', async (_name, document, message) => {
    service.statements.length = 0;
    for (const [accept, status] of [
      [GRAPHQL_JSON, 400],
      [PLAIN_JSON, 200],
    ] as const) {
      const answer = await ask(document, undefined, { accept });
      expect(answer.errors[0]?.message).toMatch(message);
      expect([answer.status, codeOf(answer), answer.data]).toEqual([status, 'QUERY_TOO_COMPLEX', undefined]);
    }
    expect(service.statements).toEqual([]);
  });

  it('say what is too much in the language of the reader', async () => {
    const { errors } = await ask(deep(11), undefined, { 'accept-language': 'cs' });
    expect(errors[0]?.message).toBe('Pole smí být vnořena nejvýše do hloubky 10, nikoli 11.');
  });

  it('let through what just fits', async () => {
    for (const document of [
      deep(10),
      `{ tiles(first: 1) { nodes { ${times(15, (n) => `a${n}: id`)} } } }`,
      `{ ${times(10, () => '__typename')} }`,
      `{ __typename } #${'x'.repeat(LIMITS.documentBytes - 16)}`,
    ]) {
      expect(await ask(document)).toMatchObject({ status: 200, errors: [] });
    }
  });

  it('let through the natural query of a portal, up to the largest page', async () => {
    for (const first of [null, 20, 100]) {
      const answer = await ask(PORTAL, { first });
      expect(answer).toMatchObject({ status: 200, errors: [] });
      expect(costIn(answer)).toEqual({ requested: 1 + (first ?? 20) * 7, limit: 1_000 });
    }
  });

  it('let editors’ tools read the whole schema', async () => {
    const { getIntrospectionQuery } = await import('graphql');
    const answer = await ask(
      getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true, schemaDescription: true }),
    );
    expect(answer).toMatchObject({ status: 200, errors: [] });
    const { __schema } = answer.data as { __schema: { types: unknown[] } };
    expect(__schema.types).toHaveLength(Object.keys(schema.getTypeMap()).length);
  });

  it('let nobody read the schema through itself', async () => {
    const nested = '{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }';
    expect(await ask(nested)).toMatchObject({ status: 400, data: undefined });
  });

  it('are wider for those who are known, and the answer says what an operation costs', async () => {
    const document = '{ tiles(first: 100) { nodes { organization { id } related { id } categories { id } } } }';
    expect((await ask(document)).errors[0]?.message).toContain('costs 1201 points; it may cost 1000');
    for (const [headers, limit] of [
      [token, 5_000],
      [editor, 10_000],
    ] as const) {
      const answer = await ask(document, undefined, headers);
      expect(answer).toMatchObject({ status: 200, errors: [] });
      expect(costIn(answer)).toEqual({ requested: 1_201, limit });
    }
  });

  it('tell the cost of what was refused', async () => {
    const answer = await ask(`{ ${times(10, (n) => `a${n}: entries(first: 100) { nodes { id } }`)} }`);
    expect(costIn(answer)).toEqual({ requested: 1_010, limit: 1_000 });
  });

  it('are told by rateLimit', async () => {
    for (const [headers, limit] of [
      [{}, 1_000],
      [token, 5_000],
      [editor, 10_000],
    ] as const) {
      const { data, errors } = await ask(
        '{ rateLimit { limit remaining resetAt cost costLimit } tiles(first: 3) { nodes { id } } }',
        undefined,
        headers,
      );
      expect(errors).toEqual([]);
      const { rateLimit } = data as { rateLimit: { limit: number; remaining: number; resetAt: string } };
      expect(rateLimit).toMatchObject({ cost: 4, costLimit: limit, limit: 1_000_000 });
      expect(rateLimit.remaining).toBeLessThan(1_000_000);
      expect(new Date(rateLimit.resetAt).getTime() - Date.now()).toBeLessThanOrEqual(60_000);
    }
  });

  it.each(['tiles', 'entries', 'organizations', 'categories', 'territories'])(
    'give no more than a page of %s',
    async (list) => {
      for (const size of SIZES) {
        for (const argument of ['first', 'last']) {
          const written = await ask(`{ ${list}(${argument}: ${size}) { nodes { id } } }`);
          const byVariable = await ask(`query ($n: Int) { ${list}(${argument}: $n) { nodes { id } } }`, { n: size });
          for (const answer of [written, byVariable]) {
            expect([codeOf(answer), answer.data]).toEqual(['INVALID_INPUT', { [list]: null }]);
          }
        }
      }
      const { data } = await ask(`query ($n: Int) { ${list}(first: $n) { nodes { id } } }`, { n: null });
      expect((data as Record<string, { nodes: unknown[] }>)[list]?.nodes.length).toBeLessThanOrEqual(20);
    },
  );

  it('give no more than a page by any list that the schema has', async () => {
    const lists = Object.values(schema.getQueryType()?.getFields() ?? {}).filter(({ args }) =>
      args.some(({ name }) => name === 'first'),
    );
    expect(lists.length).toBeGreaterThan(10);
    for (const { name, args, type } of lists) {
      const given = args.flatMap((arg) =>
        /String!$/.test(String(arg.type))
          ? [`${arg.name}: "a"`]
          : /ID!$/.test(String(arg.type))
            ? [`${arg.name}: "QQ"`]
            : [],
      );
      const selection = String(type).includes('Connection') ? '{ pageInfo { hasNextPage } }' : '{ __typename }';
      for (const n of SIZES) {
        const answer = await ask(
          `query ($n: Int) { ${name}(${[...given, 'first: $n'].join(', ')}) ${selection} }`,
          { n },
          editor,
        );
        expect([name, n, answer.data]).toEqual([name, n, { [name]: null }]);
        expect(['INVALID_INPUT', 'INVALID_ID', 'FORBIDDEN']).toContain(codeOf(answer));
      }
    }
  });

  it('give no more objects by ids than a page', async () => {
    const answer = await ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: Array(101).fill('VGlsZTox') });
    expect([answer.data, codeOf(answer)]).toEqual([null, 'INVALID_INPUT']);
  });
});

/** What ends first: the operation as a whole, or a statement of it. */
const TIMES = [
  { what: 'an operation', limits: { ...LIMITS, milliseconds: 1_000 }, statementTimeout: 0, data: undefined },
  { what: 'a statement', limits: LIMITS, statementTimeout: 300, data: { tiles: null } },
];

describe.runIf(DATABASES.includes('PostgreSQL')).each(TIMES)(
  '$what that takes too long',
  ({ limits, statementTimeout, data }) => {
    let service: Service;
    beforeAll(async () => {
      service = await startService('PostgreSQL', { app: { limits, answersMb: 0 }, statementTimeout });
    });
    afterAll(() => service.stop());

    it('is ended, told so, and leaves the service as it was', async () => {
      const { sql } = service.database;
      const ask = (accept: string) => service.post(JSON.stringify({ query: PORTAL }), { ...JSON_BODY, accept });
      await sql.exec('BEGIN; LOCK TABLE "LiveEntry"');
      const started = Date.now();
      // As many as there are connections: each of them is to be usable afterwards.
      const answers = await Promise.all(Array.from({ length: 10 }, (_, at) => ask(at % 2 ? GRAPHQL_JSON : PLAIN_JSON)));
      for (const answer of answers) {
        expect([answer.status, codeOf(answer), answer.data]).toEqual([503, 'TIMEOUT', data]);
        expect(answer.errors).toHaveLength(1);
      }
      expect(Date.now() - started).toBeLessThan(5_000);
      await sql.exec('ROLLBACK');
      for (let again = 0; again < 20; again += 1) {
        const { status, errors } = await ask(PLAIN_JSON);
        expect({ status, errors }).toEqual({ status: 200, errors: [] });
      }
    });
  },
);

it('has ten seconds for an operation, and five for each of its statements', () => {
  expect(LIMITS.milliseconds).toBe(10_000);
  expect(STATEMENT_TIMEOUT).toBe(5_000);
});

describe('rates', () => {
  const rates = { ...RATES, ADDRESS: 5, PERSON: 8, TOKEN: 12, UNPROVEN: 4, SIGN_IN: 6, EMERGENCY: 3 };
  let service: Service;
  beforeAll(async () => {
    service = await startService('PGlite', { signIn: 'NIA', app: { rates, trustedProxies: 1 } });
  });
  afterAll(() => service.stop());

  const BODY = JSON.stringify({ query: '{ rateLimit { limit remaining } }' });
  const from = (address: string, headers: Headers = {}) =>
    service.post(BODY, { ...JSON_BODY, 'x-forwarded-for': address, ...headers });
  const statuses = async (count: number, send: () => Promise<{ status: number }>) => {
    const found: number[] = [];
    for (let n = 0; n < count; n += 1) found.push((await send()).status);
    return found;
  };

  it('let an address send so many requests and no more, and say when to come again', async () => {
    expect(await statuses(5, () => from('198.51.100.1'))).toEqual([200, 200, 200, 200, 200]);
    const { status, headers, errors } = await from('198.51.100.1', { 'accept-language': 'cs' });
    expect([status, errors[0]?.extensions?.['code']]).toEqual([429, 'RATE_LIMITED']);
    expect(errors[0]?.message).toMatch(/^Příliš mnoho požadavků: zkuste to znovu za \d+ s\.$/);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(50);
    expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60);
  });

  it('do not hold another address back', async () => {
    const { status, data } = await from('198.51.100.2');
    expect([status, data]).toEqual([200, { rateLimit: { limit: 5, remaining: 4 } }]);
  });

  it('do not believe what a client says of its address', async () => {
    const found = await statuses(7, () => from(`${Math.random()}, 10.1.2.3, 198.51.100.3`));
    expect(found.filter((status) => status === 200)).toHaveLength(5);
  });

  it('count who has signed in for themselves, wherever they are, and let nobody share it', async () => {
    const one = (await service.signIn({ subject: 'one' })).headers;
    const again = (await service.signIn({ subject: 'one' })).headers;
    const other = (await service.signIn({ subject: 'other' })).headers;
    let n = 0;
    const found = await statuses(10, () => {
      n += 1;
      return from(`198.51.100.${n}`, n % 2 ? one : again);
    });
    expect(found.filter((status) => status === 200)).toHaveLength(8);
    const refused = await from('198.51.100.99', one);
    expect([refused.status, refused.errors[0]?.extensions?.['code'], refused.headers.get('retry-after')]).toEqual([
      429,
      'RATE_LIMITED',
      expect.stringMatching(/^\d+$/),
    ]);
    expect((await from('198.51.100.1', other)).status).toBe(200);
  });

  it('count a token for itself', async () => {
    const office = await service.database.prisma.organization.findFirstOrThrow();
    const token = await tokenFor(service, office.id);
    const found = await statuses(14, () => from('198.51.100.50', token));
    expect(found.filter((status) => status === 200)).toHaveLength(12);
  });

  it('count bad tokens and dead sessions for the address', async () => {
    const bad = await statuses(8, () => from('198.51.100.60', { authorization: 'Bearer roz_nothing' }));
    expect(bad).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
    const dead = { cookie: `rozcestnik-session=${'a'.repeat(43)}`, 'x-rozcestnik-request': '1' };
    expect(await statuses(7, () => from('198.51.100.61', dead))).toEqual([200, 200, 200, 200, 200, 429, 429]);
  });

  it('hold back who sends credentials and nothing that they are looked at for', async () => {
    const address = { 'x-forwarded-for': '198.51.100.65' };
    const one = (await service.signIn({ subject: 'prompt' })).headers;
    const ways = [
      () => service.post('{', { ...JSON_BODY, ...address, authorization: 'Bearer roz_x' }),
      () => service.post('{}', { ...address, ...one, 'content-type': 'text/plain' }),
      () => fetch(new URL('/files/nothing', service.url), { headers: { ...address, ...one } }),
      () => service.post(JSON.stringify({ query: '{ nothing }' }), { ...JSON_BODY, ...address, ...one }),
    ];
    const found: number[] = [];
    for (const way of ways) found.push((await way()).status);
    expect(found).toEqual([400, 415, 404, 400]);
    for (const way of ways) expect((await way()).status).toBe(429);
    // What goes well counts for the person, wherever they are.
    for (let again = 0; again < 6; again += 1) expect((await from('198.51.100.66', one)).status).toBe(200);
  });

  it('hold sign-in back too, and codes for emergencies most of all', async () => {
    const at = (path: string) => new URL(path, service.url);
    const headers = { 'x-forwarded-for': '198.51.100.70' };
    const start = () => fetch(at('/auth/citizens/start'), { headers, redirect: 'manual' });
    expect(await statuses(8, start)).toEqual([303, 303, 303, 303, 303, 303, 429, 429]);
    expect((await start()).headers.get('retry-after')).toMatch(/^\d+$/);
    const code = () =>
      fetch(at('/auth/emergency'), {
        method: 'POST',
        headers: { 'x-forwarded-for': '198.51.100.71', 'x-rozcestnik-request': '1' },
        body: 'code=AAAA',
      });
    const found = await statuses(5, code);
    expect(found.slice(3)).toEqual([429, 429]);
    expect(found.slice(0, 3)).not.toContain(429);
  });

  it('cost nothing before they refuse', async () => {
    service.statements.length = 0;
    expect((await from('198.51.100.1')).status).toBe(429);
    expect(service.statements).toEqual([]);
  });
});
