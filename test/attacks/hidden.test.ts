/** What is hidden shows nowhere: ids of everything in the database tried as everybody, and drafts sought by whatever answers. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EDITORS_KINDS, kindOf } from '../../src/catalogue/kinds/registry.ts';
import { schema } from '../../src/graphql/schema.ts';
import { encodeGlobalId } from '../../src/kernel/ids.ts';
import { giveGrant } from '../testkit/grants.ts';
import { PLAIN_JSON, type RawAnswer, type Service, startService } from '../testkit/service.ts';
import { tokenFor } from '../testkit/tokens.ts';

type Headers = Readonly<Record<string, string>>;
const JSON_BODY = { 'content-type': PLAIN_JSON };
const CANARY = 'Kanárek7391';

const NODE_TYPES = schema.getPossibleTypes(schema.getType('Node') as never).map(({ name }) => name);

/** What anybody may read, by answers that count, list, find and relate. */
const QUESTIONS: readonly string[] = [
  '{ tiles(first: 100) { totalCount nodes { id title } } forms(first: 1) { totalCount } pages(first: 1) { totalCount } }',
  '{ entries(first: 100) { totalCount nodes { id } } organizations(first: 100) { totalCount nodes { id } } }',
  '{ entries(orderBy: { field: PUBLISHED_AT, direction: DESC }, first: 20) { nodes { id publishedAt } } }',
  `{ search(query: "${CANARY}", facets: [KIND, CATEGORY, ORGANIZATION_KIND]) { totalCount correctedQuery facets { facet values { value count } } nodes { __typename } } }`,
  '{ search(query: "registr", facets: [KIND, CATEGORY, ORGANIZATION_KIND]) { totalCount facets { facet values { value count } } } }',
  `{ suggest(prefix: "Kanár") { text } tile(slug: "kanarek") { id } tiles(filter: { slugs: ["kanarek"] }) { totalCount } }`,
  '{ tile(slug: "ridici") { title related { id title } organization { name } } requirementsMatrix { rows { requirement { id } } } }',
  '{ tiles(last: 20) { totalCount pageInfo { startCursor hasPreviousPage } } }',
];

