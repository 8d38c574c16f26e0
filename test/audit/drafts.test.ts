/** What is not published, or not for everybody, does not reach an anonymous reader by any way that the schema has. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EDITORS_KINDS, KIND_NAMES, type KindName, kindOf } from '../../src/catalogue/kinds/registry.ts';
import { gatesOfSchema } from '../../src/graphql/permissionsPage.ts';
import { schema } from '../../src/graphql/schema.ts';
import { encodeGlobalId } from '../../src/kernel/ids.ts';
import { may } from '../../src/kernel/permissions.ts';
import { ANONYMOUS } from '../../src/kernel/viewer.ts';
import { projectRoot } from '../../src/platform/projectRoot.ts';
import { publish, writeDrafts, writeOrganization } from '../testkit/content.ts';
import { ONE_DATABASE } from '../testkit/databases.ts';
import { conditionsOf, everythingOf, type RootField, rootFields } from '../testkit/everything.ts';
import { fullContent, type Targets } from '../testkit/fullContent.ts';
import { NO_LIMITS } from '../testkit/noLimits.ts';
import { PLAIN_JSON, type Service, startService } from '../testkit/service.ts';

const CANARY = /canary/i;
const canary = (path: string) => `CANARY_${path}`;

describe.each(ONE_DATABASE)('an anonymous reader on %s', (database) => {
  let service: Service;
  /** Texts that the reader may see, all different. */
  const open = new Set<string>();
  /** Global ids of what they may not see: under the type of every kind, and under the right one. */
  let hiddenIds: string[];
  let rightIds: string[];

  beforeAll(async () => {
    service = await startService(database, { empty: true, search: true, app: { limits: NO_LIMITS } });
    const { runner } = service;
    const organization = await writeOrganization(runner, 'mesto');
    const none: Targets = { organization, related: [], requirements: [] };
    const draftsOf = (slug: string, targets: Targets, audience: string, mark = canary) =>
      KIND_NAMES.map((kind) => ({ kind, slug, content: { ...fullContent(kind, targets, mark), audience } }));

    const drafts = await writeDrafts(runner, draftsOf('draft', none, 'PUBLIC'));
    const signedIn = await publish(runner, draftsOf('signed-in', none, 'SIGNED_IN'));
    const hidden = [...drafts, ...signedIn];
    hiddenIds = hidden.flatMap((id) => KIND_NAMES.map((kind) => encodeGlobalId(kindOf(kind).typeName, id)));
    rightIds = hidden.map((id, place) =>
      encodeGlobalId(kindOf(KIND_NAMES[place % KIND_NAMES.length] ?? '').typeName, id),
    );
    const requirements = [drafts, signedIn].map((ids) => ids[KIND_NAMES.indexOf('requirement')] ?? '');

    // What is published refers to what is not, wherever it can.
    const openContent = (kind: KindName, targets: Targets) =>
      fullContent(kind, targets, (path) => {
        if (EDITORS_KINDS.includes(kind)) return canary(path);
        const text = `OPEN_${kind.toUpperCase()}_${path}`;
        open.add(text);
        return text;
      });
    const [requirement = ''] = await publish(runner, [
      { kind: 'requirement', slug: 'open', content: openContent('requirement', { ...none, related: hidden }) },
    ]);
    const targets = { organization, related: hidden, requirements: [requirement, ...requirements] };
    const others = KIND_NAMES.filter((kind) => kind !== 'requirement');
    const published = await publish(
      runner,
      others.map((kind) => ({ kind, slug: 'open', content: openContent(kind, targets) })),
    );

    // What is for editors only is hidden although it is published.
    const editors = others.flatMap((kind, place) =>
      EDITORS_KINDS.includes(kind) ? [{ kind, id: published[place] ?? '' }] : [],
    );
    hiddenIds.push(...editors.map(({ kind, id }) => encodeGlobalId(kindOf(kind).typeName, id)));

    // And each has a newer version under way.
    for (const [place, entryId] of [requirement, ...published].entries()) {
      const content = fullContent((['requirement', ...others] as const)[place] as KindName, targets, canary);
      const version = {
        entryId,
        number: 2,
        state: 'DRAFT',
        author: 'editor',
        createdAt: new Date(),
        changedAt: new Date(),
      };
      await runner.database.version.create({
        data: { ...version, id: crypto.randomUUID(), content: content as never },
      });
    }
  });
  afterAll(() => service.stop());

  const ask = async (field: RootField, args: string) => {
    const query = everythingOf(schema, field, args, 5, GATED_FIELDS);
    const { text, errors } = await service.post(JSON.stringify({ query }), { 'content-type': PLAIN_JSON });
    expect({ field: field.name, args, errors }).toEqual({ field: field.name, args, errors: [] });
    return text;
  };

  /** Words to look for, for the fields that look for words. */
  const wordsOf = ({ args }: RootField) =>
    args.has('query') ? 'query: "open", ' : args.has('prefix') ? 'prefix: "open", ' : '';

  /** Arguments to ask a root field with, for a reader who knows what there is to find. */
  function argumentsOf(field: RootField): string[] {
    const list = JSON.stringify(hiddenIds);
    const slugs = '["draft", "signed-in"]';
    const kind = field.args.has('kind') ? 'kind: TILE, ' : '';
    const words = ['canary', 'draft', 'signed-in', 'CANARY_TITLE_CS', 'c', 'mesto'].map((word) => JSON.stringify(word));
    if (field.args.has('query')) return words.map((word) => `query: ${word}, facets: [KIND, TERRITORY, CATEGORY]`);
    if (field.args.has('prefix')) return words.map((word) => `prefix: ${word}`);
    if (field.args.has('slug')) return ['draft', 'signed-in', 'open'].map((slug) => `${kind}slug: "${slug}"`);
    if (field.args.has('id')) return rightIds.map((id) => `id: "${id}"`);
    if (field.args.has('ids')) return [`ids: ${list}`];
    const filters = { slugs: `{ slugs: ${slugs} }`, ids: `{ ids: ${list} }`, or: `{ or: [{ slugs: ${slugs} }, {}] }` };
    const known = conditionsOf(field);
    const asked = Object.entries(filters).flatMap(([name, filter]) =>
      known.includes(name) ? [`filter: ${filter}`] : [],
    );
    if (field.args.has('input')) return [APPLICANT];
    return ['', ...(field.args.has('first') ? ['last: 100'] : []), ...asked];
  }

  it('meets no draft and nothing for people who have signed in, by whatever root field and argument', async () => {
    const fields = readersFields();
    expect(fields.length).toBeGreaterThan(20);
    for (const field of fields) {
      for (const args of argumentsOf(field)) {
        const text = await ask(field, args && `(${args})`);
        const leak = { field: field.name, args, at: text.match(/.{60}canary.{60}/i)?.[0] ?? text.match(CANARY)?.[0] };
        expect(leak).toEqual({ field: field.name, args, at: undefined });
        expect(hiddenIds.filter((id) => text.includes(id))).toEqual([]);
      }
    }
  });

  it('meets every text that is for everybody on the same ways, so that a leak would have been seen', async () => {
    const seen = new Set<string>();
    for (const field of readersFields().filter(
      ({ args }) => args.has('locale') && !args.has('id') && !args.has('ids') && !args.has('kind'),
    )) {
      for (const locale of ['cs', 'en']) {
        const slug = field.args.has('slug')
          ? 'slug: "open", '
          : field.args.has('input')
            ? `${APPLICANT}, `
            : wordsOf(field);
        const text = await ask(field, `(${slug}locale: "${locale}")`);
        for (const [mark] of text.replaceAll('-', '_').matchAll(/OPEN_\w+/gi)) seen.add(mark.toUpperCase());
      }
    }
    // Cells of the matrix are shown with their requirements, of which two are hidden.
    const shown = [...open].filter((mark) => !/_CELL_[12]_/.test(mark));
    expect(shown.filter((mark) => !seen.has(mark))).toEqual([]);
    expect(open.size).toBeGreaterThan(150);
  });

  it('is not answered what is not for everybody', async () => {
    for (const field of rootFields(schema).filter(({ name }) => FOR_EDITORS.has(name))) {
      const [args = ''] =
        field.args.has('before') && !field.args.has('first') ? ['before: "2099-01-01T00:00:00Z"'] : argumentsOf(field);
      const query = everythingOf(schema, field, args && `(${args})`, 2);
      const { data, errors } = await service.post(JSON.stringify({ query }), { 'content-type': PLAIN_JSON });
      expect([field.name, data, errors[0]?.extensions?.['code']]).toEqual([
        field.name,
        { [field.name]: null },
        'UNAUTHENTICATED',
      ]);
    }
  });

  it('does not count them', async () => {
    const countOf = async (list: string, filter: string) => {
      const { data } = await service.post(
        JSON.stringify({ query: `{ list: ${list}${filter} { totalCount nodes { slug } } }` }),
        {
          'content-type': PLAIN_JSON,
        },
      );
      const found = (data as { list: { totalCount: number; nodes: unknown[] } }).list;
      return [found.totalCount, found.nodes.length];
    };
    for (const list of ['tiles', 'forms', 'dataViews', 'cooperationTypes', 'requirements', 'pages']) {
      expect(await countOf(list, '')).toEqual([1, 1]);
      expect(await countOf(list, '(filter: { slugs: ["draft", "signed-in"] })')).toEqual([0, 0]);
    }
    const kinds = KIND_NAMES.length - EDITORS_KINDS.length;
    expect(await countOf('entries', '')).toEqual([kinds, kinds]);
    expect(await countOf('entries', '(filter: { not: { slugs: ["open"] } })')).toEqual([0, 0]);
  });
});

