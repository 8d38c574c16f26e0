/** Backing up from the command line: `npm run backup`. Exit codes are those of exit.ts; 1 also when the audit chain is broken. */
import { parseArgs } from 'node:util';
import { backUp } from '../backup/backUp.ts';
import { readConfig } from '../config.ts';
import { runProgram } from '../exit.ts';
import { createLog } from '../platform/log.ts';
import { serviceVersion } from '../platform/projectRoot.ts';
import { tell, wrongUsage } from './program.ts';

const USAGE = 'npm run backup -- --to FILE';
const HELP = `Usage: ${USAGE}

Writes the database and the stored files into one file, with the digests by which npm run restore proves them.

  --to FILE  the file, which must not be there yet
  --help     tells this

The database is chosen by DATABASE_URL and DATA_DIR and the place of files by FILES_URL, as for npm start. On PostgreSQL the service may go on, and pg_dump of the server's
version or a newer one is needed. The embedded database is used by one process at a time: stop the service first.
Exit codes: 1 it failed, or the audit chain is broken; 2 wrong arguments or configuration; 3 the data folder is in use.
`;

await runProgram(async () => {
  const { to, help } = readArguments();
  if (help) return void process.stdout.write(HELP);
  if (!to) throw wrongUsage(USAGE, 'Name the file by --to.');
  const config = readConfig(process.env);
  const options = { places: config, to, version: serviceVersion(), now: new Date(), log: createLog(config.LOG_LEVEL) };
  const { adapter, tables, files, audit } = await backUp(options);
  const rows = Object.values(tables).reduce((sum, table) => sum + table.rows, 0);
  const counts = [rows, Object.keys(tables).length, Object.keys(files).length].map((count) =>
    count.toLocaleString('en'),
  );
  tell(`Backed up to ${to}: ${adapter}, ${counts[0]} rows in ${counts[1]} tables, ${counts[2]} files.`);
  tell(`Head of the audit chain: ${audit.position}:${audit.hash}`);
  if (audit.isWhole) return;
  tell('The audit chain is broken: npm run audit:verify says where.');
  process.exitCode = 1;
});

function readArguments(): { to?: string; help: boolean } {
  try {
    const options = { to: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } } as const;
    return parseArgs({ options }).values;
  } catch (error) {
    throw wrongUsage(USAGE, `${(error as Error).message.split(/[.\n]/)[0]}.`);
  }
}
