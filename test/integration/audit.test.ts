/** The audit log: nobody changes it, and the chain over it loses nothing, whoever writes and seals at the same time. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandRunner, defineCommand, runCommand } from '../../src/journal/command.ts';
import { sealAudit } from '../../src/journal/sealAudit.ts';
import { verifyAudit } from '../../src/journal/verifyAudit.ts';
import { OPERATOR } from '../../src/kernel/viewer.ts';
import { saveCategory } from '../../src/organizations/commands/saveCategory.ts';
import { sealAll, writeRecord, writeRecords } from '../testkit/auditLog.ts';
import { createTestDatabase, DATABASES, type TestDatabase } from '../testkit/databases.ts';
import { digestOfRows } from '../testkit/rows.ts';
import { runnerOn } from '../testkit/seeding.ts';

const HOUR = 3_600_000;

/** Ways to change a table; all of them are refused, also when they would hit no row. */
const CHANGES = [
  ['an update', (table: string, column: string) => `UPDATE ${table} SET ${column} = ${column}`],
  ['an update of no row', (table: string, column: string) => `UPDATE ${table} SET ${column} = 'x' WHERE false`],
  ['a deletion', (table: string) => `DELETE FROM ${table}`],
  ['a truncation', (table: string) => `TRUNCATE ${table} CASCADE`],
  [
    'an upsert',
    (table: string, column: string) =>
      `INSERT INTO ${table} SELECT * FROM ${table} ON CONFLICT ON CONSTRAINT "${table.slice(1, -1)}_pkey"
        DO UPDATE SET ${column} = 'x'`,
  ],
  ['a merge', (table: string) => `MERGE INTO ${table} USING (VALUES (1)) one ON true WHEN MATCHED THEN DELETE`],
] as const;

/** A command that writes and notes what it did, and then fails. */
const failing = defineCommand({
  name: 'failing',
  action: 'category.save',
  async run(context, slug: string): Promise<never> {
    await saveCategory.run(context, { slug, name: { cs: slug } });
    throw new Error('changed my mind');
  },
});

