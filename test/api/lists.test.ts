/** Lists: their orders, pages and spans of time. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  EntriesPageDocument,
  type EntryOrder,
  NamesInOrderDocument,
  TilesPageDocument,
  TimesOfEntriesDocument,
} from '../generated/graphql.ts';
import { at, cs, publish, writeOrganization, writeTerritory } from '../testkit/content.ts';
import { DATABASES } from '../testkit/databases.ts';
import { answeredEntries, answeredRows } from '../testkit/seedContent.ts';
import { type Service, startService } from '../testkit/service.ts';

const czech = new Intl.Collator('cs').compare;

describe.each(DATABASES)('lists of the seed on %s', (database) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService(database);
  });
  afterAll(() => service.stop());

  it('go by Czech title unless asked otherwise, twenty rows at a time', async () => {
    const { tiles } = await service.read(TilesPageDocument);
    const inOrder = answeredRows('tile').toSorted((one, other) => czech(one.title, other.title));
    expect(tiles?.nodes.map(({ title }) => title)).toEqual(inOrder.slice(0, 20).map(({ title }) => title));
    expect(tiles?.totalCount).toBe(40);
    expect(tiles?.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    expect(tiles?.edges.map(({ node }) => node.slug)).toEqual(tiles?.nodes.map(({ slug }) => slug));
  });

  it('go backwards from the end in the same order', async () => {
    const orderBy: EntryOrder = { field: 'TITLE', direction: 'DESC' };
    const titles = answeredEntries().map(({ title }) => title);
    const { entries } = await service.read(EntriesPageDocument, { last: 100, orderBy });
    expect(entries?.edges.map(({ node }) => node.title)).toEqual(titles.toSorted(czech).reverse().slice(-100));
    expect(entries?.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: titles.length > 100 });
  });

  it('give organizations, themes and territories in the Czech order of their names', async () => {
    for (const list of Object.values(await service.read(NamesInOrderDocument))) {
      if (typeof list === 'string') continue;
      const names = list?.nodes.map(({ name }) => name) ?? [];
      expect(names.length).toBeGreaterThan(20);
      expect(names).toEqual(names.toSorted(czech));
    }
  });
});

/** Where a list ordered by bytes or by English goes wrong. */
const TITLES = [
  ...['Cesta', 'Cíl', 'Čáp', 'Čas', 'Ďas', 'Dům', 'Élan', 'Eva', 'Hora', 'Hrad', 'Chata', 'chléb', 'Igelit', 'Jez'],
  ...['Robot', 'Růže', 'Řád', 'Řeka', 'Sůl', 'Svět', 'Šála', 'Škola', 'Tělo', 'Ťulpas', 'Zeď', 'Zub', 'Žába', 'Žito'],
];

