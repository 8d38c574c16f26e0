/** Backups: what was there comes back exactly, and nothing is touched until that is proved. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { readArchive, writeArchive } from '../../src/backup/archive.ts';
import { backUp } from '../../src/backup/backUp.ts';
import { exportAll, LEFT_OUT } from '../../src/backup/exportAll.ts';
import { readModels } from '../../src/backup/fieldsPage.ts';
import { libpqAddress } from '../../src/backup/programs.ts';
import { restore } from '../../src/backup/restore.ts';
import type { DataPlaces } from '../../src/backup/source.ts';
import { withConnection } from '../../src/backup/withConnection.ts';
import { hashOfBytes } from '../../src/platform/files/fileStorage.ts';
import { openFileStorage } from '../../src/platform/files/openFileStorage.ts';
import { DataFolderInUseError, lockDataFolder } from '../../src/platform/lock.ts';
import { createLog } from '../../src/platform/log.ts';
import { DATABASES } from '../testkit/databases.ts';
import { createDataFolder } from '../testkit/dataFolder.ts';
import { startObjectStore } from '../testkit/objectStore.ts';
import { digestOfRows } from '../testkit/rows.ts';
import { createPostgresDatabase, databaseAddress, dropPostgresDatabase } from '../testkit/templates.ts';

const log = createLog('silent');

describe.each(DATABASES)('backups of %s', (kind) => {
  const work = mkdtempSync(join(tmpdir(), 'rozcestnik-backup-'));
  const { postgres } = inject('testDatabases');
  let count = 0;

  /** A database of its own with a data folder. */
  const makePlaces = async (template: 'seeded' | 'empty' | null): Promise<DataPlaces> => {
    count += 1;
    const DATA_DIR = join(work, `data${count}`);
    await mkdir(DATA_DIR);
    if (kind === 'PGlite') {
      if (template !== null) await createDataFolder(DATA_DIR, template);
      return { DATA_DIR };
    }
    const name = `${postgres?.templates.empty}_backup${count}`;
    await createPostgresDatabase(postgres?.url ?? '', name, template ? postgres?.templates[template] : undefined);
    return { DATA_DIR, DATABASE_URL: databaseAddress(postgres?.url ?? '', name) };
  };
  const rowsOf = (places: DataPlaces) => withConnection(places, digestOfRows);
  const change = (places: DataPlaces) =>
    withConnection(places, (sql) => sql.exec(`UPDATE "Organization" SET "slug" = "slug" || '-later'`));
  const restoreTo = (places: DataPlaces, from: string, isForced = false) =>
    restore({ places, from, isForced, report: () => undefined, log });

  let source: DataPlaces;
  const file = join(work, 'backup.tar');

  beforeAll(async () => {
    source = await makePlaces('seeded');
    await mkdir(join(source.DATA_DIR, 'files', 'ab'), { recursive: true });
    await mkdir(join(source.DATA_DIR, 'files', 'unfinished'), { recursive: true });
    await writeFile(join(source.DATA_DIR, 'files', 'ab', 'abcdef'), 'a logo');
    await writeFile(join(source.DATA_DIR, 'files', 'unfinished', 'x'), 'half a logo');
  });
  afterAll(async () => {
    rmSync(work, { recursive: true, force: true });
    if (!postgres || kind === 'PGlite') return;
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    // What is restored is named after its source, whose beginning is cut where the name would be too long.
    const ours = `${postgres.templates.empty}_backup`.slice('rozcestnik_test_'.length);
    const found = await client.query<{ name: string }>(
      'SELECT datname AS name FROM pg_database WHERE strpos(datname, $1) > 0',
      [ours],
    );
    await client.end();
    for (const { name } of found.rows) await dropPostgresDatabase(postgres.url, name);
  });

  test('bring back every row and every file, and keep what was there before', async () => {
    const manifest = await backUp({ places: source, to: file, version: '1.2.3', now: new Date(), log });
    expect(manifest).toMatchObject({ adapter: kind, service: '1.2.3', audit: { isWhole: true } });
    expect(manifest.tables['Organization']?.rows).toBeGreaterThan(0);
    expect(Object.keys(manifest.files)).toEqual(['ab/abcdef']);
    expect(readdirSync(work).filter((name) => name.startsWith('.'))).toEqual([]);
    const before = await rowsOf(source);

    const target = await makePlaces(null);
    expect(await restoreTo(target, file)).toMatchObject({ manifest: { service: '1.2.3' } });
    expect(await rowsOf(target)).toBe(before);
    expect(await readFile(join(target.DATA_DIR, 'files', 'ab', 'abcdef'), 'utf8')).toBe('a logo');

    await change(source);
    const later = await rowsOf(source);
    await expect(restoreTo(source, file)).rejects.toThrow('--force');
    expect(await rowsOf(source)).toBe(later);
    const { kept } = await restoreTo(source, file, true);
    expect(await rowsOf(source)).toBe(before);
    expect(kept).toContain('before');
    if (source.DATABASE_URL) {
      const name = kept?.replace('the database ', '') ?? '';
      expect(await rowsOf({ ...source, DATABASE_URL: databaseAddress(source.DATABASE_URL, name) })).toBe(later);
    } else {
      expect(existsSync(join(String(kept), 'PG_VERSION'))).toBe(true);
    }
  });

  test('hold the files of a bucket, and put them back into one', async () => {
    const store = await startObjectStore();
    const FILES_URL = store.url({ bucket: 'files/of-tests' });
    const storage = openFileStorage({ ...source, FILES_URL });
    const hash = hashOfBytes(Buffer.from('a logo'));
    await storage.put(hash, Buffer.from('a logo'));
    const from = join(work, 'bucket.tar');
    const places = { ...source, FILES_URL };
    const { files } = await backUp({ places, to: from, version: '1', now: new Date(), log });
    expect(Object.keys(files)).toEqual([`${hash.slice(0, 2)}/${hash}`]);
    await storage.delete(hash);
    const target = await makePlaces(null);
    await restoreTo({ ...target, FILES_URL }, from);
    expect(String(await storage.get(hash))).toBe('a logo');
    expect(existsSync(join(target.DATA_DIR, 'files'))).toBe(false);

    const refused = { ...places, FILES_URL: store.url({ secret: 'wrong' }) };
    await expect(backUp({ places: refused, to: `${from}2`, version: '1', now: new Date(), log })).rejects.toThrow(
      'the key is refused for the bucket files',
    );
    expect(readdirSync(work).filter((name) => name.startsWith('.') || name.endsWith('tar2'))).toEqual([]);
    await store.close();
  });

  test('are refused when they are damaged, forged, of the other database or no backups, and nothing changes', async () => {
    const before = await rowsOf(source);
    const damaged = join(work, 'damaged.tar');
    await writeFile(damaged, await readFile(file));
    const bytes = await readFile(damaged);
    bytes.writeUInt8(bytes.readUInt8(20_000) ^ 1, 20_000);
    await writeFile(damaged, bytes);
    await expect(restoreTo(source, damaged, true)).rejects.toThrow(/damaged/);
    await writeFile(damaged, await readFile(file));
    await truncate(damaged, 30_000);
    await expect(restoreTo(source, damaged, true)).rejects.toThrow(/damaged/);
    await writeFile(damaged, 'not a backup at all');
    await expect(restoreTo(source, damaged, true)).rejects.toThrow(/no backup|damaged/);
    await expect(restoreTo(source, join(work, 'nothing.tar'), true)).rejects.toThrow('There is no file');

    const scratch = join(work, 'scratch');
    const manifest = await readArchive(file, scratch);
    const repacked = async (name: string, wrong: Partial<typeof manifest>) => {
      const path = join(work, name);
      const contents = { manifest: { ...manifest, ...wrong }, database: join(scratch, 'database.dump') };
      await writeArchive(path, { ...contents, filesFolder: join(scratch, 'files') });
      return path;
    };
    const tables = { ...manifest.tables, Organization: { rows: 1, digest: '0:0' } };
    await expect(restoreTo(source, await repacked('rows.tar', { tables }), true)).rejects.toThrow(
      /Organization \(1 rows/,
    );
    const audit = { position: '1', hash: 'f'.repeat(64), isWhole: true };
    await expect(restoreTo(source, await repacked('audit.tar', { audit }), true)).rejects.toThrow(
      /audit chain is broken/,
    );
    const migrations = [...manifest.migrations, '29990101000000_future'];
    await expect(restoreTo(source, await repacked('newer.tar', { migrations }), true)).rejects.toThrow('newer version');
    const adapter = kind === 'PGlite' ? 'PostgreSQL' : 'PGlite';
    await expect(restoreTo(source, await repacked('other.tar', { adapter }), true)).rejects.toThrow(`is of ${adapter}`);

    expect(await rowsOf(source)).toBe(before);
    expect(readdirSync(source.DATA_DIR).filter((name) => /restore/.test(name) && !/before/.test(name))).toEqual([]);
  });

  test('do not overwrite a file, and wait until nobody uses the database', async () => {
    await expect(backUp({ places: source, to: file, version: '1', now: new Date(), log })).rejects.toThrow(
      'there already',
    );
    if (source.DATABASE_URL) {
      const client = new pg.Client({ connectionString: source.DATABASE_URL });
      await client.connect();
      await expect(restoreTo(source, file, true)).rejects.toThrow(/1 other connections .* stop every instance/);
      await client.end();
    } else {
      const lock = await lockDataFolder(source.DATA_DIR);
      const backup = backUp({ places: source, to: join(work, 'b.tar'), version: '1', now: new Date(), log });
      await expect(backup).rejects.toThrow(DataFolderInUseError);
      await expect(restoreTo(source, file, true)).rejects.toThrow(DataFolderInUseError);
      lock.release();
    }
  });

  test('are not the only way out: everything is exported in open formats, with what each field means', async () => {
    const to = join(work, 'export');
    const options = { to, files: source, report: () => undefined };
    const counts = await withConnection(source, (connection) => exportAll(connection, options));
    const models = (await readModels()).map(({ name }) => name);
    expect([...Object.keys(counts), ...Object.keys(LEFT_OUT)].sort()).toEqual(
      expect.arrayContaining(models.filter((name) => !(name in LEFT_OUT))),
    );
    for (const [table, rows] of Object.entries(counts)) {
      const lines = readFileSync(join(to, `${table}.jsonl`), 'utf8')
        .split('\n')
        .filter(Boolean);
      expect({ table, rows: lines.length }).toEqual({ table, rows });
      for (const line of lines.slice(0, 3)) expect(JSON.parse(line)).toBeTypeOf('object');
    }
    expect(counts['Organization']).toBeGreaterThan(0);
    expect(existsSync(join(to, 'Secret.jsonl'))).toBe(false);
    expect(readFileSync(join(to, 'files', 'ab', 'abcdef'), 'utf8')).toBe('a logo');
    const page = readFileSync(join(to, 'README.md'), 'utf8');
    expect(page).toContain('| `runAt` | DateTime |');
    expect(page).toContain('Work put off: written in the transaction that causes it');
    await expect(withConnection(source, (connection) => exportAll(connection, options))).rejects.toThrow(
      'there already',
    );
  });
});

test('addresses for PostgreSQL’s programs have neither the password nor what only drivers know', () => {
  expect(libpqAddress('postgresql://me:p%40ss@db:5433/x?schema=public&sslmode=require')).toEqual({
    address: 'postgresql://me@db:5433/x?sslmode=require',
    password: 'p@ss',
  });
});
