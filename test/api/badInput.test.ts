/** Whatever is wrong with a request is refused with a stable code, a message that names it, and the right status. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeCursor } from '../../src/graphql/connection.ts';
import { encodeGlobalId, newId } from '../../src/kernel/ids.ts';
import { ONE_DATABASE } from '../testkit/databases.ts';
import { expectNothingMore } from '../testkit/nothingMore.ts';
import { GRAPHQL_JSON, PLAIN_JSON, type Service, startService } from '../testkit/service.ts';

const JSON_BODY = { 'content-type': PLAIN_JSON };

interface Request {
  readonly query: string;
  readonly variables?: unknown;
  readonly operationName?: unknown;
}

const TILE = 'query Tile($slug: String!) { tile(slug: $slug) { id } }';
const BY_FILTER = 'query Tiles($filter: TileFilter) { tiles(filter: $filter) { totalCount } }';
const page = (args: string): Request => ({ query: `{ tiles(${args}) { totalCount } }` });
const filtered = (filter: unknown): Request => ({ query: BY_FILTER, variables: { filter } });
const nested = (depth: number): object => (depth === 0 ? { slugs: ['ridici'] } : { not: nested(depth - 1) });
/** As a text, because JSON.stringify would not nest so deep. */
const endless = (depth: number) =>
  `{"query":${JSON.stringify(BY_FILTER)},"variables":{"filter":${'{"not":'.repeat(depth)}{}${'}'.repeat(depth)}}}`;
const values = (count: number) => Array.from({ length: count }, (_, place) => `slug-${place}`);
const cursor = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');
const byTime = (args: string) => page(`orderBy: { field: UPDATED_AT, direction: ASC }, ${args}`);

