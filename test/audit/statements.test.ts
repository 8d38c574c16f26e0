/** The number of SQL statements does not grow with a list, and lists read no long texts unless asked to. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeGlobalId } from '../../src/kernel/ids.ts';
import {
  CardsOfOtherKindsDocument,
  EntriesWithRelatedDocument,
  MatrixWithOrganizationsDocument,
  NamedListsDocument,
  OneTileDocument,
  TileCardsCountedDocument,
  TileCardsDocument,
  TileTextsDocument,
  TypedNodesDocument,
  TypesWithRequirementsDocument,
} from '../generated/graphql.ts';
import { cs, type Draft, publish, writeCategory, writeOrganization, writeTerritory } from '../testkit/content.ts';
import { ONE_DATABASE } from '../testkit/databases.ts';
import { NO_LIMITS } from '../testkit/noLimits.ts';
import { PLAIN_JSON, type Service, startService } from '../testkit/service.ts';

const JSON_BODY = { 'content-type': PLAIN_JSON };
const CREATE = `mutation ($slug: String!, $content: TileContentInput!) {
  done: createTile(input: { slug: $slug, submit: true, content: $content }) {
    version { id } entry { revision } errors { message } } }`;
const PUBLISH = `mutation ($id: ID!, $revision: Int!) {
  done: approveVersion(input: { id: $id, expectedRevision: $revision, publish: true }) {
    version { id } entry { revision } errors { message } } }`;

/** What the two answer. */
interface Written {
  readonly version: { readonly id: string };
  readonly entry: { readonly revision: number };
  readonly errors: readonly unknown[];
}

const SIZES = [1, 20, 100];
const range = (count: number) => Array.from({ length: count }, (_, place) => place);

