/** Runs a compiled part of the service, compiling it first when needed: `node scripts/run.mjs src/main.js`. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bringUpToDate, root } from './steps.mjs';

const [entry, ...args] = process.argv.slice(2);
bringUpToDate('prisma');
bringUpToDate('compile');
const file = join(root, 'dist', entry);
process.argv = [process.argv[0], file, ...args];
await import(pathToFileURL(file).href);
