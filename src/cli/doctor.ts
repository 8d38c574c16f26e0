/** The doctor on the command line: `npm run doctor`. Exit codes: 0 all is well or only worth a look, 1 something has to be mended. */
import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { type Examined, examine } from '../doctor/doctor.ts';
import type { Severity } from '../doctor/finding.ts';
import { runProgram } from '../exit.ts';
import { wrongUsage } from './program.ts';

const USAGE = 'npm run doctor -- [--json]';
const HELP = `Usage: ${USAGE}

Looks at the configuration in the environment and at what it leads to (machine, database, issuers, collector …), and says what to mend.
It changes nothing.

  --json  a line of JSON for each check
  --help  tells this

Exit codes: 0 nothing has to be mended, 1 something has, 2 the configuration is wrong.
`;

const MARKS: Readonly<Record<Severity, string>> = { OK: 'ok   ', WARN: 'WARN ', FAIL: 'FAIL ', SKIPPED: '-    ' };

await runProgram(async () => {
  const { json, help } = readArguments();
  if (help) return void process.stdout.write(HELP);
  // Names every wrong variable and ends with 2.
  const config = readConfig(process.env);
  const found = await examine(config, undefined, (one) =>
    process.stdout.write(`${json ? JSON.stringify(one) : lineOf(one)}\n`),
  );
  const count = (severity: Severity) => found.filter((one) => one.severity === severity).length;
  if (!json) process.stdout.write(`\n${count('FAIL')} to mend, ${count('WARN')} worth a look.\n`);
  if (count('FAIL') > 0) process.exitCode = 1;
});

function lineOf({ name, severity, says, mend }: Examined): string {
  const line = `${MARKS[severity]}${name.padEnd(20)} ${says}`;
  return mend ? `${line}\n${' '.repeat(26)}→ ${mend}` : line;
}

function readArguments(): { json: boolean; help: boolean } {
  try {
    const options = {
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    } as const;
    return parseArgs({ options }).values;
  } catch (error) {
    throw wrongUsage(USAGE, `${(error as Error).message.split(/[.\n]/)[0]}.`);
  }
}
