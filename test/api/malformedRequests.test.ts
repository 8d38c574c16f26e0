/** Requests that are not GraphQL over HTTP as it is taken here never get as far as the schema. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectNothingMore } from '../testkit/nothingMore.ts';
import { inChunks, sendRaw } from '../testkit/rawHttp.ts';
import { digestOfRows } from '../testkit/rows.ts';
import { GRAPHQL_JSON, PLAIN_JSON, type Service, startService, toAnswer } from '../testkit/service.ts';

const JSON_BODY = { 'content-type': PLAIN_JSON };

/** Requests that are not well-formed: their status does not depend on the media type of the answer. */
const MALFORMED: [
  name: string,
  body: () => NonNullable<RequestInit['body']>,
  headers: Record<string, string>,
  status: number,
  code: string,
  message: RegExp,
][] = [
  ['malformed JSON', () => '{"query":', JSON_BODY, 400, 'BAD_REQUEST', /body must be JSON/],
  ['no body', () => '', JSON_BODY, 400, 'BAD_REQUEST', /body must be JSON/],
  ['a text', () => '"{ __typename }"', JSON_BODY, 400, 'BAD_REQUEST', /JSON object/],
  ['null', () => 'null', JSON_BODY, 400, 'BAD_REQUEST', /JSON object/],
  ['a batch', () => '[{"query":"{ __typename }"}]', JSON_BODY, 400, 'BAD_REQUEST', /batches are not taken/],
  ['no query', () => '{"variables":{}}', JSON_BODY, 400, 'BAD_REQUEST', /query/],
  ['a query that is no text', () => '{"query":{}}', JSON_BODY, 400, 'BAD_REQUEST', /"query".*object/],
  [
    'a query that seems to be a long text',
    () => '{"query":{"length":100000000}}',
    JSON_BODY,
    400,
    'BAD_REQUEST',
    /"query".*object/,
  ],
  [
    'variables in a list',
    () => '{"query":"{ __typename }","variables":[]}',
    JSON_BODY,
    400,
    'BAD_REQUEST',
    /"variables".*array/,
  ],
  [
    'variables in a text',
    () => '{"query":"{ __typename }","variables":"{}"}',
    JSON_BODY,
    400,
    'BAD_REQUEST',
    /"variables".*string/,
  ],
  ['a parameter too many', () => '{"query":"{ __typename }","id":1}', JSON_BODY, 400, 'BAD_REQUEST', /"id"/],
  [
    'bytes that are not UTF-8',
    () => Buffer.from('{"query":"{ tile(slug: \\"\xff\\") { id } }"}', 'latin1'),
    JSON_BODY,
    400,
    'BAD_REQUEST',
    /UTF-8/,
  ],
  [
    'surrogates as bytes',
    () => Buffer.from('{"query":"# \xed\xa0\x80"}', 'latin1'),
    JSON_BODY,
    400,
    'BAD_REQUEST',
    /UTF-8/,
  ],
  [
    'an urlencoded form',
    () => 'query=%7B__typename%7D',
    { 'content-type': 'application/x-www-form-urlencoded' },
    415,
    'UNSUPPORTED_MEDIA_TYPE',
    /application\/json/,
  ],
  ['a multipart form', multipart, {}, 415, 'UNSUPPORTED_MEDIA_TYPE', /application\/json/],
  [
    'plain text',
    () => '{"query":"{ __typename }"}',
    { 'content-type': 'text/plain' },
    415,
    'UNSUPPORTED_MEDIA_TYPE',
    /application\/json/,
  ],
  [
    'a bare document',
    () => '{ __typename }',
    { 'content-type': 'application/graphql' },
    415,
    'UNSUPPORTED_MEDIA_TYPE',
    /application\/json/,
  ],
  [
    'no content type',
    () => Buffer.from('{"query":"{ __typename }"}'),
    {},
    415,
    'UNSUPPORTED_MEDIA_TYPE',
    /application\/json/,
  ],
  [
    'a compressed body',
    () => gzipSync('{"query":"{ __typename }"}'),
    { ...JSON_BODY, 'content-encoding': 'gzip' },
    415,
    'UNSUPPORTED_MEDIA_TYPE',
    /content encoding/,
  ],
  [
    'more than a megabyte',
    () => JSON.stringify({ query: ' '.repeat(1_000_000) }),
    JSON_BODY,
    413,
    'PAYLOAD_TOO_LARGE',
    /1,000,000 bytes/,
  ],
  ['very much more', () => ' '.repeat(30_000_000), JSON_BODY, 413, 'PAYLOAD_TOO_LARGE', /1,000,000 bytes/],
  [
    'more than a megabyte in chunks',
    () => inChunks(' '.repeat(100_000), 20),
    JSON_BODY,
    413,
    'PAYLOAD_TOO_LARGE',
    /1,000,000 bytes/,
  ],
];