describe('what is hidden', () => {
  let service: Service;
  const readers: Record<string, Headers> = { nobody: {} };
  let editor: Headers;
  let admin: Headers;
  let before: string[];
  let draftId: string;
  beforeAll(async () => {
    service = await startService('PGlite', { search: true });
    editor = (await service.signIn({ subject: 'eva', roles: ['EDITOR'] })).headers;
    admin = (await service.signIn({ subject: 'ada', roles: ['ADMIN'] })).headers;
    const [one, other] = await service.database.prisma.organization.findMany({ take: 2, orderBy: { id: 'asc' } });
    if (!one || !other) throw new Error('the seed has no organizations');
    readers['a citizen'] = (await service.signIn({ subject: 'cyril' })).headers;
    const iva = await service.signIn({ subject: 'iva', level: 'HIGH' });
    await giveGrant(service.database, iva.personId, other.id);
    readers['a representative of another body'] = iva.headers;
    readers['a system of another body'] = await tokenFor(service, other.id);
    before = await answersOf(readers);
    await plant(one.id);
    await service.search.settled();
  });
  afterAll(() => service.stop());

  const ask = (query: string, variables: object = {}, headers: Headers = {}): Promise<RawAnswer> =>
    service.post(JSON.stringify({ query, variables }), { ...JSON_BODY, ...headers });

  /** Answers to all questions as everybody, with what caches tell them apart by. */
  async function answersOf(all: Record<string, Headers>): Promise<string[]> {
    const answers: string[] = [];
    for (const [name, headers] of Object.entries(all)) {
      for (const question of QUESTIONS) {
        const { status, errors, text, headers: told } = await ask(question, {}, headers);
        expect({ name, question, status, errors }).toEqual({ name, question, status: 200, errors: [] });
        answers.push(`${name} ${told.get('etag')} ${told.get('last-modified')} ${text}`);
      }
    }
    return answers;
  }

  /** Drafts, and what somebody else has: a pin, a token, a session. */
  async function plant(organization: string): Promise<void> {
    const text = { cs: CANARY, en: CANARY };
    const create = async (submit: boolean, slug: string) => {
      const input = {
        slug,
        submit,
        content: {
          title: text,
          shortText: text,
          longText: text,
          keywords: { cs: [CANARY] },
          organization: encodeGlobalId('Organization', organization),
          targetUrl: `https://${CANARY.toLowerCase().replace('á', 'a')}.example/`,
        },
      };
      const { data, errors } = await ask(
        'mutation ($input: CreateTileInput!) { createTile(input: $input) { version { id } entry { id } errors { code path message } } }',
        { input },
        editor,
      );
      expect(errors).toEqual([]);
      const { createTile } = data as { createTile: { entry: { id: string } | null; errors: unknown[] } };
      expect(createTile.errors).toEqual([]);
      return createTile.entry?.id ?? '';
    };
    draftId = await create(false, 'kanarek');
    await create(true, 'kanarek-2');
    const token = await tokenFor(service, organization);
    expect(token['authorization']).toContain('Bearer');
    const owner = (await service.signIn({ subject: 'pavla', level: 'HIGH' })).headers;
    await ask('mutation { eraseMyData(input: { confirm: "no" }) { errors { code } } }', {}, owner);
  }

  it('is planted where those may see it who are to', async () => {
    const { data } = await ask('query ($id: ID!) { node(id: $id) { id __typename } }', { id: draftId }, editor);
    expect(data).toEqual({ node: { id: draftId, __typename: expect.any(String) } });
  });

  it('changes no answer to anybody else: no count, facet, order, cursor or mark of a cache', async () => {
    expect(await answersOf(readers)).toEqual(before);
  });

  it('is named in no answer, and in no line of the log', async () => {
    const all = await answersOf(readers);
    expect(all.filter((text) => text.replaceAll(`query: "${CANARY}"`, '').includes(CANARY))).toEqual([]);
    expect(service.log.filter((line) => line.includes(CANARY))).toEqual([]);
  });

  it('takes the same statements to miss as what does not exist', async () => {
    const uuid = '01936d69-0000-7000-8000-000000000000';
    const typeName = Buffer.from(draftId, 'base64').toString('utf8').split(':')[0] ?? 'Tile';
    const statementsFor = async (id: string) => {
      service.statements.length = 0;
      const { data } = await ask('query ($id: ID!) { node(id: $id) { id } }', { id });
      expect(data).toEqual({ node: null });
      return [...service.statements];
    };
    const [hidden, missing] = [await statementsFor(draftId), await statementsFor(encodeGlobalId(typeName, uuid))];
    expect(hidden).toEqual(missing);
    const bySlug = async (slug: string) => {
      service.statements.length = 0;
      await ask('query ($slug: String!) { tile(slug: $slug) { id } }', { slug });
      return [...service.statements];
    };
    expect(await bySlug('kanarek')).toEqual(await bySlug('neni'));
  });

  it('has ids that lead nobody else to it, under whatever type they are asked for', async () => {
    const { sql } = service.database;
    const tables = await sql.query(
      `SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'id' AND table_name <> '_prisma_migrations'`,
    );
    const ids: string[] = [];
    for (const { table_name: table } of tables) {
      const rows = await sql.query(`SELECT id::text AS id FROM "${table}" ORDER BY id DESC LIMIT 12`);
      ids.push(...rows.map(({ id }) => String(id)));
    }
    // Some tables number their rows: such an id is malformed, and would end the request.
    const unique = [...new Set(ids)].filter((id) => /^[0-9a-f-]{36}$/.test(id));
    expect([NODE_TYPES.length > 10, unique.length > 60]).toEqual([true, true]);
    // A type at a time: one that is not for everybody ends a request for all.
    const batches = NODE_TYPES.flatMap((type) => {
      const globals = unique.map((id) => encodeGlobalId(type, id));
      return Array.from({ length: Math.ceil(globals.length / 100) }, (_, n) => globals.slice(n * 100, n * 100 + 100));
    });
    const allowed = await publicIds();
    const signedIn = await publicIds(['PUBLIC', 'SIGNED_IN']);

    const seenBy: Record<string, Set<string>> = {};
    for (const [name, headers] of [...Object.entries(readers), ['an administrator', admin] as const]) {
      const seen = new Set<string>();
      for (const ids of batches) {
        const { data, errors } = await ask(
          'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }',
          { ids },
          headers,
        );
        expect(errors.filter(({ extensions }) => extensions?.['code'] === 'INTERNAL_SERVER_ERROR')).toEqual([]);
        for (const node of (data as { nodes: ({ id: string; __typename: string } | null)[] } | null)?.nodes ?? []) {
          if (!node) continue;
          seen.add(node.id);
          // An id of another type names nothing, or the thing by its right name.
          expect(Buffer.from(node.id, 'base64').toString('utf8').startsWith(`${node.__typename}:`)).toBe(true);
        }
      }
      seenBy[name] = seen;
    }
    expect([...(seenBy['nobody'] ?? [])].filter((id) => !allowed.has(id))).toEqual([]);
    const own = await ownIds();
    for (const name of Object.keys(readers).filter((one) => one !== 'nobody')) {
      const beyond = [...(seenBy[name] ?? [])].filter((id) => !signedIn.has(id) && !(own[name] ?? new Set()).has(id));
      expect({ name, beyond: beyond.map((id) => Buffer.from(id, 'base64').toString('utf8')) }).toEqual({
        name,
        beyond: [],
      });
    }
    expect((seenBy['nobody'] ?? new Set()).size).toBeGreaterThan(30);
    expect((seenBy['an administrator'] ?? new Set()).size).toBeGreaterThan((seenBy['nobody'] ?? new Set()).size);
  });

  /** Ids of what is published for these audiences, and of reference data. */
  async function publicIds(audiences: readonly string[] = ['PUBLIC']): Promise<Set<string>> {
    const { prisma } = service.database;
    const entries = await prisma.liveEntry.findMany({ where: { audience: { in: [...audiences] } } });
    const shown = entries.flatMap(({ id, kind }) => {
      return EDITORS_KINDS.includes(kind) ? [] : [encodeGlobalId(kindOf(kind).typeName, id)];
    });
    const [organizations, categories, territories] = await Promise.all([
      prisma.organization.findMany(),
      prisma.category.findMany(),
      prisma.territory.findMany(),
    ]);
    return new Set([
      ...shown,
      ...organizations.map(({ id }) => encodeGlobalId('Organization', id)),
      ...categories.map(({ id }) => encodeGlobalId('Category', id)),
      ...territories.map(({ id }) => encodeGlobalId('Territory', id)),
    ]);
  }

  /** Ids of what each of the readers has for themselves: their own sessions, grants, and the tokens of their body. */
  async function ownIds(): Promise<Record<string, Set<string>>> {
    const found: Record<string, Set<string>> = {};
    const lists = '{ viewer { sessions { id } } }';
    for (const [name, headers] of Object.entries(readers)) {
      const { data } = await ask(lists, {}, headers);
      const tokens = await ask(
        '{ apiTokens { nodes { id } } grants { nodes { id } } invitations { nodes { id } } }',
        {},
        headers,
      );
      const text = JSON.stringify([data, tokens.data]);
      found[name] = new Set([...text.matchAll(/"id":"([^"]+)"/g)].map(([, id]) => id ?? ''));
    }
    return found;
  }
});
