/** Runs a compiled part of the service, compiling it first when needed: `node scripts/run.mjs src/main.js`. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bringUpToDate, root } from './steps.mjs';

const [entry, ...args] = process.argv.slice(2);
// An image has what was compiled, and neither sources to compile nor the tools for it.
if (existsSync(join(root, 'tsconfig.build.json'))) {
  bringUpToDate('prisma');
  bringUpToDate('compile');
}
const file = join(root, 'dist', entry);
process.argv = [process.argv[0], file, ...args];
await import(pathToFileURL(file).href);