describe.each(DATABASES)('lists on %s', (database) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService(database, { empty: true });
    const { runner } = service;
    const organization = await writeOrganization(runner, 'mesto');
    const region = await writeTerritory(runner, 'kraj', { level: 'REGION', nutsCode: 'CZ064' });
    const brno = await writeTerritory(runner, 'brno', { level: 'MUNICIPALITY', ruianCode: '582786', parent: region });
    const tiles = TITLES.toReversed().map((title, place) => {
      return { kind: 'tile' as const, slug: `tile-${place}`, content: { organization, title: cs(title) } };
    });
    await publish(at(runner, '2026-01-01T00:00:00Z'), tiles);
    const page = (slug: string, territory: string) => {
      return { kind: 'page' as const, slug, content: { organization, territory } };
    };
    await publish(at(runner, '2026-02-01T00:00:00.001Z'), [page('unor', brno)]);
    await publish(at(runner, '2026-03-01T00:00:00.002Z'), [page('brezen', region)]);
  });
  afterAll(() => service.stop());

  const titlesBy = async (orderBy: EntryOrder) => {
    const { tiles } = await service.read(TilesPageDocument, { first: 100, orderBy });
    return tiles?.nodes.map(({ title }) => title);
  };

  it('put Č after C, Ch after H, Ř after R, Š after S and Ž after Z', async () => {
    expect(TITLES).toEqual(TITLES.toSorted(czech));
    expect(await titlesBy({ field: 'TITLE', direction: 'ASC' })).toEqual(TITLES);
    expect(await titlesBy({ field: 'TITLE', direction: 'DESC' })).toEqual(TITLES.toReversed());
  });

  it.each(['PUBLISHED_AT', 'UPDATED_AT'] as const)('go by time with %s, both ways', async (field) => {
    const times = async (direction: 'ASC' | 'DESC') => {
      const { entries } = await service.read(TimesOfEntriesDocument, { orderBy: { field, direction } });
      return entries?.nodes.map(({ slug }) => slug) ?? [];
    };
    expect((await times('DESC')).slice(0, 2)).toEqual(['brezen', 'unor']);
    expect((await times('ASC')).slice(0, 2)).not.toContain('unor');
  });

  it.each([
    ['from an instant on', { since: '2026-02-01T00:00:00.001Z' }, ['brezen', 'unor']],
    ['after an instant', { since: '2026-02-01T00:00:00.002Z' }, ['brezen']],
    ['up to an instant, itself excluded', { until: '2026-03-01T00:00:00.002Z' }, ['unor']],
    ['within a span', { since: '2026-01-31T00:00:00Z', until: '2026-02-28T00:00:00Z' }, ['unor']],
    ['in another zone', { since: '2026-03-01T01:00:00.002+01:00' }, ['brezen']],
    ['with both ends open', {}, ['brezen', 'unor']],
  ])('let through what was published %s', async (_name, span, slugs) => {
    for (const condition of [{ published: span }, { updated: span }]) {
      const filter = { kinds: ['PAGE' as const], ...condition };
      const { entries } = await service.read(TimesOfEntriesDocument, { filter });
      expect(entries?.nodes.map(({ slug }) => slug)).toEqual(slugs);
    }
  });

  it('tell times in UTC', async () => {
    const { entries } = await service.read(TimesOfEntriesDocument, { filter: { slugs: ['unor'] } });
    const time = '2026-02-01T00:00:00.001Z';
    expect(entries?.nodes).toEqual([{ slug: 'unor', publishedAt: time, firstPublishedAt: time, updatedAt: time }]);
  });

  it('can be paged through from either end and from the middle', async () => {
    const titles = (page: { nodes: { title: string }[] } | null) => page?.nodes.map(({ title }) => title);
    const { tiles: one } = await service.read(TilesPageDocument, { first: 5 });
    const { tiles: two } = await service.read(TilesPageDocument, { first: 5, after: one?.pageInfo.endCursor ?? null });
    expect([titles(one), titles(two)]).toEqual([TITLES.slice(0, 5), TITLES.slice(5, 10)]);
    expect(two?.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });

    const before = two?.pageInfo.startCursor ?? null;
    const { tiles: back } = await service.read(TilesPageDocument, { last: 3, before });
    expect(titles(back)).toEqual(TITLES.slice(2, 5));
    expect(back?.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });

    const after = one?.edges[1]?.cursor ?? null;
    const { tiles: between } = await service.read(TilesPageDocument, { first: 100, after, before });
    expect(titles(between)).toEqual(TITLES.slice(2, 5));

    const { tiles: end } = await service.read(TilesPageDocument, { last: 2 });
    expect(titles(end)).toEqual(TITLES.slice(-2));
    expect(end?.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    const beyond = end?.pageInfo.endCursor ?? null;
    const { tiles: nothing } = await service.read(TilesPageDocument, { first: 5, after: beyond });
    expect(nothing).toMatchObject({ nodes: [], pageInfo: { hasNextPage: false, startCursor: null, endCursor: null } });
    expect(nothing?.totalCount).toBe(TITLES.length);
  });

  it('count what the filter lets through, whatever the page', async () => {
    const filter = { slugs: ['tile-1', 'tile-2', 'tile-3'] };
    const { tiles } = await service.read(TilesPageDocument, { first: 1, filter });
    expect([tiles?.totalCount, tiles?.nodes.length, tiles?.pageInfo.hasNextPage]).toEqual([3, 1, true]);
  });

  it('reach from a territory to what is meant for the one around it', async () => {
    const reach = async (includeContaining: boolean) => {
      const filter = { territory: { slugs: ['brno'], includeContaining } };
      const { entries } = await service.read(TimesOfEntriesDocument, { filter });
      return entries?.nodes.map(({ slug }) => slug);
    };
    expect([await reach(false), await reach(true)]).toEqual([['unor'], ['brezen', 'unor']]);
  });
});
