/** Walking through a list page by page visits every row once, in order, however the list changes meanwhile. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Prisma } from '../../src/generated/prisma/client.ts';
import { czechSortKey } from '../../src/kernel/czechOrder.ts';
import {
  type EntryOrder,
  WalkEntriesDocument,
  WalkOrganizationsDocument,
  WalkTilesDocument,
  type WalkTilesQuery,
} from '../generated/graphql.ts';
import { cs, publish, writeOrganization } from '../testkit/content.ts';
import { DATABASES } from '../testkit/databases.ts';
import { type Service, startService } from '../testkit/service.ts';

const SIZE = 20;
const SLUGS = Array.from({ length: SIZE }, (_, place) => `tile-${place}`);

/** Few enough that many rows are equal in what they are ordered by. */
const title = fc.constantFrom('Auto', 'Čáp', 'Cíl', 'Hora', 'Chata', 'Řeka');
const time = fc.integer({ min: 0, max: 3 }).map((offset) => new Date(Date.UTC(2026, 0, 1) + offset));
const places = fc.subarray(SLUGS);

/** A list, and a way to go through it. */
const walk = fc.record({
  texts: fc.array(title, { minLength: SIZE, maxLength: SIZE }),
  times: fc.array(time, { minLength: SIZE, maxLength: SIZE }),
  list: fc.constantFrom(WalkTilesDocument, WalkEntriesDocument),
  orderBy: fc.record<EntryOrder>({
    field: fc.constantFrom('TITLE', 'PUBLISHED_AT', 'UPDATED_AT'),
    direction: fc.constantFrom('ASC', 'DESC'),
  }),
  isBackward: fc.boolean(),
  size: fc.integer({ min: 1, max: 7 }),
});
type Walk = typeof walk extends fc.Arbitrary<infer Value> ? Value : never;

/** What happens to the list between two pages. */
const change = fc.record({ withdrawn: places, added: places, takesCursorsRow: fc.boolean() });

type Row = Prisma.LiveEntryCreateManyInput;
type Page = NonNullable<WalkTilesQuery['rows']>;

/** The order that a list must have, by the columns themselves. */
function inOrder(rows: readonly Row[], { field, direction }: EntryOrder): string[] {
  const sortValue = ({ titleKey, publishedAt, updatedAt }: Row) => {
    return { TITLE: titleKey, PUBLISHED_AT: Number(publishedAt), UPDATED_AT: Number(updatedAt) }[field];
  };
  const sorted = rows.toSorted((one, other) => {
    const [a, b] = sortValue(one) === sortValue(other) ? [one.id, other.id] : [sortValue(one), sortValue(other)];
    return a < b ? -1 : 1;
  });
  return (direction === 'ASC' ? sorted : sorted.reverse()).map(({ slug }) => slug);
}

