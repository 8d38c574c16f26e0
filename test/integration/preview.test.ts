import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { approveVersions } from '../../src/catalogue/commands/approveVersions.ts';
import { createEntries } from '../../src/catalogue/commands/createEntries.ts';
import { createPreviewLink } from '../../src/catalogue/commands/previews/createPreviewLink.ts';
import { addToRelease } from '../../src/catalogue/commands/releases/addToRelease.ts';
import { createRelease } from '../../src/catalogue/commands/releases/createRelease.ts';
import { publishRelease } from '../../src/catalogue/commands/releases/publishRelease.ts';
import { reviseEntry } from '../../src/catalogue/commands/reviseEntry.ts';
import type { StepResult } from '../../src/catalogue/commands/steps.ts';
import { asIfPublished } from '../../src/catalogue/reads/asIfPublished.ts';
import { devViewer } from '../../src/http/devViewer.ts';
import { type Command, runCommand } from '../../src/journal/command.ts';
import { encodeGlobalId, newId } from '../../src/kernel/ids.ts';
import type { Viewer } from '../../src/kernel/viewer.ts';
import { completed, cs, type Draft, publish, withdraw, writeCategory, writeOrganization } from '../testkit/content.ts';
import { createTestDatabase, DATABASES, type TestDatabase } from '../testkit/databases.ts';
import { digestOfRows } from '../testkit/rows.ts';

const EVA: Viewer = { actor: 'eva', roles: new Set(['EDITOR']) };
const ADAM: Viewer = { actor: 'adam', roles: new Set(['APPROVER']) };
const AS_EVA = { 'x-dev-viewer': 'eva EDITOR' };
const DAY = 86_400_000;

/** Every way to the content: lists, filters, totals, lookups, nodes, relations, the matrix. */
const EVERYTHING = /* GraphQL */ `
  query Everything($id: ID!) {
    tiles(filter: { isDemonstration: true }) { totalCount nodes { ...tile } edges { cursor } }
    inCategory: tiles(filter: { categorySlugs: ["doprava"] }) { totalCount nodes { slug } }
    entries(orderBy: { field: PUBLISHED_AT, direction: DESC }) { totalCount nodes { __typename id slug title } }
    changed: tile(slug: "zmenena") { ...tile }
    nova: tile(slug: "nova") { ...tile }
    node(id: $id) { __typename id ... on Tile { targetUrl } }
    pages { totalCount nodes { slug related { __typename slug title organization { slug } } } }
    tombstone(kind: TILE, slug: "zmenena") { reason }
    requirementsMatrix {
      requirements { code title }
      rows { requirement { code } cells { cooperationType { code title } isRequired sources { place } } }
    }
  }
  fragment tile on Tile {
    __typename id slug title shortText servedLocale version publishedAt firstPublishedAt audience isDemonstration
    longText { html } keywords organization { slug name } categories { slug } related { slug title } targetUrl
  }`;

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Record<string, never> | null;
  readonly errors: readonly { readonly message: string; readonly extensions: Record<string, unknown> }[];
}

interface Question {
  readonly headers?: Record<string, string>;
  readonly token?: string;
  readonly variables?: object;
  readonly app?: App;
}

