/** The database is there, or the one who starts the service is told why not; what was committed stays. */
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { type OpenDatabase, openDatabase } from '../../src/platform/database.ts';
import { DatabaseUnavailableError } from '../../src/platform/databaseUnavailable.ts';
import { DataFolderInUseError, lockDataFolder } from '../../src/platform/lock.ts';
import { runScript } from '../testkit/childProcess.ts';
import { createTestDatabase, DATABASES } from '../testkit/databases.ts';
import { createDataFolder } from '../testkit/dataFolder.ts';

const SECRET = 'tajné heslo/1';
const log = pino({ level: 'silent' });
const openFiles = (dataDir: string) => openDatabase({ databaseUrl: undefined, dataDir, log });
const openServer = (databaseUrl: string) => openDatabase({ databaseUrl, dataDir: 'memory://', log });

/** The error that opening ends with; fails when it does not, or when the error has the password anywhere in it. */
async function refusal(databaseUrl: string): Promise<Error> {
  const error: unknown = await openServer(databaseUrl).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(DatabaseUnavailableError);
  const everything = inspect(error, { depth: 10, showHidden: true });
  expect(everything).not.toMatch(/heslo|tajn/);
  return error as Error;
}

describe.each(DATABASES)('statements on %s', (kind) => {
  it('are told of to who watches, without those that begin and end transactions', async () => {
    const told: string[] = [];
    const watch = (sql: string) => {
      told.push(sql.split(' ', 1)[0] as string);
      return () => undefined;
    };
    const database = await createTestDatabase(kind, { watch });
    const { prisma } = database;
    await prisma.$transaction(async (tx) => {
      await tx.category.count();
      await tx.category.updateMany({ data: { nameKey: 'x' } });
    });
    await prisma.$transaction([prisma.category.count(), prisma.territory.count()]);
    await prisma.$transaction(async () => Promise.reject(new Error('no'))).catch(() => undefined);
    expect(told).toEqual(['SELECT', 'UPDATE', 'SELECT', 'SELECT']);
    await database.drop();
  });
});

describe('a server that cannot be used', () => {
  const password = encodeURIComponent(SECRET);

  it('is named when nobody answers there', async () => {
    const { message } = await refusal(`postgresql://user:${password}@127.0.0.1:1/catalogue`);
    expect(message).toContain(
      'PostgreSQL at 127.0.0.1:1/catalogue is not available: connect ECONNREFUSED 127.0.0.1:1.',
    );
  });

  it('is named when its name is unknown, or has several addresses', async () => {
    expect((await refusal(`postgresql://user:${password}@nowhere.invalid/catalogue`)).message).toContain(
      'PostgreSQL at nowhere.invalid:5432/catalogue is not available',
    );
    expect((await refusal(`postgresql://user:${password}@localhost:1/catalogue`)).message).toContain('ECONNREFUSED');
  });

  it.each([
    ['another protocol', 'mysql://user:tajne-heslo@host/db'],
    ['no address at all', 'tajne-heslo'],
    ['a password with a bare slash', 'postgresql://user:12/tajne-heslo@host/db'],
    ['a password with a bare hash', 'postgresql://user:12#tajne-heslo@host/db'],
    ['a port that is not a number', 'postgresql://user:tajne-heslo@host:port/db'],
  ])('is not even tried by %s', async (_what, url) => {
    expect((await refusal(url)).message).toContain('DATABASE_URL is not a PostgreSQL address such as');
  });
});

