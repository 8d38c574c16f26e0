/** Proving the audit log: whatever a superuser does to it is found, and told on the command line. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ChainBreak, ChainHead } from '../../src/journal/auditChain.ts';
import { type VerifyOptions, verifyAudit } from '../../src/journal/verifyAudit.ts';
import { lockDataFolder } from '../../src/platform/lock.ts';
import { forge, sealAll, writeRecords } from '../testkit/auditLog.ts';
import { runProgram } from '../testkit/childProcess.ts';
import { createTestDatabase, DATABASES, type TestDatabase } from '../testkit/databases.ts';
import { createDataFolder } from '../testkit/dataFolder.ts';

const PAGE = 100;
/** More than two pages. */
const SEALED = 210;
const UNSEALED = 3;

/** What a superuser may do, and the break that it leaves, at 0 the end. Records have the ids of their positions. */
const FORGERIES: [what: string, script: string, kind: ChainBreak['kind'], position: number, recordId?: number][] = [
  ['another actor', `UPDATE "AuditRecord" SET "actor" = 'somebody' WHERE "id" = 150`, 'ALTERED_RECORD', 150, 150],
  [
    'another fact',
    `UPDATE "AuditRecord" SET "details" = "details" || '{"to": "PUBLISHED"}' WHERE "id" = 1`,
    'ALTERED_RECORD',
    1,
    1,
  ],
  ['a later time', `UPDATE "AuditRecord" SET "at" = "at" + interval '1 ms' WHERE "id" = 7`, 'ALTERED_RECORD', 7, 7],
  ['no time', `UPDATE "AuditRecord" SET "at" = 'infinity' WHERE "id" = 7`, 'ALTERED_RECORD', 7, 7],
  [
    'another last record',
    `UPDATE "AuditRecord" SET "digest" = '' WHERE "id" = ${SEALED}`,
    'WRONG_HASH',
    SEALED,
    SEALED,
  ],
  ['another hash', `UPDATE "AuditSeal" SET "hash" = md5('') WHERE "position" = 9`, 'WRONG_HASH', 9, 9],
  ['a seal taken out', `DELETE FROM "AuditSeal" WHERE "position" = 100`, 'GAP', 100],
  ['the first seal taken out', `DELETE FROM "AuditSeal" WHERE "position" = 1`, 'GAP', 1],
  ['a record taken out', `DELETE FROM "AuditRecord" WHERE "id" = 101`, 'MISSING_RECORD', 101, 101],
  [
    'a record and its seal taken out, and the gap closed',
    `DELETE FROM "AuditSeal" WHERE "position" = 200; DELETE FROM "AuditRecord" WHERE "id" = 200;
      UPDATE "AuditSeal" SET "position" = -"position" + 1 WHERE "position" > 200;
      UPDATE "AuditSeal" SET "position" = -"position" WHERE "position" < 0`,
    'ALTERED_RECORD',
    200,
    201,
  ],
  [
    'two records in each other’s place',
    `UPDATE "AuditSeal" SET "recordId" = 0 WHERE "position" = 5;
      UPDATE "AuditSeal" SET "recordId" = 5 WHERE "position" = 6; UPDATE "AuditSeal" SET "recordId" = 6 WHERE "position" = 5`,
    'WRONG_HASH',
    5,
    6,
  ],
  ['the end cut off', `DELETE FROM "AuditSeal" WHERE "position" > 205`, 'CUT', 206],
];

