/** Exporting everything in open formats: `npm run export:all`. Exit codes are those of exit.ts. */
import { parseArgs } from 'node:util';
import { exportAll } from '../backup/exportAll.ts';
import { withConnection } from '../backup/withConnection.ts';
import { readConfig } from '../config.ts';
import { runProgram } from '../exit.ts';
import { tell, wrongUsage } from './program.ts';

const USAGE = 'npm run export:all -- --to FOLDER';
const HELP = `Usage: ${USAGE}

Writes everything in open formats: a file of JSON Lines for each table, the stored files, and a README with the meaning of every field.
Keys and sessions are left out. It holds personal data; npm run export has the entries alone, npm run backup is for restoring.

  --to FOLDER  the folder to make
  --help       tells this

The database is chosen by DATABASE_URL and DATA_DIR and the place of files by FILES_URL, as for npm start. The embedded database is used by one process at a time: stop the
service first.
`;

await runProgram(async () => {
  const { to, help } = readArguments();
  if (help) return void process.stdout.write(HELP);
  if (!to) throw wrongUsage(USAGE, 'Name the folder by --to.');
  const config = readConfig(process.env);
  const options = { to, files: config, report: tell };
  const counts = await withConnection(config, (connection) => exportAll(connection, options));
  const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
  tell(`Exported ${rows.toLocaleString('en')} rows of ${Object.keys(counts).length} tables to ${to}.`);
});

function readArguments(): { to?: string; help: boolean } {
  try {
    const options = { to: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } } as const;
    return parseArgs({ options }).values;
  } catch (error) {
    throw wrongUsage(USAGE, `${(error as Error).message.split(/[.\n]/)[0]}.`);
  }
}