describe.runIf(DATABASES.includes('PostgreSQL'))('a PostgreSQL server', () => {
  const server = new URL(inject('testDatabases').postgres?.url ?? 'postgresql://unused');

  it('that does not know us is named, the password is not', async () => {
    const url = new URL(server);
    url.username = 'nobody_of_that_name';
    url.password = SECRET;
    const { message } = await refusal(url.href);
    expect(message).toContain(`PostgreSQL at ${server.host}/postgres is not available`);
    expect(message).toContain('nobody_of_that_name');
  });

  it('without the database is told with its name', async () => {
    const url = new URL(server);
    url.pathname = '/no_such_database';
    expect(await openServer(url.href).catch(String)).toContain('database "no_such_database" does not exist');
  });

  it('that drops our connections is connected to again', async () => {
    const database = await createTestDatabase('PostgreSQL');
    await database.prisma.category.count();
    await database.sql.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    // The end of a connection arrives after the answer to whoever asked for it.
    await expect.poll(() => database.prisma.category.count().catch(() => -1)).toBe(0);
    await database.drop();
  });

  it('lets one instance at a time do what only one may, whatever becomes of it', async () => {
    const [one, other] = await Promise.all([openServer(server.href), openServer(server.href)]);
    const order: string[] = [];
    let finish: () => void = () => undefined;
    const first = one.exclusively(async () => {
      order.push('first begins');
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      order.push('first fails');
      throw new Error('no');
    });
    await expect.poll(() => order).toEqual(['first begins']);
    const second = other.exclusively(async () => order.push('second'));
    await sleep(300);
    finish();
    await expect(first).rejects.toThrow('no');
    await second;
    expect(order).toEqual(['first begins', 'first fails', 'second']);
    await Promise.all([one.close(), other.close()]);
  });

  it('is used under our name, and statements that repeat are prepared', async () => {
    const database = await createTestDatabase('PostgreSQL');
    for (let i = 0; i < 4; i += 1) await database.prisma.category.count();
    const [session] = await database.prisma.$queryRaw<{ name: string; prepared: string[] }[]>`
      SELECT current_setting('application_name') AS name,
        (SELECT array_agg(statement) FROM pg_prepared_statements) AS prepared`;
    expect(session?.name).toBe('rozcestnik');
    expect(session?.prepared).toEqual([expect.stringContaining('COUNT(')]);
    await database.drop();
  });
});

describe('the embedded database', () => {
  let folder: string;
  let opened: OpenDatabase[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rozcestnik-data-'));
    opened = [];
  });
  afterEach(async () => {
    for (const database of opened) await database.close();
    await rm(folder, { recursive: true });
  });

  const open = async () => {
    const database = await openFiles(folder);
    opened.push(database);
    return database;
  };

  it('keeps what was committed and nothing else when its process is killed, and is free at once', async () => {
    await createDataFolder(folder);
    const writer = await runScript('test/integration/scripts/writeAndWait.ts', folder);
    expect(writer.said).toBe('written');
    await expect(open()).rejects.toThrow(DataFolderInUseError);
    await writer.kill();

    const database = await open();
    expect(await database.migrate(() => undefined)).toBe(0);
    expect(await database.prisma.category.findMany({ select: { slug: true, name: true } })).toEqual([
      { slug: 'committed', name: { cs: 'committed' } },
    ]);
    expect(database).toMatchObject({ adapter: 'PGlite', location: join(folder, 'database') });

    await database.prisma.category.updateMany({ data: { nameKey: 'reopened' } });
    await database.close();
    await database.close();
    expect(await (await open()).prisma.category.count({ where: { nameKey: 'reopened' } })).toBe(1);
  });

  it('begins again where a process was killed while it created the files', async () => {
    await mkdir(join(folder, 'database.new'));
    await writeFile(join(folder, 'database.new', 'PG_VERSION'), '18\n');
    expect(await (await open()).migrate(() => undefined)).toBeGreaterThan(0);
    expect(await readdir(folder)).toEqual(['database', 'lock']);
  });

  it('says which folder cannot be used, and lets go of it', async () => {
    await mkdir(join(folder, 'database'));
    await writeFile(join(folder, 'database', 'PG_VERSION'), '12\n');
    await expect(open()).rejects.toThrow(`The embedded database in ${join(folder, 'database')} cannot be opened: `);
    (await lockDataFolder(folder)).release();

    const file = join(folder, 'file');
    await writeFile(file, 'not a folder');
    await expect(openFiles(file)).rejects.toThrow(`The data folder ${file} cannot be used: EEXIST`);
  });
});
