/**
 * What is generated, from what, and how: a step is done when its output is missing or its inputs have changed. Plain
 * JavaScript, because it runs before anything is compiled, and called by the npm scripts themselves, because npm runs
 * no pre-scripts when scripts are ignored.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The script that a package's command runs, without a shell in between. */
const tool = (path) => [process.execPath, join(root, 'node_modules', path)];

/** Prisma looks for a schema engine that would be downloaded; generating needs none, so any executable will do. */
const env = {
  ...process.env,
  PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
  // Prisma finds its generators there; npm adds it for its scripts, a direct call would not have it.
  PATH: `${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH}`,
};

const STEPS = {
  prisma: {
    title: 'Generating the database client',
    inputs: ['prisma/schema', 'prisma.config.ts', 'package-lock.json'],
    output: 'src/generated/prisma/client.ts',
    command: [...tool('prisma/build/index.js'), 'generate', '--no-hints'],
  },
  compile: {
    title: 'Compiling',
    inputs: ['src', 'seed', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'],
    output: 'dist/src/main.js',
    remove: ['dist', '.build/tsbuildinfo'],
    command: [...tool('typescript/bin/tsc'), '-p', 'tsconfig.build.json'],
  },
  codegen: {
    title: 'Generating the typed documents',
    inputs: ['schema.graphql', 'codegen.ts', 'test/api', 'src/http/examples', 'package-lock.json'],
    output: 'test/generated/graphql.ts',
    command: [...tool('@graphql-codegen/cli/esm/bin.js'), '--config', 'codegen.ts', '--errors-only'],
  },
};

/**
 * Does the named step unless its output is up to date; ends the process when the step fails.
 * @param {keyof typeof STEPS} name
 */
export function bringUpToDate(name) {
  // An image has what was compiled, and neither sources to compile nor the tools for it.
  if (!existsSync(join(root, 'tsconfig.build.json'))) return;
  const { title, inputs, output, remove = [], command } = STEPS[name];
  const stamp = join(root, '.build', `${name}.stamp`);
  const digest = digestOf(inputs);
  if (existsSync(join(root, output)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  process.stdout.write(`${title} …\n`);
  for (const path of remove) rmSync(join(root, path), { recursive: true, force: true });
  const [program, ...args] = command;
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: root, env, encoding: 'utf8' });
  if (status !== 0) {
    process.stderr.write(`${title} failed:\n${stdout}${stderr}\n`);
    process.exit(1);
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, digest);
}

/** Digest of the names and bytes of all files in the given files and folders. */
function digestOf(paths) {
  const hash = createHash('sha256').update(process.version);
  for (const file of paths.flatMap(filesIn).toSorted())
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

function filesIn(path) {
  if (!existsSync(join(root, path))) return [];
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter((file) => !file.includes('src/generated/'));
}
