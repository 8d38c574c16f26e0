/** Proving the audit log from the command line: `npm run audit:verify`. Exit codes: 1 also for a log that is broken. */
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { readConfig } from '../config.ts';
import { runProgram, UsageError } from '../exit.ts';
import { BREAKS, type ChainBreak, type ChainHead } from '../journal/auditChain.ts';
import { type AuditReport, verifyAudit } from '../journal/verifyAudit.ts';
import { openPresentDatabase } from '../platform/migratedDatabase.ts';

const USAGE = 'npm run audit:verify -- [--head POSITION:HASH]';
const HELP = `Usage: ${USAGE}

Proves that no record of the audit log was altered, left out or put in since it was sealed. Ends with 0 when the log is
whole, with 1 when it is not, telling the first place where it is broken.

  --head POSITION:HASH  a head that this command told before, kept outside of the database: proves also that nothing
                        was cut off at the end since, and that the chain was not made anew
  --help                tells this

The database is chosen by DATABASE_URL and DATA_DIR, as for npm start. The embedded database is used by one process at
a time: stop the service first.
`;

const say = (message: string) => process.stdout.write(`${message}\n`);

await runProgram(async () => {
  const { help, expected } = readArguments(process.argv.slice(2));
  if (help) process.stdout.write(HELP);
  else await verify(expected);
});

async function verify(expected: ChainHead | undefined): Promise<void> {
  const config = readConfig(process.env);
  const log = pino({ level: config.LOG_LEVEL }, pino.destination(2));
  // Not by app.ts, which would load the whole service.
  const database = await openPresentDatabase(config, log);
  try {
    say(`Database: ${database.adapter}, ${database.location}`);
    const found = await verifyAudit(database.prisma, { expected, report: say });
    say(summaryOf(found));
    if (!found.break) return;
    process.stderr.write(`The chain is broken ${placeOf(found.break)}: ${BREAKS[found.break.kind]}.\n`);
    process.exitCode = 1;
  } finally {
    await database.close();
  }
}

function summaryOf({ records, sealed, oldestUnsealed, head, break: broken }: AuditReport): string {
  const count = (value: number) => value.toLocaleString('en');
  const since = oldestUnsealed ? `, the oldest of ${oldestUnsealed.toISOString()}` : '';
  return `Audit log: ${count(records)} records, ${count(sealed)} sealed, ${count(records - sealed)} not sealed yet${since}.
${broken ? 'Whole up to' : 'The chain is whole. Its head:'} ${head.position}:${head.hash}`;
}

function placeOf({ position, recordId }: ChainBreak): string {
  return `at position ${position}${recordId === null ? '' : ` (record ${recordId})`}`;
}

/** @throws UsageError saying which argument is wrong. */
function readArguments(args: string[]): { help: boolean; expected: ChainHead | undefined } {
  const { help, head } = parsed(args);
  if (head === undefined) return { help, expected: undefined };
  const [, position, hash] = head.match(/^(\d{1,19}):([0-9a-f]{64})$/) ?? [];
  if (!position || !hash) throw wrong('--head must be a head as this command tells it, POSITION:HASH.');
  return { help, expected: { position: BigInt(position), hash } };
}

function parsed(args: string[]): { help: boolean; head?: string } {
  try {
    const options = { head: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } } as const;
    return parseArgs({ args, options }).values;
  } catch (error) {
    // Of Node's advice only the first sentence is about this program.
    throw wrong(`${(error as Error).message.split(/[.\n]/)[0]}.`);
  }
}

function wrong(message: string): UsageError {
  return new UsageError(`${message}\nUsage: ${USAGE}`);
}
