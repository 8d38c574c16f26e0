import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { approveVersions } from '../../src/catalogue/commands/approveVersions.ts';
import { createEntries } from '../../src/catalogue/commands/createEntries.ts';
import { publishRelease } from '../../src/catalogue/commands/releases/publishRelease.ts';
import { encodeGlobalId, newId } from '../../src/kernel/ids.ts';
import { completed, cs, type Draft, publish, withdraw, writeCategory, writeOrganization } from '../testkit/content.ts';
import { ONE_DATABASE } from '../testkit/databases.ts';
import {
  ADAM,
  AS_EVA,
  type EditorialDesk,
  EVA,
  openDesk,
  releaseTarget,
  type Step,
  targetOf,
} from '../testkit/editorialDesk.ts';
import { digestOfRows } from '../testkit/rows.ts';

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

describe.each(ONE_DATABASE)('a preview on %s shows what publishing will show', (kind) => {
  let desk: EditorialDesk;
  beforeAll(async () => {
    desk = await openDesk(kind);
  });
  beforeEach(() => {
    desk.time.now = new Date(desk.time.now.getTime() + DAY);
  });
  afterAll(() => desk.close());

  const previewing = (typeName: string, id: string) => ({ ...AS_EVA, 'x-preview': encodeGlobalId(typeName, id) });
  const ofVersion = ({ versionId }: Step) => previewing('EntryVersion', versionId);
  const publishOne = async (draft: Draft) => (await publish(desk.app.runner, [draft]))[0] as string;
  const publishVersion = (version: Step) =>
    desk.as(ADAM, approveVersions, { versions: [targetOf(version)], publish: true });

  /** What a preview answers; proves that it leaves nothing behind, neither rows nor what readers see. */
  const preview = async (query: string, headers: Record<string, string>, variables = {}) => {
    const rows = await digestOfRows(desk.database.sql);
    const live = await desk.ask(query, { variables });
    const answer = await desk.ask(query, { variables, headers });
    expect(answer.errors).toEqual([]);
    expect(await digestOfRows(desk.database.sql)).toBe(rows);
    expect((await desk.ask(query, { variables })).data).toEqual(live.data);
    return answer.data;
  };

  test('of a version: the whole answer is what readers get once it is published', async () => {
    const { organization } = desk;
    const category = await writeCategory(desk.app.runner, 'doprava');
    const other = await writeOrganization(desk.app.runner, 'jiny-urad');
    const tile = await publishOne({ kind: 'tile', slug: 'zmenena', content: { organization } });
    await publishOne({ kind: 'page', slug: 'o-dlazdici', content: { organization, related: [tile] } });
    desk.time.now = new Date(desk.time.now.getTime() + DAY);
    const version = await desk.revise(tile, {
      title: { cs: 'Žlutá', en: 'Yellow' },
      longText: { cs: 'Nový **text**.' },
      organization: other,
      categories: [category],
      keywords: { cs: ['žlutá'] },
      targetUrl: 'https://nova.example/',
      isDemonstration: true,
    });
    const variables = { id: encodeGlobalId('Tile', tile) };
    const shown = await preview(EVERYTHING, ofVersion(version), variables);
    const publishedAt = desk.time.now.toISOString();
    expect(shown).toMatchObject({
      changed: { __typename: 'Tile', title: 'Žlutá', version: 2, publishedAt },
      inCategory: { totalCount: 1, nodes: [{ slug: 'zmenena' }] },
    });
    await publishVersion(version);
    expect((await desk.ask(EVERYTHING, { variables })).data).toEqual(shown);
  });

  test('of an entry that was withdrawn: no tombstone, and the day when it was published first', async () => {
    const { id } = await desk.database.prisma.entry.findFirstOrThrow({ where: { slug: 'zmenena' } });
    await withdraw(desk.app.runner, [id]);
    const version = await desk.revise(id, { title: cs('Zpět') });
    const variables = { id: encodeGlobalId('Tile', id) };
    const { data } = await desk.ask(EVERYTHING, { variables });
    expect(data).toMatchObject({ changed: null, tombstone: { reason: 'Skončilo to.' } });
    const shown = await preview(EVERYTHING, ofVersion(version), variables);
    expect(shown).toMatchObject({ changed: { title: 'Zpět' }, tombstone: null });
    await publishVersion(version);
    expect((await desk.ask(EVERYTHING, { variables })).data).toEqual(shown);
  });

  test('of a whole release: new entries that refer to each other, and their place in the matrix', async () => {
    const { organization } = desk;
    const ids = [newId(), newId(), newId()] as const;
    const [tileId, requirementId, typeId] = ids;
    const cells = [{ requirement: requirementId, isRequired: true, sources: [] }];
    const drafts: Draft[] = [
      { kind: 'tile', slug: 'nova', content: { organization, related: [typeId], isDemonstration: true } },
      { kind: 'requirement', slug: 'pozadavek', content: { organization, code: 'NOVY' } },
      { kind: 'cooperationType', slug: 'typ', content: { organization, code: 'NOVY_TYP', requirements: cells } },
    ];
    const entries = drafts.map((draft, place) => ({ ...completed(draft), id: ids[place] as string, submit: true }));
    const created = (await desk.as(EVA, createEntries, entries)) as Step[];
    const release = await desk.releaseWith(...created);
    const variables = { id: encodeGlobalId('Tile', tileId) };
    const { data } = await desk.ask(EVERYTHING, { variables });
    expect(data).toMatchObject({ nova: null, node: null, requirementsMatrix: { rows: [] } });
    const shown = await preview(EVERYTHING, previewing('Release', release.releaseId), variables);
    const cell = { cooperationType: { code: 'NOVY_TYP' }, isRequired: true };
    expect(shown).toMatchObject({
      nova: { related: [{ slug: 'typ' }] },
      node: { __typename: 'Tile' },
      requirementsMatrix: { rows: [{ requirement: { code: 'NOVY' }, cells: [cell] }] },
    });
    await desk.as(ADAM, approveVersions, { versions: created.map(targetOf) });
    await desk.as(ADAM, publishRelease, releaseTarget(release));
    expect((await desk.ask(EVERYTHING, { variables })).data).toEqual(shown);
  });

  test('of an empty release: what is live', async () => {
    const { releaseId } = await desk.beginRelease();
    const query = '{ entries { totalCount nodes { slug } } }';
    const shown = await preview(query, previewing('Release', releaseId));
    expect(shown).toEqual((await desk.ask(query)).data);
  });

  test('and, beside it, what editors see of the entry', async () => {
    const version = await desk.page({ title: cs('Vedle') });
    const { slug } = await desk.database.prisma.entry.findUniqueOrThrow({ where: { id: version.entryId } });
    const query = `{ editorialEntry(kind: PAGE, slug: "${slug}") {
      published { title } openVersion { state content { title organization { name } } } } }`;
    // Another instance, which holds no organization yet.
    const { data, errors } = await desk.ask(query, { headers: ofVersion(version), app: await desk.newApp() });
    expect(errors).toEqual([]);
    expect(data).toEqual({
      editorialEntry: {
        published: { title: 'Vedle' },
        openVersion: { state: 'IN_REVIEW', content: { title: 'Vedle', organization: { name: 'urad' } } },
      },
    });
    // On PGlite whatever is read beside the transaction waits for the end of it: far longer than this.
  }, 5_000);

  test('but the past as it was', async () => {
    const { organization } = desk;
    const entryId = await publishOne({ kind: 'page', slug: 'minulost', content: { organization } });
    const asOf = desk.time.now.toISOString();
    desk.time.now = new Date(desk.time.now.getTime() + DAY);
    const version = await desk.revise(entryId, { title: cs('Nová') });
    const query = `{ was: page(slug: "minulost", asOf: "${asOf}") { title } is: page(slug: "minulost") { title } }`;
    const { data } = await desk.ask(query, { headers: ofVersion(version) });
    expect(data).toEqual({ was: { title: 'minulost' }, is: { title: 'Nová' } });
  });

  test('and nothing of it when a field of the query fails, or the answer is there before all is read', async () => {
    const version = await desk.page({ title: cs('S chybou') });
    const before = await digestOfRows(desk.database.sql);
    const headers = ofVersion(version);
    const partial = await desk.ask('{ pages { nodes { title } } tiles(first: 1000) { totalCount } }', { headers });
    expect(partial.errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT' } }]);
    expect(JSON.stringify(partial.data)).toContain('S chybou');
    const ids = Array.from({ length: 101 }, () => encodeGlobalId('Page', version.entryId));
    const query =
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id } pages { totalCount } entries { totalCount nodes { id } } }';
    const failed = await desk.ask(query, { headers, variables: { ids } });
    expect(failed).toMatchObject({ data: null, errors: [{ extensions: { code: 'INVALID_INPUT' } }] });
    const fine = await desk.ask(query, { headers, variables: { ids: ids.slice(1) } });
    expect(fine.data).toMatchObject({ nodes: Array(100).fill({ id: ids[0] }) });
    expect(await digestOfRows(desk.database.sql)).toBe(before);
  });
});
