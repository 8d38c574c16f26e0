/**
 * Long bulk files: how fast they go, and that memory does not grow with them. The first file of a run (`longestFirst.ts`), because
 * others of the same process leave memory behind.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportEntries } from '../../src/catalogue/bulk/exportEntries.ts';
import type { CommandRunner } from '../../src/journal/command.ts';
import { type Imported, importFile, jsonLines, rowOf } from '../testkit/bulk.ts';
import { writeOrganization } from '../testkit/content.ts';
import { createTestDatabase, ONE_DATABASE, type TestDatabase } from '../testkit/databases.ts';
import { collectGarbage } from '../testkit/garbage.ts';
import { runnerOn } from '../testkit/seeding.ts';

const ROWS = 5_000;
/** Revising takes a dozen statements a row. */
const REVISED = 300;
/** Bytes that a row has at least. */
const ROW_BYTES = 6_000;
/** Rows between two measurements of memory. Prisma remembers its last hundred statements with their values: twenty batches of rows. */
const MEASURED = 1_000;
const WARM = 4 * MEASURED;
/** Bytes that may be held more at the end than when warm, for the names: a fraction of the rows read since. */
const GROWTH = 3_000_000;

describe.each(ONE_DATABASE)(`${ROWS} rows on %s`, (kind) => {
  let database: TestDatabase;
  let runner: CommandRunner;

  beforeAll(async () => {
    database = await createTestDatabase(kind);
    runner = runnerOn(database);
    await writeOrganization(runner, 'org-dia');
  });
  afterAll(() => database.drop());

  it('are created, skipped, revised and exported with flat memory', async () => {
    const created = await measured('created', ROWS, (done) => importLong('První', ROWS, done));
    expect(created).toMatchObject({ created: ROWS, written: true, errors: [] });
    const unchanged = await measured('skipped', ROWS, (done) => importLong('První', ROWS, done));
    expect(unchanged).toMatchObject({ unchanged: ROWS, errors: [] });
    const revised = await measured('revised', REVISED, (done) => importLong('Druhá', REVISED, done));
    expect(revised).toMatchObject({ revised: REVISED, written: true, errors: [] });
    const exported = await measured('exported', ROWS, exportAll);
    expect(exported).toBe(ROWS);
  }, 600_000);

  /** Does the work, says how fast it was and makes sure that what it holds does not grow. */
  async function measured<Result>(
    what: string,
    rows: number,
    work: (done: (rows: number) => void) => Promise<Result>,
  ): Promise<Result> {
    const held: number[] = [];
    let warm = 0;
    let paused = 0;
    const begun = performance.now();
    const result = await work((done) => {
      // The test's own record of statements is not what is measured.
      database.statements.length = 0;
      if (done % MEASURED !== 0) return;
      const start = performance.now();
      collectGarbage();
      const { heapUsed } = process.memoryUsage();
      if (done === WARM) warm = heapUsed;
      if (done > WARM) held.push(heapUsed - warm);
      paused += performance.now() - start;
    });
    const perSecond = rows / ((performance.now() - begun - paused) / 1_000);
    const growth = Math.max(0, ...held);
    console.log(`${kind}: ${perSecond.toFixed(0)} rows a second ${what}, growth ${(growth / 1e6).toFixed(1)} MB`);
    expect(growth).toBeLessThan(GROWTH);
    return result;
  }

  async function exportAll(done: (rows: number) => void): Promise<number> {
    let rows = 0;
    const write = async (_lines: string, count: number) => {
      rows += count;
      done(rows);
    };
    return exportEntries(runner.database, { kinds: [], state: 'newest', bare: false }, write);
  }

  function importLong(title: string, rows: number, done: (rows: number) => void): Promise<Imported> {
    const source = async function* () {
      for (let row = 0; row < rows; row += 1) yield Buffer.from(jsonLines([longRow(title, row)]));
    };
    return importFile(runner, source, {}, (_phase, rows) => done(rows));
  }
});

/** A row that refers to the row before and to one that comes later. */
function longRow(title: string, row: number) {
  const related = [(row + ROWS - 1) % ROWS, (row + 997) % ROWS].map((other) => `@entry/tile/dlazdice-${other}`);
  const longText = { cs: `${row} ${'Dlouhý text. '.repeat(ROW_BYTES / 14)}` };
  return rowOf(`dlazdice-${row}`, { title: { cs: title }, longText, related });
}
