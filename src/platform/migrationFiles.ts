/** Migrations on disk, in Prisma's layout: `<folder>/<name>/migration.sql`. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from './projectRoot.ts';

/** One migration of this version of the service. */
export interface MigrationFile {
  /** Name of its folder; migrations run in the order of their names. */
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file in hexadecimal, as Prisma records it. */
  readonly checksum: string;
}

/** The folder of the project's migrations. */
export function migrationsFolder(): string {
  return join(projectRoot(), 'prisma', 'migrations');
}

/**
 * The migrations of a folder, in order.
 * @throws Error when the folder cannot be read or one of its folders has no migration.sql.
 */
export async function readMigrations(folder: string): Promise<MigrationFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(names.sort().map((name) => readMigration(folder, name)));
}

async function readMigration(folder: string, name: string): Promise<MigrationFile> {
  const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8');
  return { name, sql, checksum: sha256(sql) };
}

/** Whether a recorded checksum is the file's. Line ends do not count (Prisma's rule): a checkout may change them. */
export function hasChecksum({ sql, checksum }: MigrationFile, recorded: string): boolean {
  const unix = sql.replaceAll('\r\n', '\n');
  return [checksum, sha256(unix), sha256(unix.replaceAll('\n', '\r\n'))].includes(recorded);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
