/** Making the search indexes anew from the command line: `npm run search:reindex`. */
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { engineOptions } from '../config/searchVariables.ts';
import { readConfig } from '../config.ts';
import { runProgram, UndoneError } from '../exit.ts';
import { recordChanges } from '../journal/changeFeed.ts';
import type { CommandRunner } from '../journal/command.ts';
import { inWords } from '../search/engines/meilisearch/client.ts';
import type { MeilisearchEngine } from '../search/engines/meilisearch/meilisearchEngine.ts';
import { openEngines } from '../search/openEngines.ts';
import { allDocuments, REINDEX } from '../search/reconcile.ts';
import { SharedIndexer } from '../search/sharedIndexer.ts';
import { countSources } from '../search/sources.ts';
import { tell, withRunner, wrongUsage } from './program.ts';

const USAGE = 'npm run search:reindex';
const HELP = `Usage: ${USAGE}

Makes every document of the search indexes anew from the database. With MEILI_URL they are put into a new index beside the
present one, which takes its place when it is whole; searches are answered and changes are indexed meanwhile. Then every
running instance makes the index in its own memory anew, within a second.

  --help  tells this

The database is chosen by DATABASE_URL and DATA_DIR, Meilisearch by MEILI_URL, MEILI_KEY and MEILI_INDEX, as for npm start.
An instance on the embedded database makes the index in its memory anew whenever it is started.
`;

/** Milliseconds for which an instance that is at the index is waited for, and between attempts. */
const PATIENCE = 60_000;
const ATTEMPTS = 250;

await runProgram(async () => {
  if (readArguments().help) process.stdout.write(HELP);
  else await withRunner(reindex);
});

async function reindex(runner: CommandRunner): Promise<void> {
  const { database, changes, clock } = runner;
  const { meilisearch } = openEngines(engineOptions(readConfig(process.env)));
  if (meilisearch) await rebuildShared(meilisearch, runner);
  else await makeAll(runner);
  await database.$transaction((tx) => recordChanges(tx, [REINDEX], { origin: changes.origin, now: clock() }));
  tell('Every running instance makes the index in its memory anew now.');
}

/** Proves that all documents can be made. */
async function makeAll({ database }: CommandRunner): Promise<void> {
  const total = await countSources(database);
  let made = 0;
  for await (const documents of allDocuments(database)) {
    made += documents.length;
    tell(`Made ${made} of ${total} documents.`);
  }
}

async function rebuildShared(target: MeilisearchEngine, { database, changes, clock }: CommandRunner): Promise<void> {
  const indexer = new SharedIndexer({ database, changes, target, clock, log: pino({ level: 'silent' }) });
  const report = (sent: number, total: number) => {
    tell(`Sent ${sent} of ${total} documents.`);
    if (sent === total) tell('Waiting for Meilisearch to index them.');
  };
  const end = Date.now() + PATIENCE;
  try {
    while (!(await indexer.rebuild(report))) {
      if (Date.now() > end) throw new UndoneError('Another instance is making the index anew: wait until it is done.');
      await wait(ATTEMPTS);
    }
  } catch (error) {
    throw new UndoneError(`The index of Meilisearch was not made anew, the present one stays. ${inWords(error)}`, {
      cause: error,
    });
  }
  tell(`Meilisearch holds ${await target.count()} documents in ${target.index}.`);
}

function readArguments(): { help: boolean } {
  try {
    return parseArgs({ options: { help: { type: 'boolean', short: 'h', default: false } } as const }).values;
  } catch (error) {
    throw wrongUsage(USAGE, `${(error as Error).message.split(/[.\n]/)[0]}.`);
  }
}