describe.each(DATABASES)('The audit log on %s', (kind) => {
  let database: TestDatabase;
  let runner: CommandRunner;

  beforeAll(async () => {
    database = await createTestDatabase(kind);
    runner = runnerOn(database);
    await writeRecords(database, 3);
    await sealAll(database.prisma);
  });
  afterAll(() => database.drop());

  /** The chain is whole and every record in it; answers how many there are. */
  const assertWhole = async () => {
    const found = await verifyAudit(database.prisma);
    expect(found.break).toBeNull();
    expect(found).toMatchObject({ sealed: found.records, oldestUnsealed: null });
    expect(found.head.position).toBe(BigInt(found.records));
    return found.records;
  };

  describe.each([
    ['"AuditRecord"', '"actor"'],
    ['"AuditSeal"', '"hash"'],
  ])('in %s', (table, column) => {
    it.each(CHANGES)('is safe from %s', async (_what, statement) => {
      const before = await digestOfRows(database.sql);
      await expect(database.sql.query(statement(table, column))).rejects.toThrow(/is append-only: \w+ is refused/);
      expect(await digestOfRows(database.sql)).toBe(before);
    });
  });

  it('has nothing of a command that failed', async () => {
    const before = await digestOfRows(database.sql);
    await expect(runCommand(runner, OPERATOR, failing, 'failed')).rejects.toThrow('changed my mind');
    expect(await digestOfRows(database.sql)).toBe(before);
  });

  it('is sealed in batches, each as a whole, and what is sealed stays so', async () => {
    await assertWhole();
    await writeRecords(database, 25);
    expect(await sealAll(database.prisma, 10)).toEqual([10, 10, 5]);
    expect(await sealAll(database.prisma, 10)).toEqual([]);
    await assertWhole();
    const seals = await database.prisma.auditSeal.findMany({ orderBy: { position: 'asc' } });
    expect(seals.map(({ recordId }) => recordId)).toEqual(seals.map(({ recordId }) => recordId).toSorted(ascending));
  });

  it('keeps nothing of a batch whose transaction fails', async () => {
    await writeRecords(database, 5);
    const before = await digestOfRows(database.sql);
    const sealing = database.prisma.$transaction(async (tx) => {
      expect(await sealAudit(tx, new Date())).toEqual({ count: 5, goOnAfter: null });
      throw new Error('the lights went out');
    });
    await expect(sealing).rejects.toThrow('the lights went out');
    expect(await digestOfRows(database.sql)).toBe(before);
    expect(await sealAll(database.prisma)).toEqual([5]);
    await assertWhole();
  });

  it('is sealed once by many sealers at the same time', async () => {
    await writeRecords(database, 60);
    const sealers = Array.from({ length: 4 }, () => sealAll(database.prisma, 7));
    const sealed = (await Promise.all(sealers)).flat();
    expect(sealed.reduce((sum, size) => sum + size, 0)).toBe(60);
    await assertWhole();
  });

  it('is sealed without a gap while many write, and some of them fail', { timeout: 60_000 }, async () => {
    const before = await assertWhole();
    let areWriting = true;
    const write = async (writer: number) => {
      for (let turn = 0; turn < 20; turn++) {
        const slug = `c-${writer}-${turn}`;
        if (turn % 5 === 4) await expect(runCommand(runner, OPERATOR, failing, slug)).rejects.toThrow();
        else await writeRecord(runner, slug);
      }
    };
    // As the worker does it: what is long settled is not looked at.
    const seal = async () => {
      let sealed = 0;
      while (areWriting) {
        sealed += (await database.prisma.$transaction((tx) => sealAudit(tx, new Date(), { batch: 7 }))).count;
      }
      return sealed;
    };
    const sealers = [seal(), seal()];
    await Promise.all(Array.from({ length: 6 }, (_, writer) => write(writer)));
    areWriting = false;
    const sealed = (await Promise.all(sealers)).reduce((sum, count) => sum + count, 0);
    expect(sealed).toBeGreaterThan(0);
    await sealAll(database.prisma);
    expect(await assertWhole()).toBe(before + 6 * 16);
  });

  it.skipIf(kind === 'PGlite')('seals later what commits later than records with higher ids', async () => {
    const sealNow = (now: Date, after?: bigint) =>
      database.prisma.$transaction((tx) => sealAudit(tx, now, { after })).then(({ count }) => count);
    const now = new Date();
    /** Takes an id, and commits after `meanwhile`. */
    const late = (meanwhile: () => Promise<void>) =>
      database.prisma.$transaction(async (tx) => {
        await tx.$executeRaw`INSERT INTO "AuditRecord" ("at", "actor", "action", "objectType", "objectId", "details", "digest")
          VALUES (${now}, 'late', 'category.save', 'category', gen_random_uuid(), '{}', '')`;
        await meanwhile();
      });
    await late(async () => {
      await writeRecord(runner, 'in-time');
      expect(await sealNow(now)).toBe(1);
    });
    expect(await sealNow(now)).toBe(1);
    // So late that only looking at everything finds it.
    await late(async () => {
      await writeRecord(runner, 'long-before');
      expect(await sealNow(now)).toBe(1);
    });
    expect(await sealNow(new Date(now.getTime() + HOUR))).toBe(0);
    expect(await sealNow(new Date(now.getTime() + HOUR), 0n)).toBe(1);
    await assertWhole();
    const actors = await database.prisma.auditSeal.findMany({
      orderBy: { position: 'desc' },
      take: 4,
      select: { record: { select: { actor: true } } },
    });
    expect(actors.map(({ record }) => record.actor)).toEqual(['late', OPERATOR.actor, 'late', OPERATOR.actor]);
  });
});

function ascending(a: bigint, b: bigint): number {
  return a < b ? -1 : 1;
}
