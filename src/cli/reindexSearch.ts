/** Making the search indexes anew from the command line: `npm run search:reindex`. */
import { parseArgs } from 'node:util';
import { runProgram } from '../exit.ts';
import { recordChanges } from '../journal/changeFeed.ts';
import type { CommandRunner } from '../journal/command.ts';
import { allDocuments, REINDEX } from '../search/reconcile.ts';
import { countSources } from '../search/sources.ts';
import { tell, withRunner, wrongUsage } from './program.ts';

const USAGE = 'npm run search:reindex';
const HELP = `Usage: ${USAGE}

Makes every document of the search index from the database, to prove that all of them can be made, and then lets every
running instance make its index anew within a second. Searches are answered meanwhile.

  --help  tells this

The database is chosen by DATABASE_URL and DATA_DIR, as for npm start. An instance on the embedded database makes its
index anew whenever it is started.
`;

await runProgram(async () => {
  if (readArguments().help) process.stdout.write(HELP);
  else await withRunner(reindex);
});

async function reindex({ database, changes, clock }: CommandRunner): Promise<void> {
  const total = await countSources(database);
  let made = 0;
  for await (const documents of allDocuments(database)) {
    made += documents.length;
    tell(`Made ${made} of ${total} documents.`);
  }
  await database.$transaction((tx) => recordChanges(tx, [REINDEX], { origin: changes.origin, now: clock() }));
  tell('Every running instance makes its index anew now.');
}

function readArguments(): { help: boolean } {
  try {
    return parseArgs({ options: { help: { type: 'boolean', short: 'h', default: false } } as const }).values;
  } catch (error) {
    throw wrongUsage(USAGE, `${(error as Error).message.split(/[.\n]/)[0]}.`);
  }
}
