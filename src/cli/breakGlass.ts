/** The way in when no issuer answers: `npm run break-glass`. Exit codes are those of exit.ts. */
import { parseArgs } from 'node:util';
import { runProgram } from '../exit.ts';
import { EMERGENCY_PATH } from '../http/auth/emergency.ts';
import { issueEmergencyCode } from '../identity/commands/emergency/issueEmergencyCode.ts';
import { OneTimeSecret } from '../identity/oneTimeSecret.ts';
import { runCommand } from '../journal/command.ts';
import { OPERATOR } from '../kernel/viewer.ts';
import { tell, withRunner, wrongUsage } from './program.ts';

const USAGE = 'npm run break-glass';
const HELP = `Usage: ${USAGE}

Prints a code that lets an administrator in, once, within a quarter of an hour: open ${EMERGENCY_PATH} of the service and enter
it. A code printed before is not good any more. Making and using it are in the audit log.

The database is chosen by DATABASE_URL and DATA_DIR, as for npm start. The embedded database is used by one process at a
time: stop the service, run this, and start the service again.
`;

await runProgram(async () => {
  if (wantsHelp()) return void process.stdout.write(HELP);
  const secret = new OneTimeSecret('emergency');
  await withRunner((runner) => runCommand(runner, OPERATOR, issueEmergencyCode, { secret }));
  process.stdout.write(`${secret.reveal()}\n`);
  tell(`Open ${EMERGENCY_PATH} of the service and enter this code: it is good once, for 15 minutes.`);
});

function wantsHelp(): boolean {
  try {
    return parseArgs({ options: { help: { type: 'boolean', short: 'h', default: false } } }).values.help;
  } catch (error) {
    throw wrongUsage(USAGE, `${(error as Error).message.split(/[.\n]/)[0]}.`);
  }
}
