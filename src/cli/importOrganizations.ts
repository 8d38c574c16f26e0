/** Importing public authorities: `npm run organizations:import`. Exit codes: 1 for bad rows or a failure, else as in exit.ts. */
import { type RowError, rowError, WHOLE_FILE } from '../catalogue/bulk/format.ts';
import { runProgram } from '../exit.ts';
import { type CommandRunner, runCommand } from '../journal/command.ts';
import { LANGUAGES } from '../kernel/message.ts';
import { OPERATOR } from '../kernel/viewer.ts';
import { type ImportCounts, importOrganizations, PRESENT } from '../organizations/commands/importOrganizations.ts';
import { type GoodRow, planImport } from '../organizations/import/planImport.ts';
import { AUTHORITY_FORMATS, type Problem, readAuthorities } from '../organizations/import/readAuthorities.ts';
import { openErrorReport } from './errorReport.ts';
import { openImportFile } from './importFile.ts';
import { oneOf, readArguments, tell, withRunner } from './program.ts';
import { createProgress } from './progress.ts';

const USAGE =
  'npm run organizations:import -- FILE [--dry-run] [--format csv|json] [--skip-bad-rows] [--errors-json FILE]';
const HELP = `Usage: ${USAGE}

Imports public authorities (OVM) in the shape of the open data of the Register of Rights and Obligations: creates those that are
missing and changes what differs; a new name is taken and the old one kept. Nothing is erased or closed. An authority is the
organization with its identifier, or else the one with its IČO. All is written in one transaction.

  FILE               the file in UTF-8, or - for standard input
  --format json      an object with the list "položky", as ovm.json of the register (the default for names that end in .json)
  --format csv       a row of names (identifikátor, název, ičo, datová-schránka, právní-forma, kategorie), then a row for each
                     authority; separated by semicolons, commas or tabs
  --dry-run          tells what would be done and writes nothing
  --skip-bad-rows    writes the good rows; without it nothing is written when a row is bad
  --errors-json FILE writes the errors to a file as JSON Lines
  --language cs|en   language of the errors
  --help             tells this

Exit codes: 0 all rows are good, 1 some are bad or it failed, 2 wrong arguments or configuration, 3 the data folder is in use.
`;

const OPTIONS = {
  'dry-run': { type: 'boolean', default: false },
  'skip-bad-rows': { type: 'boolean', default: false },
  format: { type: 'string' },
  'errors-json': { type: 'string' },
  language: { type: 'string', default: 'en' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

await runProgram(async () => {
  const { values, file: path } = readArguments({ usage: USAGE, options: OPTIONS });
  if (path === null) return void process.stdout.write(HELP);
  const format = oneOf(USAGE, '--format', AUTHORITY_FORMATS, values.format ?? (/\.json$/i.test(path) ? 'json' : 'csv'));
  const language = oneOf(USAGE, '--language', LANGUAGES, values.language);
  const file = await openImportFile(path);
  const report = openErrorReport(values['errors-json'], language);
  let bad = 0;
  const tellProblem = (problem: Problem) => {
    report.error(toRowError(problem));
    bad += 1;
  };
  try {
    const progress = createProgress(tell);
    const good: GoodRow[] = [];
    let read = 0;
    let isWhole = true;
    for await (const row of readAuthorities(file.source(), format)) {
      read += 1;
      if (row.authority) good.push(row);
      else for (const problem of row.problems) tellProblem(problem);
      if (!row.authority && row.isEnd) isWhole = false;
      progress('read', read, null);
    }
    const counts = await withRunner((runner) => importRows(runner, good, isWhole), { onlyLooks: values['dry-run'] });
    process.stdout.write(`${counts}\n`);
    if (bad > 0) process.exitCode = 1;
  } finally {
    report.close();
    await file.done();
  }

  /** Plans first, so that every contradiction is told; then writes, unless that is not wanted. */
  async function importRows(runner: CommandRunner, rows: readonly GoodRow[], isWhole: boolean) {
    const plan = planImport(rows, await runner.database.organization.findMany({ select: PRESENT }));
    for (const problem of plan.problems) tellProblem(problem);
    const { created, updated, unchanged, merged } = plan;
    const planned = { created: created.length, updated: updated.length, unchanged, merged };
    if (values['dry-run']) return `Dry run, nothing was written: ${inWords(planned, 'would be ')}, ${bad} errors.`;
    if (!isWhole || (bad > 0 && !values['skip-bad-rows'])) return `Nothing was written: ${bad} errors.`;
    const isGood = plan.problems.length === 0;
    const writable = isGood ? rows : rows.filter((row) => !plan.problems.some((problem) => isAbout(problem, row)));
    return `Imported: ${inWords(await runCommand(runner, OPERATOR, importOrganizations, writable), '')}, ${bad} errors.`;
  }
});

function isAbout(problem: Problem, { line, path }: GoodRow): boolean {
  return problem.line === line && path.every((part, index) => problem.path[index] === part);
}

function inWords({ created, updated, unchanged, merged }: ImportCounts, would: string): string {
  return `${created} ${would}created, ${updated} changed, ${unchanged} left as they are, ${merged} merged here before`;
}

function toRowError({ line, path, message }: Problem): RowError {
  return rowError({ ...WHOLE_FILE, line }, 'INVALID_INPUT', message, path);
}
