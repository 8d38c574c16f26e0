/** A private PostgreSQL server for a test run, in a temporary folder, gone with it. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from './freePort.ts';

/** A running server. */
export interface PostgresServer {
  /** Address of its database `postgres`, as a superuser. */
  readonly url: string;
  /** Stops it and deletes its files. */
  stop(): Promise<void>;
}

/** Milliseconds that a server may take to answer. */
const START_TIMEOUT = 30_000;

/** Nothing of the tests has to survive a crash of the machine; and its zone is not UTC, to find code that relies on it. */
const SETTINGS = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'autovacuum=off',
  'shared_buffers=64MB',
  'timezone=Europe/Prague',
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
];

/**
 * Runs the server until its own input ends, then stops it and deletes its folder: so it ends with the test run however
 * that ends, killed as well.
 */
const GUARD = `folder=$1; shift; "$@" & server=$!; cat >/dev/null; kill -INT $server; wait $server; rm -rf "$folder"`;

/** The folder with the newest `postgres` and `initdb` on the PATH or where Debian puts them; undefined without one. */
export function findPostgres(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...(process.env['PATH'] ?? '').split(delimiter),
    ...versions.map((version) => join(debian, version, 'bin')),
  ];
  return folders.find((folder) => ['postgres', 'initdb'].every((name) => existsSync(join(folder, name))));
}

/**
 * Starts a server.
 * @param binaries folder of its programs
 * @throws Error with the server's own words when it does not start; nothing is left behind then
 */
export async function startPostgres(binaries: string): Promise<PostgresServer> {
  const identity = ordinaryUser();
  const folder = mkdtempSync(join(tmpdir(), 'rozcestnik-postgres-'));
  if (identity) chownSync(folder, identity.uid, identity.gid);
  const data = join(folder, 'data');
  const password = randomBytes(12).toString('hex');
  try {
    initialize(binaries, { folder, data, password, identity });
    return await start(binaries, { folder, data, password, identity });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

interface Identity {
  readonly uid: number;
  readonly gid: number;
}

interface Cluster {
  readonly folder: string;
  readonly data: string;
  readonly password: string;
  /** Whom to run as, when not as ourselves. */
  readonly identity: Identity | undefined;
}

// PostgreSQL refuses to run as root: then it is run as the user of Debian's package.
function ordinaryUser(): Identity | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const line = readFileSync('/etc/passwd', 'utf8').match(/^postgres:[^:]*:(\d+):(\d+):/m);
  if (!line) throw new Error('PostgreSQL cannot run as root, and there is no user postgres to run it as');
  return { uid: Number(line[1]), gid: Number(line[2]) };
}

function initialize(binaries: string, { folder, data, password, identity }: Cluster): void {
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password);
  const options = [
    '--username=tester',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--no-sync',
  ];
  // Czech collation by default, so that what must be ordered by bytes but is not shows.
  const locale = ['--locale=C', '--locale-provider=icu', '--icu-locale=cs'];
  execFileSync(join(binaries, 'initdb'), [`--pgdata=${data}`, ...options, ...locale], {
    ...identity,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

async function start(binaries: string, { folder, data, password, identity }: Cluster): Promise<PostgresServer> {
  const port = await freePort();
  const settings = [...SETTINGS, `port=${port}`].flatMap((setting) => ['-c', setting]);
  const guard = spawn('sh', ['-c', GUARD, 'sh', folder, join(binaries, 'postgres'), '-D', data, ...settings], {
    ...identity,
    cwd: folder,
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const server = { url: `postgresql://tester:${password}@127.0.0.1:${port}/postgres`, stop: () => stop(guard) };
  try {
    await answering(guard, server.url);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

async function answering(guard: ChildProcess, url: string): Promise<void> {
  let words = '';
  guard.stderr?.on('data', (chunk: Buffer) => {
    words = (words + chunk).slice(-2_000);
  });
  const end = Date.now() + START_TIMEOUT;
  while (!(await answers(url))) {
    if (/FATAL: +(?! |the database system is starting up)/.test(words) || Date.now() > end) {
      throw new Error(`PostgreSQL did not start:\n${words}`);
    }
    await sleep(50);
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function stop(guard: ChildProcess): Promise<void> {
  if (guard.exitCode !== null || guard.signalCode !== null) return;
  const ended = new Promise((resolve) => guard.once('exit', resolve));
  guard.stdin?.end();
  await ended;
}
