/** Importing entries: `npm run import`. Exit codes: 1 for errors in rows or a failure, otherwise as in exit.ts. */
import type { RowError } from '../catalogue/bulk/format.ts';
import { type ImportOptions, type ImportResult, importEntries, POLICIES } from '../catalogue/bulk/importEntries.ts';
import { runProgram } from '../exit.ts';
import type { CommandRunner } from '../journal/command.ts';
import { LIMITS, text } from '../kernel/fields.ts';
import { LANGUAGES, type Language } from '../kernel/message.ts';
import { check } from '../kernel/validate.ts';
import { OPERATOR } from '../kernel/viewer.ts';
import { openErrorReport } from './errorReport.ts';
import { openImportFile } from './importFile.ts';
import { oneOf, readArguments, tell, withRunner, wrongUsage } from './program.ts';
import { createProgress } from './progress.ts';

const USAGE =
  'npm run import -- FILE [--dry-run] [--policy P] [--submit] [--reason TEXT] [--errors-json FILE] [--language L]';
const HELP = `Usage: ${USAGE}

Imports entries from JSON Lines, an entry a line, as npm run export writes them: new entries as drafts, changed ones as new
draft versions; those that say the same are left as they are. What is live stays live. All is written in one transaction.

  FILE                      the file, or - for standard input (which is copied to a temporary file first)
  --dry-run                 checks everything and writes nothing
  --policy reject-all       writes nothing when a row is bad (the default)
  --policy reject-bad-rows  writes the good rows
  --submit                  submits the drafts that it writes for review
  --reason TEXT             why, for the history
  --errors-json FILE        writes the errors to a file as JSON Lines: line, kind, slug, path, code, message
  --language cs             says in Czech what is wrong with rows (in English when left out)
  --help                    tells this

Exit codes: 0 all rows are good, 1 some are bad or it failed, 2 wrong arguments or configuration, 3 the data folder is in
use. The database is chosen by DATABASE_URL and DATA_DIR, as for npm start.
`;

const OPTIONS = {
  'dry-run': { type: 'boolean', default: false },
  policy: { type: 'string', default: POLICIES[0] },
  submit: { type: 'boolean', default: false },
  reason: { type: 'string' },
  'errors-json': { type: 'string' },
  language: { type: 'string', default: 'en' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

await runProgram(async () => {
  const { values, file } = readArguments({ usage: USAGE, options: OPTIONS });
  if (file === null) return void process.stdout.write(HELP);
  const options = {
    policy: oneOf(USAGE, '--policy', POLICIES, values.policy),
    dryRun: values['dry-run'],
    submit: values.submit,
    reason: checkedReason(values.reason),
  };
  const language = oneOf(USAGE, '--language', LANGUAGES, values.language);
  process.stdout.write(`${summary(await importFile(file, options, language, values['errors-json']), options)}\n`);
});

async function importFile(
  path: string,
  options: ImportOptions,
  language: Language,
  errorsPath: string | undefined,
): Promise<ImportResult> {
  const file = await openImportFile(path);
  try {
    const report = openErrorReport(errorsPath, language);
    const error = (one: RowError) => {
      report.error(one);
      process.exitCode = 1;
    };
    const events = { error, progress: createProgress(tell) };
    try {
      const work = (runner: CommandRunner) => importEntries(runner, OPERATOR, file.source, options, events);
      return await withRunner(work, { onlyLooks: options.dryRun });
    } finally {
      report.close();
    }
  } finally {
    await file.done();
  }
}

function checkedReason(reason: string | undefined): string | null {
  if (reason === undefined) return null;
  const { data, issues } = check(text(LIMITS.note), reason);
  if (data === undefined) throw wrongUsage(USAGE, `--reason ${issues[0]?.message('en')}.`);
  return data;
}

function summary({ written, ...counts }: ImportResult, { dryRun }: ImportOptions): string {
  const { created, revised, unchanged, rejected } = counts;
  if (written) return `Imported: ${created} created, ${revised} revised, ${unchanged} unchanged, ${rejected} rejected.`;
  const why = dryRun ? 'Dry run, nothing was written' : 'Nothing was written';
  return `${why}: ${created} would be created, ${revised} revised, ${unchanged} left unchanged, ${rejected} rejected.`;
}