describe.each(DATABASES)('previews on %s', (kind) => {
  let database: TestDatabase;
  let app: App;
  let now: Date;
  let organization: string;
  let count = 0;
  const log: string[] = [];
  const clock = () => now;
  const logger = pino({ level: 'trace' }, { write: (line) => void log.push(line) });

  const ask = async (query: string, question: Question = {}): Promise<Answer> => {
    const { headers = {}, token, variables, app: asked = app } = question;
    const url = `http://localhost/graphql${token === undefined ? '' : `?preview=${encodeURIComponent(token)}`}`;
    const response = await asked.graphql.fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...headers },
      body: JSON.stringify({ query, variables }),
    });
    const { data = null, errors = [] } = (await response.json()) as Partial<Answer>;
    return { status: response.status, headers: response.headers, data, errors };
  };
  const previewing = (typeName: string, id: string) => ({ ...AS_EVA, 'x-preview': encodeGlobalId(typeName, id) });

  const as = <Input, Result>(viewer: Viewer, command: Command<Input, Result>, input: Input) =>
    runCommand(app.runner, viewer, command, input);
  const target = ({ versionId, revision }: StepResult) => ({
    versionId: versionId as string,
    expectedRevision: revision,
  });
  const draft = async (entry: Draft) =>
    (await as(EVA, createEntries, [{ ...completed(entry), submit: true }]))[0] as StepResult;
  const page = (fields: object = {}) =>
    draft({ kind: 'page', slug: `stranka-${count++}`, content: { organization, ...fields } });
  const revise = async (entryId: string, patch: object) => {
    const { revision } = await database.prisma.entry.findUniqueOrThrow({ where: { id: entryId } });
    return as(EVA, reviseEntry, { entryId, expectedRevision: revision, patch, submit: true });
  };
  const versionId = (version: StepResult) => version.versionId as string;
  const tokenFor = async (target: object, input: object = { expiresIn: 'P7D' }) => {
    const { data } = await ask(
      'mutation ($input: CreatePreviewLinkInput!) { createPreviewLink(input: $input) { token previewLink { id } errors { code path } } }',
      { headers: AS_EVA, variables: { input: { ...target, ...input } } },
    );
    return data?.['createPreviewLink'] as unknown as {
      token: string;
      previewLink: { id: string };
      errors: { code: string; path: string[] }[];
    };
  };
  const idOf = (version: StepResult) => ({ id: encodeGlobalId('EntryVersion', versionId(version)) });
  const LOOK = '{ pages { nodes { slug title } } }';
  const titles = ({ data }: Answer) =>
    (data as unknown as { pages: { nodes: { title: string }[] } }).pages.nodes.map(({ title }) => title);

  /** Asks for what must be refused, and proves that nothing has changed. */
  const refused = async (question: Question, code: string, status?: number, query = LOOK) => {
    const before = await digestOfRows(database.sql);
    const answer = await ask(query, question);
    expect(answer.errors.map(({ extensions }) => extensions['code'])).toEqual([code]);
    expect(answer.data).toBeNull();
    if (status) expect(answer.status).toBe(status);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await digestOfRows(database.sql)).toBe(before);
    return answer;
  };

  beforeAll(async () => {
    database = await createTestDatabase(kind);
    now = new Date('2026-11-23T10:00:00Z');
    app = await createApp(database, logger, { clock, authenticate: devViewer });
    organization = await writeOrganization(app.runner, 'urad');
  });
  beforeEach(() => {
    now = new Date(now.getTime() + DAY);
  });
  afterAll(() => database.drop());

  describe('show what publishing will show', () => {
    test('of a version: the whole answer is the same before, in the preview, and after', async () => {
      const category = await writeCategory(app.runner, 'doprava');
      const other = await writeOrganization(app.runner, 'jiny-urad');
      const tile = { kind: 'tile', slug: 'zmenena', content: { organization } } as const;
      const [entryId] = (await publish(app.runner, [tile])) as [string];
      await publish(app.runner, [{ kind: 'page', slug: 'o-dlazdici', content: { organization, related: [entryId] } }]);
      const id = encodeGlobalId('Tile', entryId);
      now = new Date(now.getTime() + DAY);
      const version = await revise(entryId, {
        title: { cs: 'Žlutá', en: 'Yellow' },
        longText: { cs: 'Nový **text**.' },
        organization: other,
        categories: [category],
        keywords: { cs: ['žlutá'] },
        targetUrl: 'https://nova.example/',
        isDemonstration: true,
      });
      const live = await ask(EVERYTHING, { variables: { id } });
      expect(live.errors).toEqual([]);
      const before = await digestOfRows(database.sql);
      const preview = await ask(EVERYTHING, {
        variables: { id },
        headers: previewing('EntryVersion', versionId(version)),
      });
      expect(preview.errors).toEqual([]);
      expect(preview.data?.['changed']).toMatchObject({
        __typename: 'Tile',
        title: 'Žlutá',
        version: 2,
        publishedAt: now.toISOString(),
      });
      expect(preview.data?.['inCategory']).toEqual({ totalCount: 1, nodes: [{ slug: 'zmenena' }] });
      expect(await digestOfRows(database.sql)).toBe(before);
      expect((await ask(EVERYTHING, { variables: { id } })).data).toEqual(live.data);
      await as(ADAM, approveVersions, { versions: [target(version)], publish: true });
      expect((await ask(EVERYTHING, { variables: { id } })).data).toEqual(preview.data);
    });

    test('of an entry that was withdrawn: no tombstone, and the day when it was published first', async () => {
      const { id } = await database.prisma.entry.findFirstOrThrow({ where: { slug: 'zmenena' } });
      await withdraw(app.runner, [id]);
      const version = await revise(id, { title: cs('Zpět') });
      const variables = { id: encodeGlobalId('Tile', id) };
      expect((await ask(EVERYTHING, { variables })).data).toMatchObject({
        changed: null,
        tombstone: { reason: 'Skončilo to.' },
      });
      const headers = previewing('EntryVersion', versionId(version));
      const preview = await ask(EVERYTHING, { variables, headers });
      expect(preview.data).toMatchObject({ changed: { title: 'Zpět' }, tombstone: null });
      await as(ADAM, approveVersions, { versions: [target(version)], publish: true });
      expect((await ask(EVERYTHING, { variables })).data).toEqual(preview.data);
    });

    test('of a whole release: new entries that refer to each other, and their place in the matrix', async () => {
      const ids = [newId(), newId(), newId()] as const;
      const [tileId, requirementId, typeId] = ids;
      const cells = [{ requirement: requirementId, isRequired: true, sources: [] }];
      const drafts: Draft[] = [
        { kind: 'tile', slug: 'nova', content: { organization, related: [typeId], isDemonstration: true } },
        { kind: 'requirement', slug: 'pozadavek', content: { organization, code: 'NOVY' } },
        { kind: 'cooperationType', slug: 'typ', content: { organization, code: 'NOVY_TYP', requirements: cells } },
      ];
      const entries = drafts.map((one, place) => ({ ...completed(one), id: ids[place] as string, submit: true }));
      const created = await as(EVA, createEntries, entries);
      const begun = await as(EVA, createRelease, { name: 'Společně' });
      const { releaseId, revision } = await as(EVA, addToRelease, {
        releaseId: begun.releaseId,
        expectedRevision: 1,
        versionIds: created.map(versionId),
      });
      const variables = { id: encodeGlobalId('Tile', tileId) };
      expect((await ask(EVERYTHING, { variables })).data).toMatchObject({
        nova: null,
        node: null,
        requirementsMatrix: { rows: [] },
      });
      const before = await digestOfRows(database.sql);
      const preview = await ask(EVERYTHING, { variables, headers: previewing('Release', releaseId) });
      expect(preview.errors).toEqual([]);
      expect(preview.data).toMatchObject({
        nova: { related: [{ slug: 'typ' }] },
        node: { __typename: 'Tile' },
        requirementsMatrix: {
          rows: [
            { requirement: { code: 'NOVY' }, cells: [{ cooperationType: { code: 'NOVY_TYP' }, isRequired: true }] },
          ],
        },
      });
      expect(await digestOfRows(database.sql)).toBe(before);
      await as(ADAM, approveVersions, { versions: created.map(target) });
      await as(ADAM, publishRelease, { releaseId, expectedRevision: revision });
      expect((await ask(EVERYTHING, { variables })).data).toEqual(preview.data);
    });

    test('of an empty release: what is live', async () => {
      const { releaseId } = await as(EVA, createRelease, { name: 'Prázdné' });
      const preview = await ask(LOOK, { headers: previewing('Release', releaseId) });
      expect(preview.errors).toEqual([]);
      expect(preview.data).toEqual((await ask(LOOK)).data);
    });

    test('and editors what they see of the entry, beside', async () => {
      const version = await page({ title: cs('Vedle') });
      const { slug } = await database.prisma.entry.findUniqueOrThrow({ where: { id: version.entryId } });
      const query = `{ editorialEntry(kind: PAGE, slug: "${slug}") { published { title } openVersion { state content { title organization { name } } } } }`;
      // Another process, which holds no organization yet.
      const fresh = await createApp(database, logger, { clock, authenticate: devViewer });
      const { data, errors } = await ask(query, {
        headers: previewing('EntryVersion', versionId(version)),
        app: fresh,
      });
      expect(errors).toEqual([]);
      expect(data?.['editorialEntry']).toEqual({
        published: { title: 'Vedle' },
        openVersion: { state: 'IN_REVIEW', content: { title: 'Vedle', organization: { name: 'urad' } } },
      });
      // On PGlite whatever is read beside the transaction waits for the end of it: far longer than this.
    }, 5_000);

    test('but the past as it was', async () => {
      const [entryId] = (await publish(app.runner, [
        { kind: 'page', slug: 'minulost', content: { organization } },
      ])) as [string];
      const yesterday = now;
      now = new Date(now.getTime() + DAY);
      const version = await revise(entryId, { title: cs('Nová') });
      const query = `{ was: page(slug: "minulost", asOf: "${yesterday.toISOString()}") { title } is: page(slug: "minulost") { title } }`;
      const { data } = await ask(query, { headers: previewing('EntryVersion', versionId(version)) });
      expect(data).toEqual({ was: { title: 'minulost' }, is: { title: 'Nová' } });
    });
  });

  describe("are nobody else's", () => {
    test.runIf(kind === 'PostgreSQL')(
      'while one is open, other readers and editors go on with what is live',
      async () => {
        const version = await page({ title: cs('Zatím ne') });
        await asIfPublished(database.prisma, { id: versionId(version) }, now, async (tx) => {
          expect(await tx.liveEntry.count({ where: { id: version.entryId } })).toBe(1);
          expect(titles(await ask(LOOK))).not.toContain('Zatím ne');
          const [approved] = await as(ADAM, approveVersions, { versions: [target(version)] });
          expect(approved?.revision).toBe(2);
        });
      },
    );

    test.runIf(kind === 'PostgreSQL')(
      'publishing what is being previewed waits for the end of it, and succeeds',
      async () => {
        const version = await page();
        let publishing: Promise<StepResult[]> | undefined;
        await asIfPublished(database.prisma, { id: versionId(version) }, now, async (tx) => {
          publishing = as(ADAM, approveVersions, { versions: [target(version)], publish: true });
          await tx.$queryRaw`SELECT pg_sleep(0.2)::text`;
          expect(await database.prisma.liveEntry.count({ where: { id: version.entryId } })).toBe(0);
        });
        await publishing;
        expect(await database.prisma.liveEntry.count({ where: { id: version.entryId } })).toBe(1);
      },
    );

    test.runIf(kind === 'PostgreSQL')('what was published just then is no reason to fail', async () => {
      const [id] = (await publish(app.runner, [{ kind: 'page', slug: 'prave-ted', content: { organization } }])) as [
        string,
      ];
      const version = await revise(id, { title: cs('Právě teď') });
      await database.sql.exec(
        `BEGIN; CREATE TEMP TABLE kept ON COMMIT DROP AS SELECT * FROM "LiveEntry" WHERE "id" = '${id}';
         DELETE FROM "LiveEntry" WHERE "id" = '${id}'; INSERT INTO "LiveEntry" SELECT * FROM kept;`,
      );
      const preview = ask(LOOK, { headers: previewing('EntryVersion', versionId(version)) });
      await new Promise((resolve) => setTimeout(resolve, 200));
      await database.sql.exec('COMMIT');
      expect(titles(await preview)).toContain('Právě teď');
    });

    test.runIf(kind === 'PostgreSQL')('no statement in one takes longer than a few seconds', async () => {
      const version = await page();
      const sleeping = asIfPublished(
        database.prisma,
        { id: versionId(version) },
        now,
        (tx) => tx.$queryRaw`SELECT pg_sleep(30)::text`,
      );
      await expect(sleeping).rejects.toThrow('statement timeout');
      expect(await database.prisma.liveEntry.count({ where: { id: version.entryId } })).toBe(0);
    });

    test('many previews and readers at the same time each see their own', async () => {
      const versions = await Promise.all(
        Array.from({ length: 3 }, (_, place) => page({ title: cs(`Souběžná ${place}`) })),
      );
      const questions = Array.from({ length: 30 }, async (_, place) => {
        const version = versions[place % 5];
        const answer = await ask(LOOK, version ? { headers: previewing('EntryVersion', versionId(version)) } : {});
        expect(answer.errors).toEqual([]);
        expect(titles(answer).filter((title) => title.startsWith('Souběžná'))).toEqual(
          version ? [`Souběžná ${place % 5}`] : [],
        );
      });
      await Promise.all(questions);
    });

    test('neither kept nor indexed, whether they succeed or fail', async () => {
      const version = await page();
      const shown = await ask(LOOK, { headers: previewing('EntryVersion', versionId(version)) });
      const failed = await ask(LOOK, { token: 'nic' });
      for (const { headers } of [shown, failed]) {
        expect(headers.get('cache-control')).toBe('no-store');
        expect(headers.get('x-robots-tag')).toBe('noindex');
      }
      const live = await ask(LOOK);
      expect(live.headers.get('cache-control')).toBeNull();
      expect(live.headers.get('vary')).toContain('x-preview');
    });

    test('undone also when a field of the query fails', async () => {
      const version = await page({ title: cs('S chybou') });
      const before = await digestOfRows(database.sql);
      const answer = await ask('{ pages { nodes { title } } tiles(first: 1000) { totalCount } }', {
        headers: previewing('EntryVersion', versionId(version)),
      });
      expect(titles(answer)).toContain('S chybou');
      expect(answer.errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT' } }]);
      expect(await digestOfRows(database.sql)).toBe(before);
    });

    test('undone also when the answer is there before all that was asked is read', async () => {
      const version = await page();
      const headers = previewing('EntryVersion', versionId(version));
      const tooMany = Array.from({ length: 101 }, () => encodeGlobalId('Page', version.entryId));
      const query = `query ($ids: [ID!]!) { nodes(ids: $ids) { id } ${LOOK.slice(1, -1)} entries { totalCount nodes { id } } }`;
      await refused({ headers, variables: { ids: tooMany } }, 'INVALID_INPUT', 400, query);
      expect((await ask(query, { headers, variables: { ids: tooMany.slice(0, 1) } })).data).toMatchObject({
        nodes: [{ id: tooMany[0] }],
      });
    });
  });

  describe('by header', () => {
    test('are for who may see drafts, by the id of a version or a release that exists', async () => {
      const version = await page();
      const shown = previewing('EntryVersion', versionId(version));
      await refused({ headers: { 'x-preview': shown['x-preview'] } }, 'UNAUTHENTICATED');
      await refused({ headers: { ...shown, 'x-dev-viewer': 'karel CITIZEN,REPRESENTATIVE,INTEGRATOR' } }, 'FORBIDDEN');
      await refused({ headers: { ...AS_EVA, 'x-preview': 'cokoli' } }, 'INVALID_ID', 400);
      await refused({ headers: { ...AS_EVA, 'x-preview': '' } }, 'INVALID_ID', 400);
      await refused({ headers: previewing('Page', version.entryId) }, 'INVALID_ID', 400);
      await refused({ headers: previewing('EntryVersion', newId()) }, 'NOT_FOUND');
      await refused({ headers: previewing('Release', newId()) }, 'NOT_FOUND');
      await refused({ headers: shown, token: 'nic' }, 'INVALID_INPUT', 400);
    });

    test('answer queries alone', async () => {
      const version = await page();
      const mutation = 'mutation { createRelease(input: { name: "Nic" }) { errors { code } } }';
      const headers = previewing('EntryVersion', versionId(version));
      const { errors } = await refused({ headers }, 'INVALID_INPUT', 400, mutation);
      expect(errors[0]?.message).toContain('A preview answers queries alone');
    });
  });

  describe('by link', () => {
    test('show to anybody what the link is for, by POST and by GET', async () => {
      const version = await page({ title: cs('Odkazem') });
      const { token } = await tokenFor(idOf(version));
      expect(titles(await ask(LOOK, { token }))).toContain('Odkazem');
      const url = `http://localhost/graphql?query=${encodeURIComponent(LOOK)}&preview=${token}`;
      const response = await app.graphql.fetch(url, { headers: { accept: 'application/json' } });
      expect(await response.text()).toContain('Odkazem');
      expect(titles(await ask(LOOK))).not.toContain('Odkazem');
      const { errors } = await ask('{ entryVersions { totalCount } }', { token });
      expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    });

    test('end with their time, or when they are revoked; a foreign token is worth nothing; all are told the same', async () => {
      const version = await page();
      const { token, previewLink } = await tokenFor(idOf(version), { expiresIn: 'PT1H' });
      const revoke = async () =>
        ask(
          'mutation ($id: ID!) { revokePreviewLink(input: { id: $id }) { token previewLink { isValid revokedAt } errors { code } } }',
          {
            headers: AS_EVA,
            variables: { id: previewLink.id },
          },
        );
      const begin = now;
      now = new Date(begin.getTime() + 3_600_000 - 1);
      expect((await ask(LOOK, { token })).errors).toEqual([]);
      now = new Date(begin.getTime() + 3_600_000);
      const expired = await refused({ token }, 'PREVIEW_INVALID', 403);
      now = begin;
      expect((await revoke()).data?.['revokePreviewLink']).toEqual({
        token: null,
        previewLink: { isValid: false, revokedAt: now.toISOString() },
        errors: [],
      });
      const revoked = await refused({ token }, 'PREVIEW_INVALID', 403);
      const audited = await database.prisma.auditRecord.count({ where: { action: 'previewLink.revoke' } });
      now = new Date(now.getTime() + 1);
      expect((await revoke()).data?.['revokePreviewLink']).toMatchObject({
        previewLink: { revokedAt: begin.toISOString() },
      });
      expect(await database.prisma.auditRecord.count({ where: { action: 'previewLink.revoke' } })).toBe(audited);

      const fine = (await tokenFor(idOf(version))).token;
      const forged = `${fine.slice(0, -2)}${fine.at(-2) === 'A' ? 'B' : 'A'}${fine.at(-1)}`;
      const otherKey = await createApp(database, logger, { clock, previewKey: 'k'.repeat(32) });
      const answers = [
        expired,
        revoked,
        await refused({ token: forged }, 'PREVIEW_INVALID', 403),
        await refused({ token: '' }, 'PREVIEW_INVALID', 403),
        await refused({ token: fine, app: otherKey }, 'PREVIEW_INVALID', 403),
        await refused({ token: fine, headers: { accept: 'application/json' }, app: otherKey }, 'PREVIEW_INVALID', 403),
      ];
      for (const { errors } of answers) expect(errors).toEqual(expired.errors);
      const sameDatabase = await createApp(database, logger, { clock });
      expect((await ask(LOOK, { token: fine, app: sameDatabase })).errors).toEqual([]);
    });

    test('of deleted links are worth nothing', async () => {
      const version = await page();
      const { token } = await tokenFor(idOf(version));
      await database.prisma.previewLink.deleteMany();
      await refused({ token }, 'PREVIEW_INVALID', 403);
    });

    test('show an entry for people who signed in only where it is the previewed one', async () => {
      const hidden = { organization, audience: 'SIGNED_IN' };
      await publish(app.runner, [{ kind: 'page', slug: 'skryta-jina', content: hidden }]);
      const [entryId] = (await publish(app.runner, [{ kind: 'page', slug: 'skryta', content: hidden }])) as [string];
      const yesterday = now.toISOString();
      now = new Date(now.getTime() + DAY);
      const version = await revise(entryId, { title: cs('Skrytá nová') });
      const { token } = await tokenFor(idOf(version));
      const { data } = await ask(
        `{ shown: page(slug: "skryta") { title audience } other: page(slug: "skryta-jina") { title }
           past: page(slug: "skryta", asOf: "${yesterday}") { title } }`,
        { token },
      );
      expect(data).toEqual({ shown: { title: 'Skrytá nová', audience: 'SIGNED_IN' }, other: null, past: null });
      expect((await ask('{ page(slug: "skryta") { title } }')).data).toEqual({ page: null });
    });

    test('last 30 days at the most, given as a duration or as a time of Europe/Prague', async () => {
      const version = await page();
      const bad: [object, string[]][] = [
        [{}, []],
        [{ expiresIn: 'P1D', expiresAt: '2030-01-01T00:00' }, []],
        [{ expiresIn: 'P31D' }, ['expiresIn']],
        [{ expiresIn: 'tyden' }, ['expiresIn']],
        [{ expiresAt: new Date(now.getTime() + 31 * DAY).toISOString() }, ['expiresAt']],
        [{ expiresAt: now.toISOString() }, ['expiresAt']],
        [{ expiresAt: 'zítra' }, ['expiresAt']],
      ];
      const before = await digestOfRows(database.sql);
      for (const [input, path] of bad) {
        expect((await tokenFor(idOf(version), input)).errors, JSON.stringify(input)).toEqual([
          { code: 'INVALID_INPUT', path },
        ]);
      }
      expect((await tokenFor({ id: encodeGlobalId('Page', newId()) })).errors).toMatchObject([{ code: 'INVALID_ID' }]);
      expect(await digestOfRows(database.sql)).toBe(before);
      for (const input of [
        { expiresIn: 'P30D' },
        { expiresAt: `${new Date(now.getTime() + DAY).toISOString().slice(0, 16)}` },
      ]) {
        expect((await tokenFor(idOf(version), input)).errors).toEqual([]);
      }
    });

    test('are listed where they lead, and found by their ids', async () => {
      const version = await page();
      const { releaseId } = await as(EVA, createRelease, { name: 'S odkazem' });
      const first = await tokenFor(idOf(version));
      const release = await tokenFor({ id: encodeGlobalId('Release', releaseId) }, { expiresIn: 'PT8H' });
      const { data, errors } = await ask(
        `query ($version: ID!, $release: ID!, $link: ID!) {
          node(id: $version) { ... on EntryVersion { previewLinks { id isValid author version { number } release { name } } } }
          release(id: $release) { previewLinks { id expiresAt release { name } } }
          link: node(id: $link) { id __typename }
        }`,
        {
          headers: AS_EVA,
          variables: {
            version: idOf(version).id,
            release: encodeGlobalId('Release', releaseId),
            link: first.previewLink.id,
          },
        },
      );
      expect(errors).toEqual([]);
      expect(data).toEqual({
        node: {
          previewLinks: [
            { id: first.previewLink.id, isValid: true, author: 'dev:eva', version: { number: 1 }, release: null },
          ],
        },
        release: {
          previewLinks: [
            {
              id: release.previewLink.id,
              expiresAt: new Date(now.getTime() + 8 * 3_600_000).toISOString(),
              release: { name: 'S odkazem' },
            },
          ],
        },
        link: { id: first.previewLink.id, __typename: 'PreviewLink' },
      });
      expect(
        (await ask('query ($id: ID!) { node(id: $id) { id } }', { variables: { id: first.previewLink.id } })).data,
      ).toEqual({ node: null });
    });

    test('have tokens that are nowhere but in the answer, the same for the same idempotency key', async () => {
      const version = await page();
      const once = await tokenFor(idOf(version), { expiresIn: 'P1D', idempotencyKey: 'odkaz' });
      now = new Date(now.getTime() + 60_000);
      const again = await tokenFor(idOf(version), { expiresIn: 'P1D', idempotencyKey: 'odkaz' });
      expect(again).toEqual(once);
      await ask(LOOK, { token: once.token });
      await ask('{ pages(first: 1000) { totalCount } }', { token: once.token });
      await expect(
        runCommand(app.runner, ADAM, createPreviewLink, { target: { versionId: newId() }, expiresIn: 'P1D' }),
      ).rejects.toMatchObject({ code: 'NOT_FOUND' });
      const tables = ['IdempotencyKey', 'AuditRecord', 'PreviewLink', 'Job'];
      const rows = await database.sql.query(
        tables.map((table) => `SELECT t::text AS row FROM "${table}" t`).join(' UNION ALL '),
      );
      const written = [...log, ...rows.map(({ row }) => String(row))];
      expect(written.filter((text) => text.includes(once.token))).toEqual([]);
      expect(written.filter((text) => text.includes(once.previewLink.id) || text.includes('odkaz'))).not.toEqual([]);
    });
  });
});
