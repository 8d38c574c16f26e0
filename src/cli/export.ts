/** Exporting entries: `npm run export`. Exit codes are those of exit.ts. */
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { EXPORTED_STATES, type ExportOptions, exportEntries } from '../catalogue/bulk/exportEntries.ts';
import { KIND_NAMES } from '../catalogue/kinds/registry.ts';
import { runProgram, UsageError } from '../exit.ts';
import { STANDARD } from './importFile.ts';
import { oneOf, readArguments, tell, withRunner } from './program.ts';
import { createProgress } from './progress.ts';

const USAGE = 'npm run export -- FILE [--kind KIND]… [--state published|newest] [--bare]';
const HELP = `Usage: ${USAGE}

Exports entries as JSON Lines, an entry a line, ordered by kind and slug, for npm run import elsewhere. References are by
slug, such as @organization/org-dia.

  FILE               the file, or - for standard output (then with npm run --silent)
  --kind KIND        this kind only: ${KIND_NAMES.join(', ')}; can be repeated
  --state published  what readers see (the default)
  --state newest     the newest version of every entry, drafts as well
  --bare             leaves out state, version and publishedAt, so that equal content makes equal files
  --help             tells this

Exit codes: 1 it failed, 2 wrong arguments or configuration, 3 the data folder is in use. The database is chosen by
DATABASE_URL and DATA_DIR, as for npm start.
`;

const OPTIONS = {
  kind: { type: 'string', multiple: true, default: [] as string[] },
  state: { type: 'string', default: EXPORTED_STATES[0] },
  bare: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

await runProgram(async () => {
  const { values, file } = readArguments({ usage: USAGE, options: OPTIONS });
  if (file === null) return void process.stdout.write(HELP);
  const options = {
    kinds: values.kind.map((kind) => oneOf(USAGE, '--kind', KIND_NAMES, kind)),
    state: oneOf(USAGE, '--state', EXPORTED_STATES, values.state),
    bare: values.bare,
  };
  const count = await (file === STANDARD ? exportToOutput(options) : exportToFile(file, options));
  if (count !== null) tell(`Exported ${count.toLocaleString('en')} entries.`);
});

/** Null when whoever reads, such as `head`, has had enough. */
async function exportToOutput(options: ExportOptions): Promise<number | null> {
  try {
    return await exportTo(process.stdout, options);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'EPIPE') throw error;
    tell('The export was not read to its end.');
    process.exitCode = 1;
    return null;
  }
}

/** Writes beside the file first: it is there as a whole or not at all. */
async function exportToFile(path: string, options: ExportOptions): Promise<number> {
  if (await isFolder(path)) throw new UsageError(`${path} is a folder; name a file.`);
  const unfinished = `${path}.${process.pid}.part`;
  const output = (await openFile(unfinished)).createWriteStream();
  try {
    const count = await exportTo(output, options);
    output.end();
    await finished(output);
    await rename(unfinished, path);
    return count;
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found?.isDirectory() ?? false;
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx');
  } catch (error) {
    throw new UsageError(`The file cannot be written: ${(error as Error).message}`);
  }
}

async function exportTo(output: NodeJS.WritableStream, options: ExportOptions): Promise<number> {
  const progress = createProgress(tell);
  let done = 0;
  // An error of the stream is told to whoever writes; without a listener it would end the process.
  output.on('error', () => undefined);
  const write = async (lines: string, count: number) => {
    await new Promise<void>((resolve, reject) => output.write(lines, (error) => (error ? reject(error) : resolve())));
    done += count;
    progress('exported', done, null);
  };
  return withRunner(({ database }) => exportEntries(database, options, write), { onlyLooks: true });
}
