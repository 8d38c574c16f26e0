/** PostgreSQL's own programs for dumps. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { BackupError } from '../platform/backupError.ts';

export type Program = 'pg_dump' | 'pg_restore';

/** Where Debian has them, a folder for each version, whether they are on the PATH or not. */
const DEBIAN = '/usr/lib/postgresql';

/** A program, with the major version that it is of. */
export interface FoundProgram {
  readonly path: string;
  readonly major: number;
}

/**
 * The newest of a program that can be found.
 * @throws BackupError when there is none
 */
export async function findProgram(name: Program): Promise<FoundProgram> {
  const debian = existsSync(DEBIAN) ? readdirSync(DEBIAN).map((version) => join(DEBIAN, version, 'bin')) : [];
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...debian];
  const paths = [...new Set(folders.map((folder) => join(folder, name)))].filter((path) => existsSync(path));
  const found = await Promise.all(paths.map(async (path) => ({ path, major: await majorOf(path) })));
  const [newest] = found.filter(({ major }) => major > 0).sort((one, other) => other.major - one.major);
  if (newest) return newest;
  throw new BackupError(`${name} was not found on the PATH: install PostgreSQL's client programs (postgresql-client).`);
}

async function majorOf(path: string): Promise<number> {
  const text = await run(path, ['--version']).catch(() => '');
  return Number(text.match(/\(PostgreSQL\) (\d+)/)?.[1] ?? 0);
}

/**
 * Makes sure that a program can work with a server.
 * @throws BackupError saying which version is needed
 */
export function assertNotOlder({ path, major }: FoundProgram, server: number): void {
  if (major >= server) return;
  throw new BackupError(
    `${path} is of version ${major} and cannot work with PostgreSQL ${server}: install postgresql-client-${server}.`,
  );
}

/**
 * Runs a program against a database and waits for its end. The password goes by the environment: the list of processes is open to all.
 * @throws Error with what it said when it fails
 */
export function runOn(databaseUrl: string, path: string, args: readonly string[]): Promise<string> {
  const { address, password } = libpqAddress(databaseUrl);
  return run(path, [...args, `--dbname=${address}`], password === null ? {} : { PGPASSWORD: password });
}

function run(path: string, args: readonly string[], environment: Record<string, string> = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ...environment };
    const child = spawn(path, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk;
    });
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve(output) : reject(new Error(errors.trim() || `exit code ${code}`)),
    );
  });
}

/** Parameters of addresses that libpq knows as well; it refuses those that only drivers of Node.js do. */
const PARAMETERS = new Set([
  'host',
  'port',
  'sslmode',
  'sslrootcert',
  'sslcert',
  'sslkey',
  'application_name',
  'options',
]);

/** The address for PostgreSQL's own programs, without the password. */
export function libpqAddress(databaseUrl: string): { address: string; password: string | null } {
  const url = new URL(databaseUrl);
  const password = url.password === '' ? null : decodeURIComponent(url.password);
  url.password = '';
  for (const name of [...url.searchParams.keys()]) if (!PARAMETERS.has(name)) url.searchParams.delete(name);
  return { address: url.href, password };
}
