/** The file that is imported, which is read several times. */
import { constants, createReadStream, createWriteStream } from 'node:fs';
import { access, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { RowSource } from '../catalogue/bulk/rows.ts';
import { UsageError } from '../exit.ts';

/** Name of standard input and output on the command line. */
export const STANDARD = '-';

/** A file to be read, and what is to be done once it was. */
export interface ImportFile {
  readonly source: RowSource;
  done(): Promise<void>;
}

/**
 * Opens the named file. What can be read only once, such as standard input or a pipe, is copied to a temporary file.
 * @throws UsageError when it cannot be read
 */
export async function openImportFile(path: string): Promise<ImportFile> {
  if (path === STANDARD) return copied(process.stdin);
  const isFile = await statOf(path);
  if (!isFile) return copied(createReadStream(path));
  return { source: () => createReadStream(path), done: async () => undefined };
}

/** Whether it is a file that can be read again. */
async function statOf(path: string): Promise<boolean> {
  try {
    await access(path, constants.R_OK);
    const found = await stat(path);
    if (!found.isDirectory()) return found.isFile();
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${(error as Error).message}`);
  }
  throw new UsageError(`${path} is a folder; name a file.`);
}

async function copied(input: Readable): Promise<ImportFile> {
  const folder = await mkdtemp(join(tmpdir(), 'rozcestnik-import-'));
  const done = () => rm(folder, { recursive: true, force: true });
  try {
    const copy = join(folder, 'rows.jsonl');
    await pipeline(input, createWriteStream(copy, { mode: 0o600 }));
    return { source: () => createReadStream(copy), done };
  } catch (error) {
    await done();
    throw error;
  }
}
