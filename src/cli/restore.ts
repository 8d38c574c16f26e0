/** Restoring from the command line: `npm run restore`. Exit codes are those of exit.ts. */
import { parseArgs } from 'node:util';
import { restore } from '../backup/restore.ts';
import { readConfig } from '../config.ts';
import { runProgram } from '../exit.ts';
import { createLog } from '../platform/log.ts';
import { tell, wrongUsage } from './program.ts';

const USAGE = 'npm run restore -- --from FILE [--force]';
const HELP = `Usage: ${USAGE}

Restores what npm run backup made: beside the database in use first, where every row, the audit chain and every file are proved, and only
then in its place.

  --from FILE  the backup
  --force      also when there are data already: that database is kept under another name, which is told
  --help       tells this

The database is chosen by DATABASE_URL and DATA_DIR and the place of files by FILES_URL, as for npm start. Stop every instance of the service first. On PostgreSQL the role
needs CREATEDB and must own the database, and pg_restore is needed. A backup of the one database cannot be restored into the other.
Exit codes: 1 it failed, and nothing was changed; 2 wrong arguments or configuration; 3 the data folder is in use.
`;

await runProgram(async () => {
  const { from, force, help } = readArguments();
  if (help) return void process.stdout.write(HELP);
  if (!from) throw wrongUsage(USAGE, 'Name the backup by --from.');
  const config = readConfig(process.env);
  const options = { places: config, from, isForced: force, report: tell, log: createLog(config.LOG_LEVEL) };
  const { manifest, kept } = await restore(options);
  tell(`Restored the backup of ${manifest.createdAt}, made by version ${manifest.service}.`);
  if (kept) tell(`What was there before is kept as ${kept}: delete it when it is not needed any more.`);
  tell(
    'Start the service: it migrates the database when the backup is of an older version, and fills its search index.',
  );
});

function readArguments(): { from?: string; force: boolean; help: boolean } {
  try {
    const options = {
      from: { type: 'string' },
      force: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    } as const;
    return parseArgs({ options }).values;
  } catch (error) {
    throw wrongUsage(USAGE, `${(error as Error).message.split(/[.\n]/)[0]}.`);
  }
}
