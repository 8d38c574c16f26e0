/** Importing public authorities: the command on a database, and `npm run organizations:import` as its user sees it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../../src/journal/command.ts';
import { OPERATOR, type Viewer } from '../../src/kernel/viewer.ts';
import { importOrganizations } from '../../src/organizations/commands/importOrganizations.ts';
import type { GoodRow } from '../../src/organizations/import/planImport.ts';
import { runProgram } from '../testkit/childProcess.ts';
import { cs, writeOrganization } from '../testkit/content.ts';
import { createTestDatabase, DATABASES, type TestDatabase } from '../testkit/databases.ts';
import { createDataFolder } from '../testkit/dataFolder.ts';
import { digestOfRows } from '../testkit/rows.ts';
import { runnerOn } from '../testkit/seeding.ts';

const row = (ovmId: string, name: string, fields: object = {}): GoodRow => ({
  authority: { ovmId, name, ico: null, dataBoxId: null, legalForm: '801', categories: [], ...fields },
  line: 2,
  path: [],
});

describe.each(DATABASES)('the import of public authorities on %s', (kind) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase(kind);
  });
  afterAll(() => database.drop());
  const importRows = (rows: GoodRow[], viewer: Viewer = OPERATOR) =>
    runCommand(runnerOn(database), viewer, importOrganizations, rows);

  it('creates what is missing, changes what differs, keeps former names, and is audited', async () => {
    await writeOrganization(runnerOn(database), 'mesto', {
      name: { cs: 'Staré', en: 'Old' },
      ico: '00007064',
      kind: 'REGION',
    });
    const rows = [
      row('1', 'Nové', { ico: '00007064' }),
      ...Array.from({ length: 600 }, (_, n) => row(`${n + 2}`, 'Obec Ves')),
    ];
    expect(await importRows(rows)).toEqual({ created: 600, updated: 1, unchanged: 0, merged: 0 });
    const { organization, auditRecord } = database.prisma;
    expect(await organization.findUnique({ where: { slug: 'mesto' } })).toMatchObject({
      ...{ name: { cs: 'Nové', en: 'Old' }, ovmId: '1', kind: 'REGION', revision: 2 },
      formerNames: [{ name: { cs: 'Staré', en: 'Old' } }],
    });
    expect(await organization.count({ where: { kind: 'MUNICIPALITY', revision: 1 } })).toBe(600);
    expect(await auditRecord.count({ where: { action: 'organization.import' } })).toBe(601);
    const before = await digestOfRows(database.sql);
    expect(await importRows(rows)).toEqual({ created: 0, updated: 0, unchanged: 601, merged: 0 });
    expect(await digestOfRows(database.sql)).toBe(before);
  });

  it('does nothing when rows contradict each other, or for who may not', async () => {
    const before = await digestOfRows(database.sql);
    const rows = [row('9001', 'A'), row('9002', 'B', { ico: '00007064' })];
    await expect(importRows(rows)).rejects.toMatchObject({ code: 'INVALID_INPUT', issues: [{ path: ['ičo'] }] });
    const citizen: Viewer = { actor: 'jan', roles: new Set(['CITIZEN']) };
    await expect(importRows([row('9001', 'A')], citizen)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await digestOfRows(database.sql)).toBe(before);
  });
});

describe('npm run organizations:import', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rozcestnik-ovm-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const run = (...args: string[]) => {
    return runProgram('src/cli/importOrganizations', args, { DATA_DIR: join(folder, 'data') });
  };
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  it('explains itself, checks, refuses by line, and writes', async () => {
    expect(await run('--help')).toMatchObject({ code: 0, stdout: expect.stringContaining('--dry-run') });
    expect(await run('x', '--format', 'xml')).toMatchObject({ code: 2, stderr: expect.stringContaining('csv, json') });
    await createDataFolder(join(folder, 'data'));
    const good = file(
      'ovm.json',
      JSON.stringify({ položky: [{ identifikátor: '1', název: cs('Obec Ves'), ičo: '00007064' }] }),
    );
    expect(await run(good, '--dry-run')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('1 would be created'),
    });
    const bad = file('ovm.csv', 'identifikátor;název;ičo\n1;Obec Ves;00007064\n2;Obec Lhota;123\n');
    const errors = join(folder, 'errors.jsonl');
    const refused = await run(bad, '--language', 'cs', '--errors-json', errors);
    expect(refused).toMatchObject({ code: 1, stdout: 'Nothing was written: 1 errors.\n' });
    expect(JSON.parse(readFileSync(errors, 'utf8'))).toMatchObject({
      line: 3,
      path: 'ičo',
      message: expect.stringContaining('musí být IČO'),
    });
    const partly = await run(bad, '--skip-bad-rows');
    expect(partly).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('1 created'),
      stderr: expect.stringContaining('line 3, ičo'),
    });
    expect(await run(good)).toMatchObject({ code: 0, stdout: expect.stringContaining('0 created, 0 changed, 1 left') });
  });
});
