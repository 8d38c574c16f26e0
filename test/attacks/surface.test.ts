/**
 * Hostile values in every place that the schema takes one: whatever comes is an answer or a clear refusal, never a fault, nothing is
 * changed by a query, and nobody waits for it.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../src/graphql/schema.ts';
import { digestOfRows } from '../testkit/rows.ts';
import { PLAIN_JSON, type RawAnswer, type Service, startService } from '../testkit/service.ts';
import { HOSTILE, SLOW } from './hostileTexts.ts';
import { type Place, placesFor, requestFor } from './inputs.ts';

type Headers = Readonly<Record<string, string>>;
const JSON_BODY = { 'content-type': PLAIN_JSON };

const TEXTS = new Set(['String', 'ID', 'Locale', 'URL', 'EmailAddress', 'Markdown', 'HTML', 'DateTime', 'Date']);

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
