/** Transactions of commands: all or nothing, whichever way their statements go and whenever the database refuses one. */
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../src/kernel/ids.ts';
import type { Transaction } from '../../src/platform/database.ts';
import { readJson } from '../../src/platform/directStatements.ts';
import { insertMissing, insertRows } from '../../src/platform/insertRows.ts';
import { serverCodeOf } from '../../src/platform/serverCode.ts';
import { tookTooLong } from '../../src/platform/tookTooLong.ts';
import { transact } from '../../src/platform/transactions.ts';
import { createTestDatabase, DATABASES, type TestDatabase } from '../testkit/databases.ts';

const LIMITS = { timeout: 20_000 };
/** PostgreSQL's code of something unique that is there already. */
const NOT_UNIQUE = '23505';

const row = (slug: string) => {
  const now = new Date();
  return { id: newId(), slug, name: { cs: slug }, nameKey: slug, createdAt: now, updatedAt: now };
};
const write = (tx: Transaction, slug: string) => insertRows(tx, { Category: [row(slug)] });
const count = async (tx: Transaction) =>
  readJson(tx, { text: 'SELECT count(*)::text AS "json" FROM "Category"', values: [], isPlannedOnce: true });

describe.each(DATABASES)('a transaction of a command on %s', (kind) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase(kind);
  });
  afterEach(async () => {
    await database.prisma.category.deleteMany();
  });
  afterAll(() => database.drop());

  const transaction = <Result>(work: (tx: Transaction) => Promise<Result>, limits = LIMITS) =>
    transact(database.prisma, work, limits);
  const slugs = async () =>
    (await database.prisma.category.findMany({ orderBy: { slug: 'asc' } })).map(({ slug }) => slug);

  it('reads what it has written, both past Prisma and by it, and leaves it to all others at its end', async () => {
    const seen = await transaction(async (tx) => {
      await write(tx, 'a');
      const past = await count(tx);
      await tx.category.create({ data: row('b') });
      const missing = [row('b'), row('c')];
      const written = await insertMissing(tx, 'Category', missing);
      const byPrisma = await tx.category.count();
      const [raw] = await tx.$queryRaw<{ n: bigint }[]>`SELECT count(*) AS n FROM "Category" WHERE "slug" > ${'a'}`;
      return { past, written: [...written], missing: [missing[1]?.id], byPrisma, raw: Number(raw?.n) };
    });
    expect(seen).toMatchObject({ past: 1, byPrisma: 3, raw: 2 });
    expect(seen.written).toEqual(seen.missing);
    expect(await slugs()).toEqual(['a', 'b', 'c']);
  });

  it('leaves nothing when it fails, whichever way it has gone', async () => {
    for (const work of [
      async (tx: Transaction) => write(tx, 'a'),
      async (tx: Transaction) => void (await tx.category.create({ data: row('a') })),
      async (tx: Transaction) => {
        await tx.category.create({ data: row('a') });
        await write(tx, 'b');
      },
    ]) {
      const failing = transaction(async (tx) => {
        await work(tx);
        throw new Error('changed my mind');
      });
      await expect(failing).rejects.toThrow('changed my mind');
      expect(await slugs()).toEqual([]);
    }
  });

  it.each([
    ['nothing', async () => undefined],
    ['something that is read', count],
    ['something that is written', (tx: Transaction) => write(tx, 'c')],
    ['something that Prisma reads', (tx: Transaction) => tx.category.count()],
  ] satisfies [string, (tx: Transaction) => Promise<unknown>][])(
    'tells what the database has refused when %s comes after it',
    async (_what, after) => {
      await transaction((tx) => write(tx, 'a'));
      const refused = transaction(async (tx) => {
        await write(tx, 'b');
        await write(tx, 'a');
        await after(tx);
      });
      const error = await refused.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(Error);
      expect(serverCodeOf(error)).toBe(NOT_UNIQUE);
      expect(await slugs()).toEqual(['a']);
    },
  );

  it('does not take a commit that fails for a success', async () => {
    await database.sql.exec(
      `CREATE TABLE IF NOT EXISTS child (parent UUID REFERENCES "Category" ("id") DEFERRABLE INITIALLY DEFERRED)`,
    );
    const orphaned = transaction(async (tx) => {
      await write(tx, 'a');
      await tx.$executeRaw`INSERT INTO child VALUES (gen_random_uuid())`;
    });
    await expect(orphaned).rejects.toThrow(/foreign key|ForeignKey/);
    expect(await slugs()).toEqual([]);
    expect(await transaction(count)).toBe(0);
  });

  it('is taken back when it takes too long', async () => {
    const slow = transaction(
      async (tx) => {
        await write(tx, 'a');
        await wait(300);
        await tx.category.count();
      },
      { timeout: 100 },
    );
    const error = await slow.catch((reason: unknown) => reason);
    expect(tookTooLong(error), String(error)).toBe(true);
    expect(await slugs()).toEqual([]);
    expect(await transaction(count)).toBe(0);
  });

  it('takes nothing any more when it is over', async () => {
    const kept: Transaction[] = [];
    await transaction(async (tx) => void kept.push(tx));
    await transaction(async (tx) => {
      await tx.category.count();
      kept.push(tx);
    });
    const failed = transaction(async (tx) => {
      kept.push(tx);
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    for (const tx of kept) {
      await expect(Promise.resolve(tx.category.create({ data: row('a') }))).rejects.toThrow();
      await expect(count(tx)).rejects.toThrow();
      await write(tx, 'b').catch(() => undefined);
    }
    expect(await slugs()).toEqual([]);
  });

  it('waits for its turn when there are many', async () => {
    const counts = await Promise.all(Array.from({ length: 40 }, () => transaction(count)));
    expect(counts).toEqual(counts.map(() => 0));
  });

  it('is all or nothing, whatever its steps are and whoever is at work beside it', async () => {
    const step = fc.constantFrom('write', 'write', 'read', 'prisma', 'missing', 'again', 'throw');
    const works = fc.array(fc.array(step, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 12 });
    let failures = 0;
    await fc.assert(
      fc.asyncProperty(works, async (all) => {
        const perform = async (steps: readonly string[], name: string) => {
          const own: string[] = [];
          await transaction(async (tx) => {
            for (const [place, what] of steps.entries()) {
              const slug = `${name}-${place}`;
              if (what === 'write') await write(tx, slug);
              if (what === 'missing') expect((await insertMissing(tx, 'Category', [row(slug)])).size).toBe(1);
              if (what === 'again' && own[0]) await write(tx, own[0]);
              if (what === 'throw') throw new Error(name);
              if (what === 'write' || what === 'missing') own.push(slug);
              const where = { slug: { startsWith: `${name}-` } };
              if (what === 'prisma') expect(await tx.category.count({ where })).toBe(own.length);
              const [text, values] = [
                `SELECT count(*)::text AS "json" FROM "Category" WHERE "slug" LIKE $1`,
                [`${name}-%`],
              ];
              if (what === 'read') expect(await readJson(tx, { text, values, isPlannedOnce: true })).toBe(own.length);
            }
          });
          return own;
        };
        const fails = (steps: readonly string[]) =>
          steps.includes('throw') ||
          steps.some((what, place) => what === 'again' && steps.slice(0, place).some(isWrite));
        const outcomes = await Promise.allSettled(all.map((steps, place) => perform(steps, `w${place}`)));
        expect(outcomes.map(({ status }) => status)).toEqual(
          all.map((steps) => (fails(steps) ? 'rejected' : 'fulfilled')),
        );
        failures += outcomes.filter(({ status }) => status === 'rejected').length;
        const kept = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : []));
        expect(await slugs()).toEqual(kept.toSorted());
        await database.prisma.category.deleteMany();
      }),
      { numRuns: 25 },
    );
    expect(failures).toBeGreaterThan(20);
  });
});

const isWrite = (what: string) => what === 'write' || what === 'missing';
