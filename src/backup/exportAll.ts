/** Everything in open formats: a file of JSON Lines for each table, the stored files, and a page that says what each field means. */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { BackupError } from '../platform/backupError.ts';
import type { FilePlace } from '../platform/files/openFileStorage.ts';
import type { SqlConnection } from '../platform/sqlConnection.ts';
import { filesBelow } from './archive.ts';
import { quoted, tableNames } from './digests.ts';
import { fieldsPage, readModels } from './fieldsPage.ts';
import { gatherFiles } from './storedFiles.ts';

/** Tables that are left out, with the reason. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  _prisma_migrations: 'the record of migrations: it is about the database, not about its content',
  Secret: 'keys of this installation',
  Session: 'sessions that are under way',
  SignInAttempt: 'sign-ins that are under way',
  EmergencyCode: 'one-time codes',
  IdempotencyKey: 'answers kept for two days in case that a request is repeated',
};

/** Rows read at a time. */
const BATCH = 1_000;

export interface ExportAllOptions {
  /** The folder to make. */
  readonly to: string;
  /** Where the stored files are. */
  readonly files: FilePlace;
  readonly report: (message: string) => void;
}

/**
 * Writes a folder with all tables of one snapshot; answers how many rows each has. The folder is there as a whole or not at all.
 * @throws BackupError when it is there already
 */
export async function exportAll(
  connection: SqlConnection,
  { to, files, report }: ExportAllOptions,
): Promise<Record<string, number>> {
  if (existsSync(to) && (await readdir(to)).length > 0)
    throw new BackupError(`${to} is there already: name a folder that is not.`);
  const unfinished = `${resolve(to)}.${process.pid}.part`;
  const scratch = `${unfinished}.files`;
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  try {
    await connection.exec(`SET TIME ZONE 'UTC'; BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY`);
    const counts: Record<string, number> = {};
    for (const table of (await tableNames(connection)).filter((name) => !(name in LEFT_OUT))) {
      counts[table] = await exportTable(connection, table, join(unfinished, `${table}.jsonl`));
      report(`${table}: ${counts[table].toLocaleString('en')} rows`);
    }
    await connection.exec('COMMIT');
    const folder = await gatherFiles(files, scratch);
    for (const name of await filesBelow(folder)) {
      await mkdir(dirname(join(unfinished, 'files', name)), { recursive: true });
      await copyFile(join(folder, name), join(unfinished, 'files', name));
    }
    await writeFile(join(unfinished, 'README.md'), fieldsPage(await readModels(), counts, LEFT_OUT));
    await rm(to, { recursive: true, force: true });
    await rename(unfinished, to);
    return counts;
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** By a cursor, so that memory holds a batch of rows; in the order of the primary key, so that equal tables make equal files. */
async function exportTable(connection: SqlConnection, table: string, path: string): Promise<number> {
  const key = await connection.query(
    `SELECT a.attname AS "name" FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)
      WHERE i.indisprimary AND i.indrelid = $1::regclass ORDER BY array_position(i.indkey::int2[], a.attnum)`,
    [quoted(table)],
  );
  const order = key.length > 0 ? `ORDER BY ${key.map(({ name }) => `t.${quoted(String(name))}`).join(', ')}` : '';
  await connection.exec(
    `DECLARE rows NO SCROLL CURSOR FOR SELECT to_jsonb(t)::text AS "line" FROM ${quoted(table)} t ${order}`,
  );
  const file = await open(path, 'wx', 0o600);
  let count = 0;
  try {
    for (;;) {
      const rows = await connection.query(`FETCH ${BATCH} FROM rows`);
      if (rows.length === 0) break;
      await file.write(rows.map(({ line }) => `${line}\n`).join(''));
      count += rows.length;
    }
  } finally {
    await file.close();
  }
  await connection.exec('CLOSE rows');
  return count;
}
