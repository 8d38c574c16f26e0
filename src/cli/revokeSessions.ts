/** Ending sessions at once from the command line: `npm run revoke-sessions`. Exit codes are those of exit.ts. */
import { parseArgs } from 'node:util';
import { validate } from 'uuid';
import { runProgram, type UsageError } from '../exit.ts';
import { type RevocationTarget, revokeSessions } from '../identity/commands/emergency/revokeSessions.ts';
import { runCommand } from '../journal/command.ts';
import { OPERATOR, ROLES } from '../kernel/viewer.ts';
import { oneOf, withRunner, wrongUsage } from './program.ts';

const USAGE = 'npm run revoke-sessions -- --person ID | --role ROLE | --everybody';
const HELP = `Usage: ${USAGE}

Ends sessions at once and tells how many; the audit log has it.

  --person ID   those of a person, by the id that the audit log has after official: or citizen:
  --role ROLE   those of everybody with a role: ${ROLES.slice(1).join(', ')}; INTEGRATOR revokes all API tokens
  --everybody   those of all people
  --help        tells this

The database is chosen by DATABASE_URL and DATA_DIR, as for npm start. The embedded database is used by one process at a
time: administrators use the mutation revokeSessions while the service runs.
`;

const OPTIONS = {
  person: { type: 'string' },
  role: { type: 'string' },
  everybody: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

await runProgram(async () => {
  const values = readOptions();
  if (values.help) return void process.stdout.write(HELP);
  const target = targetOf(values);
  const { ended } = await withRunner((runner) => runCommand(runner, OPERATOR, revokeSessions, target));
  process.stdout.write(`Ended: ${ended}\n`);
});

function readOptions() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    throw wrongUsage(USAGE, `${(error as Error).message.split(/[.\n]/)[0]}.`);
  }
}

/** @throws UsageError unless there is one target, well-formed. */
function targetOf({ person, role, everybody }: ReturnType<typeof readOptions>): RevocationTarget {
  const wrong = (message: string): UsageError => wrongUsage(USAGE, message);
  if ([person !== undefined, role !== undefined, everybody].filter(Boolean).length !== 1) {
    throw wrong('Give one of --person, --role and --everybody.');
  }
  if (everybody) return { everybody: true };
  if (role !== undefined) return { role: oneOf(USAGE, '--role', ROLES.slice(1), role) };
  if (!validate(person)) throw wrong('--person must be an id such as 0193a0c0-0000-7000-8000-000000000000.');
  return { personId: person as string };
}