function multipart(): FormData {
  const form = new FormData();
  form.set('operations', '{"query":"{ __typename }"}');
  form.set('map', '{}');
  return form;
}

describe('requests by POST', () => {
  let service: Service;
  beforeAll(async () => {
    service = await startService('PGlite', { empty: true });
  });
  afterAll(() => service.stop());

  it.each(MALFORMED)('with %s are refused', async (_name, body, headers, status, code, message) => {
    for (const accept of [GRAPHQL_JSON, PLAIN_JSON]) {
      const answer = await service.post(body(), { ...headers, accept });
      expect(answer.errors[0]?.message).toMatch(message);
      expect({ status: answer.status, code: answer.errors[0]?.extensions?.['code'] }).toEqual({ status, code });
      expectNothingMore(answer);
    }
  });

  it.each(['text/event-stream', 'multipart/mixed', 'text/html', `${GRAPHQL_JSON}; charset=latin1`])(
    'that want %s alone are refused, and nothing is done',
    async (accept) => {
      const eva = (await service.signIn({ roles: ['EDITOR'] })).headers;
      const input = { content: { slug: 'urad', name: { cs: 'Úřad' }, kind: 'OTHER_AUTHORITY' } };
      const query = `mutation ($input: CreateOrganizationInput!) { createOrganization(input: $input) { errors { code } } }`;
      const before = await digestOfRows(service.database.sql);
      for (const body of [JSON.stringify({ query, variables: { input } }), '{"query":"{ __typename }"}']) {
        const answer = await service.post(body, { ...eva, ...JSON_BODY, accept });
        expect([answer.status, answer.text]).toEqual([406, '']);
        expect(answer.headers.get('accept')).toBe(`${PLAIN_JSON}, ${GRAPHQL_JSON}`);
      }
      expect(await digestOfRows(service.database.sql)).toBe(before);
    },
  );

  it('with a body that is announced too large are refused before it comes', async () => {
    const head = ['content-type: application/json', 'content-length: 5000000'];
    expect(await sendRaw(service.url, head, '{"query":')).toBe(413);
  });

  it('with a body of just the limit are taken', async () => {
    const query = '{ __typename }';
    const size = 1_000_000 - JSON.stringify({ query }).length;
    const answer = await service.post(JSON.stringify({ query }) + ' '.repeat(size), JSON_BODY);
    expect([answer.status, answer.data]).toEqual([200, { __typename: 'Query' }]);
  });

  describe('are answered alike whether their length is told beforehand, and go the short way, or not', () => {
    const bodies: [string, string][] = [
      ['a question', '{"query":"query Q { __typename tiles { totalCount } }","operationName":"Q"}'],
      ['a syntax error', '{"query":"{ tiles {"}'],
      ['an unknown field', '{"query":"{ tilez { id } }"}'],
      ['an operation that is not there', '{"query":"query A { __typename }","operationName":"B"}'],
      [
        'a variable of another type',
        '{"query":"query ($first: Int) { tiles(first: $first) { totalCount } }","variables":{"first":"x"}}',
      ],
      ['a page too large', '{"query":"{ tiles(first: 101) { totalCount } }"}'],
      ['an id that is malformed', '{"query":"{ node(id: \\"x\\") { id } }"}'],
      ['what needs rights', '{"query":"{ searchStatus { documents } }"}'],
      ['a mutation without rights', '{"query":"mutation { reindexSearch { errors { code } } }"}'],
      [
        'a text that no column holds',
        '{"query":"query ($s: String!) { tile(slug: $s) { id } }","variables":{"s":"\\u0000"}}',
      ],
      ['a subscription', '{"query":"subscription { x }"}'],
      ...MALFORMED.flatMap(([name, body, headers]): [string, string][] => {
        const text = body();
        return headers === JSON_BODY && typeof text === 'string' && text.length < 2_000_000 ? [[name, text]] : [];
      }),
    ];
    const ACCEPTED = [
      undefined,
      PLAIN_JSON,
      GRAPHQL_JSON,
      '*/*',
      'application/*',
      `${GRAPHQL_JSON},${PLAIN_JSON};q=0.9`,
      `${PLAIN_JSON}, ${GRAPHQL_JSON}`,
      `${GRAPHQL_JSON}, application/graphql+json, ${PLAIN_JSON}, text/event-stream, multipart/mixed`,
      `${GRAPHQL_JSON}; charset=utf-8`,
      `${GRAPHQL_JSON}; charset=latin1, ${PLAIN_JSON}`,
      'text/html',
    ];
    const senders = async (): Promise<Record<string, string>[]> => [
      { 'accept-language': 'cs', origin: 'https://evil.example' },
      { authorization: 'Bearer roz_nobody' },
      (await service.signIn({ roles: ['EDITOR'] })).headers,
      // Without the header that no form can send.
      { cookie: (await service.signIn()).headers['cookie'] ?? '' },
    ];
    /** What differs by the request, or tells how long an answer may be kept that is not of the question's making. */
    const OWN = ['date', 'x-request-id', 'content-length', 'transfer-encoding', 'etag', 'surrogate-key'];

    it.each(bodies)('with %s', async (_name, body) => {
      for (const sender of await senders()) {
        for (const accept of ACCEPTED) {
          const headers = { ...sender, ...JSON_BODY, 'x-request-id': 'the-same-for-both', ...(accept && { accept }) };
          const answerTo = async (sent: string | ReadableStream) => {
            const init = { method: 'POST', headers, body: sent, duplex: 'half' };
            const answer = await fetch(service.url, init as RequestInit);
            const told = [...answer.headers].filter(([name]) => !OWN.includes(name));
            const isKept = answer.headers.has('etag');
            return {
              status: answer.status,
              text: (await answer.text()).replace(/"resetAt":"[^"]*"/, ''),
              headers: Object.fromEntries(told.filter(([name]) => !(isKept && name === 'cache-control'))),
            };
          };
          expect(await answerTo(body), accept).toEqual(await answerTo(inChunks(body, 1)));
        }
      }
    });
  });

  it('are never counted as failures of ours', () => {
    expect(service.log.map((line) => JSON.parse(line)).filter(({ level }) => level >= 50)).toEqual([]);
  });
});

