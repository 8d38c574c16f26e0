/** Data folders for programs: quickly made, as a former run of the service would have left them. */
import { openAsBlob } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { inject } from 'vitest';
import type { Templates } from './provided.ts';

/** Makes a data folder with a migrated embedded database, empty when nothing else is asked for. */
export async function createDataFolder(dataDir: string, content: keyof Templates = 'empty'): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  const loadDataDir = await openAsBlob(inject('testDatabases').pglite[content]);
  await (await PGlite.create({ dataDir: join(dataDir, 'database'), loadDataDir })).close();
}