describe.each(DATABASES)('Proving the audit log on %s', (kind) => {
  let database: TestDatabase;
  let expected: ChainHead;
  const prove = (options: VerifyOptions = {}) => verifyAudit(database.prisma, { page: PAGE, ...options });

  beforeAll(async () => {
    database = await createTestDatabase(kind);
    await writeRecords(database, SEALED);
    // Not as large as the pages: neither may rely on the other.
    await sealAll(database.prisma, 64);
    expected = (await prove()).head;
    await writeRecords(database, UNSEALED);
    await database.sql.exec('CREATE TABLE records AS TABLE "AuditRecord"; CREATE TABLE seals AS TABLE "AuditSeal"');
  });
  afterEach(() =>
    forge(
      database,
      `DELETE FROM "AuditSeal"; DELETE FROM "AuditRecord";
        INSERT INTO "AuditRecord" TABLE records; INSERT INTO "AuditSeal" TABLE seals`,
    ),
  );
  afterAll(() => database.drop());

  it('counts what is sealed and what is not yet, and tells how far it is', async () => {
    const messages: string[] = [];
    let now = 0;
    const clock = () => {
      now += 3_000;
      return now;
    };
    const found = await prove({ expected, report: (message) => messages.push(message), clock });
    expect(found).toEqual({
      head: { position: BigInt(SEALED), hash: expected.hash },
      break: null,
      records: SEALED + UNSEALED,
      sealed: SEALED,
      oldestUnsealed: new Date('2026-11-23T10:00:01Z'),
    });
    expect(messages).toEqual(['  200 of 210 seals proved']);
  });

  it.each(FORGERIES)('finds %s', async (_what, script, kind, position, recordId) => {
    await forge(database, script);
    const found = await prove({ expected });
    expect(found.break).toEqual({
      kind,
      position: BigInt(position),
      recordId: recordId === undefined ? null : BigInt(recordId),
    });
    expect(found.head.position).toBe(BigInt(position - 1));
  });

  it('takes a log that was made anew for whole, unless it is told a former head', async () => {
    await forge(database, `DELETE FROM "AuditSeal"; UPDATE "AuditRecord" SET "actor" = 'somebody' WHERE "id" = 3`);
    await sealAll(database.prisma);
    expect((await prove()).break).toBeNull();
    const found = await prove({ expected });
    expect(found.break).toEqual({ kind: 'OTHER_HEAD', position: BigInt(SEALED), recordId: BigInt(SEALED) });
  });

  it.skipIf(kind === 'PGlite')('tells the outcome on the command line', { timeout: 120_000 }, async () => {
    const environment = { DATABASE_URL: database.databaseUrl as string };
    const head = `${SEALED}:${expected.hash}`;
    expect(await runVerify(environment, '--head', head)).toEqual({
      code: 0,
      stdout: expect.stringMatching(
        `213 records, 210 sealed, 3 not sealed yet, the oldest of 2026-11-23T10:00:01.000Z.\nThe chain is whole. Its head: ${head}\n`,
      ),
      stderr: '',
    });
    await forge(database, `UPDATE "AuditRecord" SET "actor" = 'somebody' WHERE "id" = 7`);
    expect(await runVerify(environment)).toEqual({
      code: 1,
      stdout: expect.stringContaining('Whole up to 6:'),
      stderr: expect.stringMatching(
        /^The chain is broken at position 7 \(record 7\): the chain goes on from its hash, but/,
      ),
    });
    const wrong = await runVerify(environment, '--head', '7');
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('Usage: npm run audit:verify') });
  });
});

describe('npm run audit:verify', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rozcestnik-verify-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('explains what keeps it from its work, and finds nothing wrong with an empty log', {
    timeout: 120_000,
  }, async () => {
    const wrong = await runVerify({ LOG_LEVEL: 'loud' });
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('LOG_LEVEL must be') });
    await createDataFolder(folder);
    const empty = await runVerify({ DATA_DIR: folder });
    expect(empty).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('0 records, 0 sealed, 0 not sealed yet.'),
    });
    const lock = await lockDataFolder(folder);
    expect(await runVerify({ DATA_DIR: folder })).toMatchObject({ code: 3 });
    lock.release();
  });
});

function runVerify(environment: Record<string, string>, ...args: string[]) {
  return runProgram('src/cli/verifyAudit', args, environment);
}