describe('requests by GET', () => {
  let service: Service;
  beforeAll(async () => {
    service = await startService('PGlite');
  });
  afterAll(() => service.stop());

  const get = async (search: string, init: RequestInit = {}) => toAnswer(await fetch(`${service.url}?${search}`, init));

  it('are answered', async () => {
    const query = encodeURIComponent('query ($slug: String!) { tile(slug: $slug) { title } }');
    const { status, data } = await get(`query=${query}&variables=${encodeURIComponent('{"slug":"ridici"}')}`);
    expect({ status, data }).toEqual({ status: 200, data: { tile: { title: 'Registr řidičů' } } });
  });

  it.each([
    ['no query', '', 400, /query/],
    ['variables that are no JSON', 'query={__typename}&variables=x', 400, /^variables must be JSON/],
    ['variables in a list', 'query={__typename}&variables=[]', 400, /"variables".*array/],
    ['bytes that are not UTF-8', 'query={tile(slug:"%ff"){id}}', 400, /UTF-8/],
    ['a mutation', 'query=mutation{x}', 405, /mutation.*POST/],
  ])('are refused for %s', async (_name, search, status, message) => {
    for (const accept of [GRAPHQL_JSON, PLAIN_JSON]) {
      const answer = await get(search, { headers: { accept } });
      expect(answer).toMatchObject({ status, errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
      expect(answer.errors[0]?.message).toMatch(message);
      expectNothingMore(answer);
    }
  });

  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS'])('are the only ones beside POST: not %s', async (method) => {
    const answer = await get('query={__typename}', { method, headers: { origin: 'https://evil.example' } });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, POST']);
    expectNothingMore(answer);
  });

  it('from another origin are allowed by no preflight', async () => {
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    const answer = await get('query={__typename}', { method: 'OPTIONS', headers });
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
    expectNothingMore(answer);
  });

  it('from another origin are answered without a word about that origin', async () => {
    const answer = await get('query={__typename}', { headers: { origin: 'https://evil.example' } });
    expect(answer.text).toBe('{"data":{"__typename":"Query"},"extensions":{"cost":{"requested":0,"limit":1000}}}');
    expect(JSON.stringify([...answer.headers])).not.toContain('evil');
    expectNothingMore(answer);
  });
});
