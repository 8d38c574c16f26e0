/** The service: `npm start`. Its exit codes are in exit.ts. */
import { pino } from 'pino';
import { isEmpty, seed } from '../seed/seed.ts';
import { createApp, openMigratedDatabase } from './app.ts';
import { readConfig } from './config.ts';
import { runProgram } from './exit.ts';
import { GRAPHQL_PATH } from './http/graphql.ts';
import { listen } from './http/server.ts';

const say = (message: string) => process.stdout.write(`${message}\n`);

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = pino({ level: config.LOG_LEVEL }, pino.destination(2));
  const database = await openMigratedDatabase(config, log, say);
  try {
    const app = await createApp(database, log, { devViewer: config.DEV_VIEWER, previewKey: config.PREVIEW_KEY });
    if (await isEmpty(database.prisma)) await seed(app.runner, say);
    const server = await listen(app.graphql, config.HOST, config.PORT);
    app.worker.start();
    app.changePoller.start();
    app.search.start();
    announce(server.url, `${database.adapter}, ${database.location}`);
    await stopSignal();
    say('Stopping.');
    await server.close();
    await app.worker.stop();
    await app.changePoller.stop();
    await app.search.stop();
  } finally {
    await database.close();
  }
}

function announce(url: string, database: string): void {
  say(`
Rozcestník listens on ${url}${GRAPHQL_PATH}
  database  ${database}

Two things to try:
  open ${url}${GRAPHQL_PATH} in a browser: GraphiQL with example queries
  curl ${url}${GRAPHQL_PATH} -H 'content-type: application/json' -d '{"query":"{ tiles(first: 3) { nodes { title targetUrl } } }"}'
`);
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
  });
}

await runProgram(main);
