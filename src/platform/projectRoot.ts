/** Where the project's own files are, run from `src` (tsx, vitest) or compiled into `dist`. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder of the nearest package.json upward from this file.
 * @throws Error when there is none, that is when the service was copied without it.
 */
export function projectRoot(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  let folder = start;
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`There is no package.json in ${start} or above it`);
    folder = parent;
  }
  return folder;
}

/** The version of the service, by its package.json. */
export function serviceVersion(): string {
  const { version } = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')) as { version: string };
  return version;
}