describe.each(DATABASES)('pages on %s', (database) => {
  let service: Service;
  let prototypes: Row[];
  beforeAll(async () => {
    service = await startService(database, { empty: true });
    const { runner } = service;
    const organization = await writeOrganization(runner, 'mesto');
    const tiles = SLUGS.map((slug) => ({ kind: 'tile' as const, slug, content: { organization } }));
    await publish(runner, tiles);
    prototypes = (await runner.database.liveEntry.findMany()) as Row[];
  });
  afterAll(() => service.stop());

  /** Makes the list what the walk says, as far as `slugs` go. */
  async function layOut({ texts, times }: Walk, slugs: readonly string[]): Promise<Map<string, Row>> {
    const rows = prototypes.map((row, place): Row => {
      const text = texts[place] ?? '';
      const publishedAt = times[place] ?? new Date();
      const updatedAt = times[SIZE - 1 - place] ?? new Date();
      return { ...row, title: cs(text), titleKey: czechSortKey(text), publishedAt, updatedAt };
    });
    const { liveEntry } = service.runner.database;
    await liveEntry.deleteMany();
    await liveEntry.createMany({ data: rows.filter(({ slug }) => slugs.includes(slug)) });
    return new Map(rows.map((row) => [row.slug, row]));
  }

  /** Goes from the walk's first page to its last; answers the slugs met, in the order of the list. */
  async function go(
    { list, orderBy, isBackward, size }: Walk,
    filter: object | null,
    betweenPages: (page: Page) => Promise<void> = async () => undefined,
  ): Promise<string[]> {
    const pages: string[][] = [];
    for (let cursor: string | null = null, more = true; more; ) {
      const place: object = isBackward ? { last: size, before: cursor } : { first: size, after: cursor };
      const { rows } = await service.read(list as typeof WalkTilesDocument, { ...place, orderBy, filter });
      if (!rows) throw new Error('there is no list');
      const { hasNextPage, hasPreviousPage, startCursor, endCursor } = rows.pageInfo;
      expect(isBackward ? hasNextPage : hasPreviousPage).toBe(pages.length > 0);
      more = isBackward ? hasPreviousPage : hasNextPage;
      if (more) expect(rows.nodes).toHaveLength(size);
      pages.push(rows.nodes.map(({ slug }) => slug));
      cursor = isBackward ? startCursor : endCursor;
      await betweenPages(rows);
      expect(pages.length).toBeLessThan(3 * SIZE);
    }
    return (isBackward ? pages.reverse() : pages).flat();
  }

  it('hold every row once and in order, whatever their size, order, direction and filter', async () => {
    const filter = fc.oneof(
      fc.constant(null),
      places.map((slugs) => ({ slugs })),
      places.map((slugs) => ({ not: { slugs } })),
    );
    await fc.assert(
      fc.asyncProperty(walk, places, filter, async (plan, present, chosen) => {
        const rows = await layOut(plan, present);
        const { slugs, not } = { slugs: SLUGS, not: { slugs: [] as string[] }, ...chosen };
        const visible = present.filter((slug) => slugs.includes(slug) && !not.slugs.includes(slug));
        const expected = inOrder(
          visible.map((slug) => rows.get(slug) as Row),
          plan.orderBy,
        );
        expect(await go(plan, chosen)).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });

  it('lose and double nothing while rows come and go, the row of the cursor itself as well', async () => {
    await fc.assert(
      fc.asyncProperty(
        walk,
        places,
        fc.array(change, { minLength: 1, maxLength: 8 }),
        async (plan, present, changes) => {
          const rows = await layOut(plan, present);
          const { liveEntry } = service.runner.database;
          const live = new Set(present);
          const everLive = new Set(present);
          const everAbsent = new Set(SLUGS.filter((slug) => !live.has(slug)));
          let turn = 0;
          const met = await go(plan, null, async ({ nodes }) => {
            const { withdrawn, added, takesCursorsRow } = changes[turn++ % changes.length] as (typeof changes)[number];
            const cursorsRow = (plan.isBackward ? nodes[0] : nodes.at(-1))?.slug;
            const leaving = [...withdrawn, ...(takesCursorsRow && cursorsRow ? [cursorsRow] : [])];
            const coming = added.filter((slug) => !live.has(slug) && !leaving.includes(slug));
            await liveEntry.deleteMany({ where: { slug: { in: leaving } } });
            await liveEntry.createMany({ data: coming.map((slug) => rows.get(slug) as Row) });
            for (const slug of leaving) if (live.delete(slug)) everAbsent.add(slug);
            for (const slug of coming) everLive.add(slug) && live.add(slug);
          });
          expect(met).toEqual(
            inOrder(
              met.map((slug) => rows.get(slug) as Row),
              plan.orderBy,
            ),
          );
          expect(new Set(met).size).toBe(met.length);
          expect(met.filter((slug) => !everLive.has(slug))).toEqual([]);
          expect(SLUGS.filter((slug) => !everAbsent.has(slug) && !met.includes(slug))).toEqual([]);
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe.each(DATABASES)('pages of organizations on %s', (database) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService(database);
  });
  afterAll(() => service.stop());

  it.each([1, 7, 44, 45, 46])('of %d hold every one once and in order, both ways', async (size) => {
    const { rows: all } = await service.read(WalkOrganizationsDocument, { first: 100 });
    const expected = all?.nodes.map(({ slug }) => slug) ?? [];
    expect(expected).toHaveLength(45);
    const forwards: string[] = [];
    for (let after: string | null | undefined = null; after !== undefined; ) {
      const page: Page | null = (await service.read(WalkOrganizationsDocument, { first: size, after })).rows;
      forwards.push(...(page?.nodes.map(({ slug }) => slug) ?? []));
      after = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : undefined;
    }
    const backwards: string[] = [];
    for (let before: string | null | undefined = null; before !== undefined; ) {
      const page: Page | null = (await service.read(WalkOrganizationsDocument, { last: size, before })).rows;
      backwards.unshift(...(page?.nodes.map(({ slug }) => slug) ?? []));
      before = page?.pageInfo.hasPreviousPage ? page.pageInfo.startCursor : undefined;
    }
    expect([forwards, backwards]).toEqual([expected, expected]);
  });
});