/** Requests that are well-formed but cannot be answered. */
const REFUSED: [name: string, request: Request | string, code: string, message: RegExp][] = [
  ['a syntax error', { query: '{ tiles(' }, 'GRAPHQL_PARSE_FAILED', /Expected Name, found <EOF>/],
  ['an empty document', { query: '' }, 'GRAPHQL_PARSE_FAILED', /Unexpected <EOF>/],
  ['NUL in a document', { query: '{ tiles\0 }' }, 'GRAPHQL_PARSE_FAILED', /U\+0000/],
  ['a lone surrogate in a document', { query: '{ tile(slug: "\ud800") { id } }' }, 'GRAPHQL_PARSE_FAILED', /U\+D800/],
  ['an escaped one', { query: '{ tile(slug: "\\udfff") { id } }' }, 'GRAPHQL_PARSE_FAILED', /Unicode escape.*udfff/],
  ['an unknown field', { query: '{ nothing }' }, 'GRAPHQL_VALIDATION_FAILED', /"nothing" on type "Query"/],
  ['an unknown argument', page('where: 1'), 'GRAPHQL_VALIDATION_FAILED', /"where".*"Query.tiles"/],
  [
    'an unknown field of a filter',
    page('filter: { title: "x" }'),
    'GRAPHQL_VALIDATION_FAILED',
    /"title".*"TileFilter"/,
  ],
  ['a missing argument', { query: '{ tile { id } }' }, 'GRAPHQL_VALIDATION_FAILED', /"slug" of type "String!"/],
  ['fields of nothing', { query: '{ tile(slug: "ridici") }' }, 'GRAPHQL_VALIDATION_FAILED', /"tile".*subfields/],
  ['a fraction of rows', page('first: 1.5'), 'GRAPHQL_VALIDATION_FAILED', /non-integer value: 1.5/],
  ['a number past 32 bits', page('first: 10000000000'), 'GRAPHQL_VALIDATION_FAILED', /32-bit.*10000000000/],
  [
    'a variable of an unknown type',
    { query: 'query ($x: Nothing) { tile(slug: $x) { id } }' },
    'GRAPHQL_VALIDATION_FAILED',
    /"Nothing"/,
  ],
  [
    'a fragment that holds itself',
    { query: '{ ...A } fragment A on Query { ...A }' },
    'GRAPHQL_VALIDATION_FAILED',
    /"A" within itself/,
  ],
  ['a variable of a wrong type', { query: TILE, variables: { slug: 1 } }, 'INVALID_INPUT', /"\$slug".*1/],
  ['a missing variable', { query: TILE }, 'INVALID_INPUT', /"\$slug".*not provided/],
  [
    'null for a variable that must be there',
    { query: TILE, variables: { slug: null } },
    'INVALID_INPUT',
    /"\$slug".*null/,
  ],
  [
    'null past a default',
    { query: 'query ($x: String = "a") { tile(slug: $x) { id } }', variables: { x: null } },
    'INVALID_INPUT',
    /"slug".*must not be null/,
  ],
  ['a variable with an unknown field', filtered({ title: 'x' }), 'INVALID_INPUT', /"title".*"TileFilter"/],
  [
    'a variable with a wrong enum value',
    filtered({ requiredLevels: ['VERY_HIGH'] }),
    'INVALID_INPUT',
    /"VERY_HIGH".*"LevelOfAssurance"/,
  ],
  ['NUL in a literal', { query: '{ tile(slug: "a\\u0000") { id } }' }, 'INVALID_INPUT', /without NUL/],
  ['NUL in a variable', { query: TILE, variables: { slug: 'a\0' } }, 'INVALID_INPUT', /variables\.slug .*without NUL/],
  [
    'NUL deep in a variable',
    filtered({ or: [{ slugs: ['a', 'b\0'] }] }),
    'INVALID_INPUT',
    /variables\.filter\.or\.0\.slugs\.1 /,
  ],
  [
    'a lone surrogate in a variable',
    { query: TILE, variables: { slug: '\udc00' } },
    'INVALID_INPUT',
    /variables\.slug .*well-formed/,
  ],
  ['NUL in a cursor', page('after: "a\\u0000"'), 'INVALID_INPUT', /without NUL/],
  [
    'an unknown operation',
    { query: 'query A { __typename }', operationName: 'B' },
    'OPERATION_RESOLUTION_FAILURE',
    /operationName/,
  ],
  [
    'an operation of many, unnamed',
    { query: 'query A { __typename } query B { __typename }' },
    'OPERATION_RESOLUTION_FAILURE',
    /operationName/,
  ],
  ['a mutation that there is not', { query: 'mutation { x }' }, 'GRAPHQL_VALIDATION_FAILED', /Cannot query field "x"/],
  ['a malformed id', { query: '{ node(id: "ridici") { id } }' }, 'INVALID_ID', /id is malformed/],
  [
    'an id of no type',
    { query: `{ node(id: "${encodeGlobalId('Query', newId())}") { id } }` },
    'INVALID_ID',
    /no such type/,
  ],
  [
    'an id of no uuid',
    { query: `{ node(id: "${encodeGlobalId('Tile', '1')}") { id } }` },
    'INVALID_ID',
    /id is malformed/,
  ],
  ['a malformed id in a filter', filtered({ ids: ['x'] }), 'INVALID_ID', /id is malformed/],
  [
    'too many ids',
    { query: 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', variables: { ids: values(101) } },
    'INVALID_INPUT',
    /100 ids/,
  ],
  ['a malformed cursor', page('after: "x"'), 'INVALID_CURSOR', /^after is malformed/],
  ['a malformed cursor backwards', page('last: 1, before: "x"'), 'INVALID_CURSOR', /^before is malformed/],
  [
    'a cursor of another order',
    page(`after: "${encodeCursor({ column: 'updatedAt', value: new Date(0), id: newId() })}"`),
    'INVALID_CURSOR',
    /^after belongs to another order/,
  ],
  [
    'a cursor with a text for a time',
    byTime(`after: "${cursor('updatedAt', 'a', newId())}"`),
    'INVALID_CURSOR',
    /^after is malformed/,
  ],
  [
    'a cursor with a time for a text',
    page(`after: "${cursor('titleKey', { at: '2026-01-01T00:00:00Z' }, newId())}"`),
    'INVALID_CURSOR',
    /^after is malformed/,
  ],
  [
    'a cursor with a time that no database has',
    byTime(`after: "${cursor('updatedAt', { at: '0000-01-01T00:00:00Z' }, newId())}"`),
    'INVALID_CURSOR',
    /^after is malformed/,
  ],
  [
    'a cursor with a lone surrogate in it',
    page(`after: "${cursor('titleKey', '\ud800', newId())}"`),
    'INVALID_CURSOR',
    /^after is malformed/,
  ],
  [
    'a cursor with NUL in it',
    page(`after: "${cursor('titleKey', 'a\0', newId())}"`),
    'INVALID_CURSOR',
    /^after is malformed/,
  ],
  ['no rows', page('first: 0'), 'INVALID_INPUT', /^first must be from 1 to 100, not 0/],
  ['fewer than no rows', page('first: -1'), 'INVALID_INPUT', /^first must be from 1 to 100, not -1/],
  ['more than a hundred rows', page('first: 101'), 'INVALID_INPUT', /^first must be from 1 to 100, not 101/],
  ['a million rows', page('last: 1000000'), 'INVALID_INPUT', /^last must be from 1 to 100, not 1000000/],
  ['rows from both ends', page('first: 1, last: 1'), 'INVALID_INPUT', /first or last, not both/],
  ['rows of reference data', { query: '{ categories(first: 0) { totalCount } }' }, 'INVALID_INPUT', /^first must be/],
  ['an empty or', filtered({ or: [] }), 'INVALID_INPUT', /^or must have at least one/],
  [
    'an empty or deep inside',
    filtered({ organization: { not: { or: [] } } }),
    'INVALID_INPUT',
    /^or must have at least one/,
  ],
  ['a filter nested six deep', filtered(nested(5)), 'INVALID_INPUT', /nested 5 deep/],
  ['a filter nested without end', endless(5_000), 'QUERY_TOO_COMPLEX', /nested too deep/],
  [
    'a document nested without end',
    page(`filter: ${'{ not: '.repeat(9_000)}{}${' }'.repeat(9_000)}`),
    'QUERY_TOO_COMPLEX',
    /10,000 bytes/,
  ],
  [
    'a filter with more values than a statement takes',
    filtered({ slugs: values(40_000) }),
    'INVALID_INPUT',
    /1000 values/,
  ],
  [
    'a filter with values spread over its parts',
    filtered({ or: values(900).map((slug) => ({ slugs: [slug] })) }),
    'INVALID_INPUT',
    /1000 values/,
  ],
  [
    'a DateTime without an offset',
    filtered({ updated: { since: '2026-01-01T00:00:00' } }),
    'INVALID_INPUT',
    /updated\.since.*not a DateTime.*2026-11-23T09:30:00\+01:00/,
  ],
  [
    'a day that no month has',
    filtered({ updated: { since: '2026-02-30T00:00:00Z' } }),
    'INVALID_INPUT',
    /not a DateTime/,
  ],
  [
    'a year that no database has',
    filtered({ published: { until: '0000-01-01T00:00:00Z' } }),
    'INVALID_INPUT',
    /not a DateTime/,
  ],
  ['a number for a DateTime', filtered({ updated: { since: 0 } }), 'INVALID_INPUT', /not a DateTime/],
  ['a DateTime in a literal', page('filter: { updated: { since: "yesterday" } }'), 'INVALID_INPUT', /not a DateTime/],
  ['a malformed Locale', page('locale: "english"'), 'INVALID_INPUT', /not a Locale.*cs, en or uk/],
  ['a number for a Locale', page('locale: 5'), 'INVALID_INPUT', /not a Locale/],
];

describe.each(ONE_DATABASE)('bad input on %s', (database) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService(database);
  });
  afterAll(() => service.stop());

  const ask = (request: Request | string, accept: string) =>
    service.post(typeof request === 'string' ? request : JSON.stringify(request), {
      ...JSON_BODY,
      accept,
      origin: 'https://evil.example',
    });

  it.each(REFUSED)('%s is refused', async (_name, request, code, message) => {
    for (const [accept, status] of [
      [GRAPHQL_JSON, 400],
      [PLAIN_JSON, 200],
    ] as const) {
      const answer = await ask(request, accept);
      expect(answer.errors[0]?.message).toMatch(message);
      expect({ status: answer.status, code: answer.errors[0]?.extensions?.['code'] }).toEqual({ status, code });
      expect(answer.headers.get('content-type')).toContain(accept);
      expectNothingMore(answer);
    }
  });

  it('a part of a request that is wrong does not take the other parts with it', async () => {
    const answer = await ask({ query: '{ wrong: tiles(first: 0) { totalCount } tiles { totalCount } }' }, GRAPHQL_JSON);
    expect(answer).toMatchObject({ status: 200, data: { wrong: null, tiles: { totalCount: 40 } } });
    expect(answer.errors).toMatchObject([{ path: ['wrong'], extensions: { code: 'INVALID_INPUT' } }]);
  });

  it('and none of it counts as a failure of ours', async () => {
    expect(service.log.map((line) => JSON.parse(line)).filter(({ level }) => level >= 50)).toEqual([]);
  });
});
