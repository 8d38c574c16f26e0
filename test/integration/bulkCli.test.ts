/** The commands `npm run import` and `npm run export`, as their user sees them. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Changes } from '../../src/journal/changes.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { openDatabase } from '../../src/platform/database.ts';
import { lockDataFolder } from '../../src/platform/lock.ts';
import { jsonLines, rowOf } from '../testkit/bulk.ts';
import { runProgram } from '../testkit/childProcess.ts';
import { writeOrganization } from '../testkit/content.ts';
import { createTestDatabase, ONE_DATABASE, type TestDatabase } from '../testkit/databases.ts';
import { createDataFolder } from '../testkit/dataFolder.ts';

const folder = mkdtempSync(join(tmpdir(), 'rozcestnik-bulk-'));
const dataDir = join(folder, 'data');
/** Temporary files of the programs. */
const temporary = join(folder, 'tmp');
const place = (name: string) => join(folder, name);
/** On a server where there is one: a program opens it sooner than a data folder. */
let server: TestDatabase | undefined;

/** Runs a program of the command line to its end. */
function run(program: 'import' | 'export', args: string[], input = '', databaseUrl = server?.databaseUrl) {
  const environment = { DATA_DIR: dataDir, TMPDIR: temporary, ...(databaseUrl && { DATABASE_URL: databaseUrl }) };
  return runProgram(`src/cli/${program}`, args, environment, input);
}

const rows = [rowOf('b', { related: ['@entry/tile/a'] }), rowOf('a')];
const bad = rowOf('c', { title: { cs: '\u001b[2J'.padEnd(130, 'x') }, ['\u0007']: 1 });

describe('The command line', () => {
  beforeAll(async () => {
    mkdirSync(temporary);
    if (ONE_DATABASE.includes('PostgreSQL')) server = await createTestDatabase('PostgreSQL');
    else await createDataFolder(dataDir);
    const database = await openDatabase({ databaseUrl: server?.databaseUrl, dataDir, log: pino({ level: 'silent' }) });
    const runner = { database: database.prisma, clock: systemClock, changes: new Changes() };
    await writeOrganization(runner, 'org-dia');
    await database.close();
    writeFileSync(place('rows.jsonl'), jsonLines(rows));
    writeFileSync(place('bad.jsonl'), jsonLines([...rows, bad]));
  });
  afterAll(async () => {
    await server?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.runIf(ONE_DATABASE.includes('PostgreSQL'))(
    'only looks at a database that is not migrated, and says so',
    async () => {
      const database = await createTestDatabase('PostgreSQL');
      await database.sql.exec('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
      const calls = [
        ['import', ['--dry-run', place('rows.jsonl')]],
        ['export', ['-']],
      ] as const;
      for (const [program, args] of calls) {
        const { code, stderr } = await run(program, [...args], '', database.databaseUrl);
        expect({ program, code }).toEqual({ program, code: 1 });
        expect(stderr).toContain('npm start');
      }
      expect(await database.sql.query('SELECT FROM pg_tables WHERE schemaname = current_schema()')).toEqual([]);
      await database.drop();
    },
  );

  it.concurrent.each(['import', 'export'] as const)('explains %s', async (program) => {
    const { code, stdout } = await run(program, ['--help']);
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: npm run ${program} -- FILE`);
  });

  it.concurrent.each([
    ['import', [], 'Name a file, or - for standard input'],
    ['import', ['a', 'b'], 'Name one file, not 2'],
    ['import', ['--force', 'a'], "Unknown option '--force'"],
    ['import', ['--policy', 'none', 'a'], '--policy must be one of reject-all, reject-bad-rows'],
    ['import', ['--reason', ' ', 'a'], '--reason must not be empty'],
    ['import', [place('none.jsonl')], 'cannot be read: ENOENT'],
    ['import', [folder], 'is a folder'],
    ['import', ['--errors-json', place('none/errors'), place('rows.jsonl')], 'cannot be written: ENOENT'],
    ['export', [], 'Name a file'],
    ['export', ['--kind', 'Tile', '-'], '--kind must be one of tile, form'],
    ['export', ['--state', 'all', '-'], '--state must be one of published, newest'],
    ['export', [folder], 'is a folder'],
    ['export', [place('none/export.jsonl')], 'cannot be written: ENOENT'],
  ] as const)('refuses: npm run %s -- %j', async (program, args, words) => {
    const { code, stdout, stderr } = await run(program, [...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(words);
  });

  it('tells errors by their row, without what a terminal would obey', async () => {
    const { code, stdout, stderr } = await run('import', [place('bad.jsonl')]);
    expect(code).toBe(1);
    expect(stdout).toBe('Nothing was written: 2 would be created, 0 revised, 0 left unchanged, 1 rejected.\n');
    expect(stderr).toContain('line 3, tile c, content.title.cs: must not contain control characters (INVALID_INPUT)\n');
    expect(stderr).toContain('line 3, tile c, content: must not have unknown fields: "\\u');
    expect(stderr.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });

  it('writes errors as JSON Lines', async () => {
    const { code, stderr } = await run('import', [place('bad.jsonl'), '--errors-json', place('errors')]);
    expect(code).toBe(1);
    expect(stderr).not.toContain('line 3');
    const errors = readFileSync(place('errors'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(errors).toContainEqual({
      line: 3,
      kind: 'tile',
      slug: 'c',
      path: 'content.title.cs',
      code: 'INVALID_INPUT',
      message: 'must not contain control characters',
    });
  });

  it('tries a file', async () => {
    const { code, stdout } = await run('import', ['--dry-run', place('rows.jsonl')]);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'Dry run, nothing was written: 2 would be created, 0 revised, 0 left unchanged, 0 rejected.\n',
    });
  });

  it('imports the good rows of standard input, and leaves no copy of it', async () => {
    const args = ['-', '--policy', 'reject-bad-rows', '--submit', '--reason', 'Nové dlaždice'];
    const { code, stdout } = await run('import', args, jsonLines([...rows, bad]));
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: 'Imported: 2 created, 0 revised, 0 unchanged, 1 rejected.\n',
    });
    expect(readdirSync(temporary).filter((name) => name.startsWith('rozcestnik'))).toEqual([]);
  });

  it('exports to standard output what it exports to a file, and imports that as unchanged', async () => {
    const args = ['--state', 'newest', '--kind', 'tile'];
    const { code, stdout, stderr } = await run('export', ['-', ...args]);
    expect(code).toBe(0);
    expect(stderr).toContain('Exported 2 entries.');
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { slug: 'a', state: 'IN_REVIEW', version: 1, publishedAt: null },
      { slug: 'b', state: 'IN_REVIEW', content: { related: ['@entry/tile/a'] } },
    ]);
    writeFileSync(place('export.jsonl'), 'what was there before');
    expect(await run('export', [place('export.jsonl'), ...args])).toMatchObject({ code: 0, stdout: '' });
    expect(readFileSync(place('export.jsonl'), 'utf8')).toBe(stdout);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
    expect(await run('import', [place('export.jsonl')])).toMatchObject({
      code: 0,
      stdout: 'Imported: 0 created, 0 revised, 2 unchanged, 0 rejected.\n',
    });
  }, 180_000);

  it('leaves a data folder alone that is in use', async () => {
    const lock = await lockDataFolder(dataDir);
    const refused = await run('export', [place('other.jsonl')], '', '');
    lock.release();
    expect(refused.code).toBe(3);
    expect(refused.stderr).toContain(`The data folder ${dataDir} is in use`);
    expect(existsSync(place('other.jsonl'))).toBe(false);
  });
});