describe.each(ONE_DATABASE)('statements on %s', (database) => {
  let service: Service;
  let organizations: string[];
  let categories: string[];
  let territories: string[];
  let ids: Record<'tile' | 'form' | 'requirement' | 'cooperationType', string[]>;

  beforeAll(async () => {
    service = await startService(database, { empty: true, app: { limits: NO_LIMITS } });
    const { runner } = service;
    const region = await writeTerritory(runner, 'kraj', { level: 'REGION', nutsCode: 'CZ064' });
    const town = await writeTerritory(runner, 'brno', { level: 'MUNICIPALITY', ruianCode: '582786', parent: region });
    territories = [region, town];
    organizations = [];
    for (const place of range(110)) {
      organizations.push(await writeOrganization(runner, `urad-${place}`, { territory: territories[place % 2] }));
    }
    categories = [];
    for (const place of range(5)) categories.push(await writeCategory(runner, `tema-${place}`));
    const content = (place: number) => ({
      organization: organizations[place % 110] ?? '',
      categories: [categories[place % 5], categories[(place + 1) % 5]],
      territory: territories[place % 2],
      longText: cs('dlouhý text '.repeat(50)),
    });
    const page = await publish(runner, [{ kind: 'page', slug: 'zzz', content: content(0) }]);
    const form = await publish(
      runner,
      range(3).map((place): Draft => {
        return { kind: 'form', slug: `form-${place}`, content: { ...content(place), related: page } };
      }),
    );
    // The first of all by title, so that a list of one has related entries of related entries too.
    await publish(runner, [{ kind: 'page', slug: 'aaa', content: { ...content(0), related: form } }]);
    const tile = await publish(
      runner,
      range(110).map((place): Draft => {
        return {
          kind: 'tile',
          slug: `tile-${place}`,
          content: { ...content(place), related: [form[place % 3], form[(place + 1) % 3]] },
        };
      }),
    );
    const requirement = await publish(
      runner,
      range(5).map((place): Draft => ({ kind: 'requirement', slug: `pozadavek-${place}`, content: content(place) })),
    );
    const cooperationType = await publish(
      runner,
      range(25).map((place): Draft => {
        const asked = requirement[place % 5];
        const conditions = [
          { code: 'ASKED', nature: 'PREREQUISITE', text: cs('text'), requirement: asked, sources: [] },
        ];
        const requirements = [{ requirement: asked, isRequired: true, sources: [] }];
        return {
          kind: 'cooperationType',
          slug: `typ-${place}`,
          content: { ...content(place), requirements, conditions },
        };
      }),
    );
    ids = { tile, form, requirement, cooperationType };
  });
  afterAll(() => service.stop());

  /** SQL that answering takes. */
  async function sqlOf<Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<string[]> {
    service.statements.length = 0;
    await service.read(document, ...([variables] as never));
    return [...service.statements];
  }

  const countsOf = async (document: TypedDocumentNode<unknown, { first: number }>, prepare = () => {}) => {
    const counts = [];
    for (const first of SIZES) {
      prepare();
      counts.push((await sqlOf(document, { first })).length);
    }
    return counts;
  };

  /** As after a start: organizations are read as they are asked for, categories and territories beforehand. */
  const forgetOrganizations = () =>
    service.runner.changes.announce(organizations.map((id) => `organization:${id}` as const));
  const forgetEverything = () => {
    forgetOrganizations();
    service.runner.changes.announce([`category:${categories[0]}`, `territory:${territories[0]}`]);
  };

  it('a list is one, with or without organizations, categories and territories once they are known', async () => {
    await sqlOf(TileCardsDocument, { first: 100 });
    expect(await countsOf(TileCardsDocument)).toEqual([1, 1, 1]);
    expect(await countsOf(TileCardsCountedDocument)).toEqual([2, 2, 2]);
  });

  it('a list is two, or three with the count, when no organization is known yet', async () => {
    expect(await countsOf(TileCardsDocument, forgetOrganizations)).toEqual([2, 2, 2]);
    expect(await countsOf(TileCardsCountedDocument, forgetOrganizations)).toEqual([3, 3, 3]);
  });

  it('and one more for each table that has just changed', async () => {
    expect(await countsOf(TileCardsDocument, forgetEverything)).toEqual([4, 4, 4]);
  });

  it('long texts add none to a list', async () => {
    expect(await countsOf(TileTextsDocument)).toEqual([1, 1, 1]);
  });

  it('related entries add as many for a hundred rows as for one', async () => {
    await sqlOf(EntriesWithRelatedDocument, { first: 100 });
    const [one = 0, ...others] = await countsOf(EntriesWithRelatedDocument);
    expect(one).toBe(4);
    expect(others).toEqual([one, one]);
  });

  it('required entries add as many for all types of cooperation as for one', async () => {
    expect(await countsOf(TypesWithRequirementsDocument)).toEqual([2, 2, 2]);
  });

  it('the matrix is two', async () => {
    expect(await sqlOf(MatrixWithOrganizationsDocument, {})).toHaveLength(2);
  });

  it('reference data in a list are one', async () => {
    expect(await countsOf(NamedListsDocument)).toEqual([1, 1, 1]);
  });

  it('one entry is one', async () => {
    expect(await sqlOf(OneTileDocument, { slug: 'tile-7' })).toHaveLength(1);
  });

  it('objects by id are one for each type among them, however many', async () => {
    const tiles = ids.tile.slice(0, 50).map((id) => encodeGlobalId('Tile', id));
    const forms = ids.form.map((id) => encodeGlobalId('Form', id));
    const offices = organizations.slice(0, 40).map((id) => encodeGlobalId('Organization', id));
    expect(await sqlOf(TypedNodesDocument, { ids: tiles.slice(0, 1) })).toHaveLength(1);
    expect(await sqlOf(TypedNodesDocument, { ids: tiles })).toHaveLength(1);
    expect(await sqlOf(TypedNodesDocument, { ids: [...tiles, ...forms, ...offices] })).toHaveLength(3);
  });

  it('leave the body alone where only cards are asked for, in lists of every kind', async () => {
    const cards = [
      ...(await sqlOf(TileCardsDocument, { first: 20 })),
      ...(await sqlOf(EntriesWithRelatedDocument, { first: 20 })),
      ...(await sqlOf(CardsOfOtherKindsDocument, {})),
      ...(await sqlOf(MatrixWithOrganizationsDocument, {})),
    ].filter((sql) => sql.includes('t."title"'));
    expect(cards.length).toBeGreaterThanOrEqual(11);
    expect(cards.filter((sql) => sql.includes('"body"'))).toEqual([]);
    const [texts = ''] = await sqlOf(TileTextsDocument, { first: 20 });
    expect(texts).toContain('"body"');
    expect(texts).not.toContain('"shortText"');
  });

  it('creating and publishing a tile is a dozen, sessions included, however many rows it refers to', async () => {
    const written = async (query: string, variables: object, as: string): Promise<{ sql: string[]; data: Written }> => {
      await service.post(JSON.stringify({ query: '{ __typename }' }), { ...JSON_BODY, as });
      service.statements.length = 0;
      const answer = await service.post(JSON.stringify({ query, variables }), { ...JSON_BODY, as });
      return { sql: [...service.statements], data: (answer.data as { done: Written }).done };
    };
    for (const many of [1, 5]) {
      const content = {
        title: { cs: `Nová ${many}` },
        shortText: { cs: 'Krátce.' },
        targetUrl: 'https://www.priklad.cz',
        organization: encodeGlobalId('Organization', organizations[0] ?? ''),
        categories: categories.slice(0, many).map((id) => encodeGlobalId('Category', id)),
      };
      const created = await written(CREATE, { slug: `nova-${many}`, content }, 'eva EDITOR');
      expect(created.data.errors).toEqual([]);
      const target = { id: created.data.version.id, revision: created.data.entry.revision };
      const published = await written(PUBLISH, target, 'alena APPROVER');
      expect(published.data.errors).toEqual([]);
      expect(created.sql, created.sql.join('\n')).toHaveLength(6);
      expect(published.sql, published.sql.join('\n')).toHaveLength(6);
    }
  });

  it('never read a table of drafts', async () => {
    service.statements.length = 0;
    for (const first of SIZES) await service.read(EntriesWithRelatedDocument, { first });
    await service.read(CardsOfOtherKindsDocument);
    await service.read(MatrixWithOrganizationsDocument);
    const tables = service.statements.flatMap((sql) =>
      [...sql.matchAll(/"public"\."(\w+)"/g)].map(([, table]) => table),
    );
    expect([...new Set(tables)].filter((table) => !['LiveEntry', 'Organization'].includes(table ?? ''))).toEqual([]);
  });
});
