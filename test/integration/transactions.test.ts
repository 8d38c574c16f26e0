/** Statements and transactions mean the same on both databases. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, DATABASES, type TestDatabase } from '../testkit/databases.ts';

describe.each(DATABASES)('an open database on %s', (kind) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase(kind);
  });
  afterAll(() => database.drop());

  const category = { slug: 'a', name: { cs: 'Á' }, nameKey: 'a' };

  it('keeps instants as they are, whatever the zone of the server', async () => {
    const id = '00000000-0000-7000-8000-000000000001';
    const instant = new Date('2026-07-01T22:30:00.123Z');
    await database.prisma.category.create({ data: { ...category, id, createdAt: instant, updatedAt: instant } });
    const [row] = await database.sql.query('SELECT extract(epoch FROM "createdAt")::text AS "epoch" FROM "Category"');
    expect(Number(row?.['epoch'])).toBe(instant.getTime() / 1000);
    expect((await database.prisma.category.findUniqueOrThrow({ where: { id } })).createdAt).toEqual(instant);
    await database.prisma.category.deleteMany();
  });

  it('tells of every statement, transactions not counted', async () => {
    database.statements.length = 0;
    await database.prisma.category.findMany();
    await database.prisma.$transaction(async (tx) => {
      await tx.category.count();
      await tx.territory.count();
    });
    expect(database.statements).toEqual([
      expect.stringContaining('"Category"'),
      expect.stringContaining('"Category"'),
      expect.stringContaining('"Territory"'),
    ]);
  });

  it('undoes a transaction that fails, or takes too long', async () => {
    const now = new Date();
    const data = { ...category, id: '00000000-0000-7000-8000-000000000002', createdAt: now, updatedAt: now };
    const broken = database.prisma.$transaction(async (tx) => {
      await tx.category.create({ data });
      throw new Error('changed my mind');
    });
    await expect(broken).rejects.toThrow('changed my mind');
    const slow = database.prisma.$transaction(
      async (tx) => {
        await tx.category.create({ data });
        await new Promise((resolve) => setTimeout(resolve, 300));
      },
      { timeout: 100 },
    );
    await expect(slow).rejects.toThrow('expired transaction');
    expect(await database.prisma.category.count()).toBe(0);
  });

  it('does not take a commit that fails for a success', async () => {
    await database.sql.exec(
      `CREATE TABLE child (parent UUID REFERENCES "Category" ("id") DEFERRABLE INITIALLY DEFERRED)`,
    );
    const orphaned = database.prisma.$transaction(async (tx) => {
      await tx.$executeRaw`INSERT INTO child VALUES (gen_random_uuid())`;
    });
    await expect(orphaned).rejects.toThrow(/foreign key|ForeignKey/);
    expect(await database.sql.query('SELECT * FROM child')).toEqual([]);
    expect(await database.prisma.category.count()).toBe(0);
  });

  it('lets transactions wait for each other', async () => {
    const counts = await Promise.all(
      Array.from({ length: 20 }, () => database.prisma.$transaction((tx) => tx.category.count())),
    );
    expect(counts).toEqual(counts.map(() => 0));
  });
});
