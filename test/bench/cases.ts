/** The questions of the benchmark, and what each right answer says by the dataset. */
import { strict as assert } from 'node:assert';
import { encodeGlobalId } from '../../src/kernel/ids.ts';
import { type BenchCatalogue, type BenchTile, NEEDLE } from './catalogue.ts';
import type { Desk } from './load.ts';
import type { BenchCase } from './measure.ts';

/** The names of the cases; those that only ask are measured unchanged as well. */
export const CASES = ['q1', 'q2', 'q3', 'q4', 'matrix', 'assessment', 'm1'] as const;
export type CaseName = (typeof CASES)[number];

interface Row {
  readonly slug: string;
  readonly title: string;
  readonly organization: { readonly name: string };
  readonly categories: readonly { readonly name: string }[];
}

const ITEM = 'id slug title organization { name } categories { name }';

/** The cases on a catalogue. Throws where the catalogue has nothing to ask for. */
export function casesOn(catalogue: BenchCatalogue): Record<Exclude<CaseName, 'm1'>, BenchCase> {
  const collator = new Intl.Collator('cs');
  const published = catalogue.tiles
    .filter(({ isPublished }) => isPublished)
    .sort((one, other) => collator.compare(one.title, other.title));
  const view = ({ slug, title, organization, categories }: BenchTile) => ({
    slug,
    title,
    organization: catalogue.organizations[organization]?.name,
    categories: categories.map((at) => catalogue.categories[at]?.name).sort(),
  });
  const seen = ({ slug, title, organization, categories }: Row) => ({
    slug,
    title,
    organization: organization.name,
    categories: categories.map(({ name }) => name).sort(),
  });
  // The tile that the shared benchmark asks for: in the order of bytes the first with three categories.
  const inBytes = [...published].sort((one, other) => Buffer.compare(Buffer.from(one.title), Buffer.from(other.title)));
  const one = inBytes.find(({ categories }) => categories.length === 3);
  const category = catalogue.categories[2];
  if (!one || !category) throw new Error('The catalogue is too small for the cases.');
  const filtered = published.filter(({ organization, categories }) => {
    return categories.includes(2) && catalogue.organizations[organization]?.kind === 'MUNICIPALITY';
  });
  const stem = NEEDLE.slice(0, -1);
  const found = published.filter(({ title, description }) => `${title} ${description}`.toLowerCase().includes(stem));
  return {
    q1: {
      query: `query Q1($slug: String!) { tile(slug: $slug) { id slug title longText { markdown } targetUrl version
        organization { name kind } categories { name slug } } }`,
      variables: { slug: one.slug },
      check: ({ tile }) => {
        assert.deepEqual(seen(tile), view(one));
        assert.equal(tile.longText.markdown, one.description);
        assert.equal(tile.targetUrl, one.url);
      },
    },
    q2: {
      query: `query Q2($first: Int) { tiles(first: $first) { nodes { ${ITEM} } } }`,
      variables: { first: 20 },
      check: ({ tiles }) => assert.deepEqual(tiles.nodes.map(seen), published.slice(0, 20).map(view)),
    },
    q3: {
      query: `query Q3($first: Int, $kind: OrganizationKind!, $category: String!) {
        tiles(first: $first, filter: { organization: { kinds: [$kind] }, categorySlugs: [$category] }) {
          totalCount nodes { ${ITEM} } } }`,
      variables: { first: 20, kind: 'MUNICIPALITY', category: category.slug },
      check: ({ tiles }) => {
        assert.equal(tiles.totalCount, filtered.length);
        assert.deepEqual(tiles.nodes.map(seen), filtered.slice(0, 20).map(view));
      },
    },
    q4: {
      query: `query Q4($first: Int, $text: String!) { search(first: $first, query: $text, filter: { kinds: [TILE] }) {
        totalCount nodes { ... on Tile { id slug title } } } }`,
      variables: { first: 20, text: NEEDLE },
      check: ({ search }) => {
        const right = new Set(found.map(({ slug }) => slug));
        assert.equal(search.totalCount, found.length);
        assert.equal(search.nodes.length, 20);
        for (const { slug } of search.nodes) assert.ok(right.has(slug), `${slug} does not have the word`);
      },
    },
    matrix: {
      query: `{ requirementsMatrix { cooperationTypes { code title } rows { requirement { code title }
        cells { isRequired cooperationType { code } sources { place } } } } }`,
      check: ({ requirementsMatrix: { cooperationTypes, rows } }) => {
        assert.ok(cooperationTypes.length > 2 && rows.length > 2);
        for (const { cells } of rows) assert.equal(cells.length, cooperationTypes.length);
      },
    },
    assessment: {
      query: `query Assessment($facts: [CooperationFactInput!]) {
        assessCooperation(input: { applicantKind: MUNICIPALITY, facts: $facts }) {
          types { cooperationType { code title } outcome unmet { code question sources { place } } contact { email } } } }`,
      variables: { facts: [{ code: 'OWN_PORTAL_ON_NIA' }] },
      check: ({ assessCooperation: { types } }) => {
        assert.ok(types.length > 2);
        assert.ok(types.some(({ outcome }: { outcome: string }) => outcome !== 'NOT_OFFERED'));
      },
    },
  };
}

/** An editor creates and submits a tile, an approver publishes it: two requests, each with the session of its sender. */
export function writingCase({ organization, categories, editor, approver }: Desk): BenchCase {
  const content = {
    title: { cs: 'Žž zkušební dlaždice [<id>]' },
    shortText: { cs: 'Zkušební popis, který nic nehledá.' },
    longText: { cs: 'Zkušební popis, který nic nehledá. '.repeat(8).trim() },
    targetUrl: 'https://www.priklad.cz/m1',
    organization: encodeGlobalId('Organization', organization),
    categories: categories.map((id) => encodeGlobalId('Category', id)),
  };
  return {
    query: `mutation Create($slug: String!, $content: TileContentInput!) {
      createTile(input: { slug: $slug, submit: true, content: $content }) {
        version { id } entry { revision } errors { code message } } }`,
    variables: { slug: 'm1-[<id>]', content },
    headers: editor,
    check: ({ createTile }) => assert.deepEqual(createTile.errors, []),
    next: {
      query: `mutation Publish($id: ID!, $revision: Int!) {
        approveVersion(input: { id: $id, expectedRevision: $revision, publish: true }) {
          version { state } errors { code message } } }`,
      variables: ({ createTile }) => ({ id: createTile.version.id, revision: createTile.entry.revision }),
      headers: approver,
      check: ({ approveVersion }) => assert.equal(approveVersion.version.state, 'PUBLISHED'),
    },
  };
}