/** The input of root fields that assess an applicant. */
const APPLICANT = 'input: { applicantKind: MUNICIPALITY }';

/** What not everybody is answered, by docs/permissions.md: the field below is asked for on its own. */
const GATED = gatesOfSchema().filter(({ action }) => !action || !may(ANONYMOUS, action));
const FOR_EDITORS = new Set(GATED.flatMap(({ type, field }) => (type === 'Query' ? [field] : [])));
const GATED_FIELDS = new Set(
  GATED.flatMap(({ type, field, action }) => (action && type !== 'Query' ? [`${type}.${field}`] : [])),
);
const readersFields = () => rootFields(schema).filter(({ name }) => !FOR_EDITORS.has(name));

/** Ways to the tables of drafts, in the source of what readers use. */
const WAYS = [
  /\b(tx|prisma|live|database|db|client)\.(entry|version|versionLink)\b/,
  /\b(entry|version|versionLink)\.(find|count|aggregate|groupBy|create|update|upsert|delete)/,
  /\$(queryRaw|executeRaw|transaction)/,
  /\bt\.(relation|relatedConnection|relationCount)\(/,
  /\b(entry|version|versions|links|linkedBy):\s*(true|\{\s*(select|include))/,
  /import[^;]*\b(Entry|Version|VersionLink)\b[^;]*generated\/prisma/,
];

describe('the code that readers use', () => {
  const root = projectRoot();
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(^|\/)(graphql|reads|http)\/.*\.ts$|\/kinds\/\w+\/graphql\.ts$/.test(file),
  );
  const forEditors = (file: string) => file.startsWith('catalogue/graphql/editorial/');
  /** Reads that go a way of their own, each for a reason. */
  const EXCEPTIONS = [
    // Publishes within a transaction that is rolled back, for who may preview.
    'catalogue/reads/asIfPublished.ts',
    // What is attached to requests, for the two sides of each; see the test below.
    'requests/reads/attachedEntries.ts',
    // Counts requests by SQL of their one table; see the test below.
    'requests/reads/numbers.ts',
  ];

  it('has no way to drafts', () => {
    expect(files.length).toBeGreaterThan(35);
    const found = files.filter(
      (file) =>
        !forEditors(file) &&
        !EXCEPTIONS.includes(file) &&
        WAYS.some((way) => way.test(readFileSync(join(root, 'src', file), 'utf8'))),
    );
    expect(found).toEqual([]);
  });

  it('leads to what is attached to requests by way of visible requests alone', () => {
    const sourceOf = (file: string) => readFileSync(join(root, 'src', file), 'utf8');
    const users = files.filter((file) => /from '.*\/attachedEntries\.ts'/.test(sourceOf(file)));
    expect(users).toEqual(['requests/graphql/parts.ts', 'requests/graphql/request.ts']);
    // Every request that is read there is one that the viewer may see, or has just written to.
    const readers = files.filter((file) => /cooperationRequest\b/.test(sourceOf(file)));
    expect(readers.sort()).toEqual([
      'notifications/graphql/mailDelivery.ts',
      'requests/graphql/mutations.ts',
      'requests/graphql/queries.ts',
      'requests/graphql/request.ts',
    ]);
    for (const file of readers.filter((one) => !one.endsWith('mutations.ts')))
      expect(sourceOf(file)).toContain('visibleRequests(context, ');
    const tables = sourceOf('requests/reads/numbers.ts').matchAll(/(?:FROM|JOIN) "(\w+)"/g);
    expect(new Set([...tables].map(([, table]) => table))).toEqual(new Set(['CooperationRequest', 'endedAt']));
  });

  it('asks for permission wherever editors are answered', () => {
    const found = files.filter((file) => {
      const source = readFileSync(join(root, 'src', file), 'utf8');
      return (
        forEditors(file) &&
        /\.(findMany|findFirst|findUnique|count)\b/.test(source) &&
        !/\beditorial\(context\)/.test(source)
      );
    });
    expect(found).toEqual([]);
  });

  it.each([
    'const row = await prisma.version.findFirst({ where });',
    'const rows = await context.live.entry.findMany();',
    'await database.versionLink.count();',
    'const { version } = context; version.findMany()',
    'await prisma.$queryRaw`SELECT 1`',
    "t.relation('version')",
    'select: { version: { select: { content: true } } }',
    'include: { entry: true }',
    "import type { Version } from '../generated/prisma/client.ts';",
  ])('would be found out by: %s', (source) => expect(WAYS.some((way) => way.test(source))).toBe(true));
});
