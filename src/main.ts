/** The service: `npm start`. Its exit codes are in exit.ts. */
import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import { isEmpty, seed } from '../seed/seed.ts';
import { createApp, openMigratedDatabase } from './app.ts';
import { issuersOf, wantsDevIssuers } from './config/issuers.ts';
import { mailOf } from './config/mail.ts';
import { type Config, readConfig } from './config.ts';
import { runProgram } from './exit.ts';
import { GRAPHQL_PATH } from './http/graphql.ts';
import { listen } from './http/server.ts';
import type { DevIssuers } from './identity/devIssuers/devIssuers.ts';
import { folderStorage } from './platform/files/folderStorage.ts';

const say = (message: string) => process.stdout.write(`${message}\n`);

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = pino({ level: config.LOG_LEVEL }, pino.destination(2));
  const devIssuers = wantsDevIssuers(config) ? await startDevIssuers(config) : null;
  try {
    await serve(config, log, devIssuers);
  } finally {
    await devIssuers?.close();
  }
}

async function serve(config: Config, log: Logger, devIssuers: DevIssuers | null): Promise<void> {
  // Before anything is created: a key that cannot be read is a wrong configuration.
  const issuers = issuersOf(config, devIssuers);
  const mail = mailOf(config);
  const database = await openMigratedDatabase(config, log, say);
  try {
    const site = { publicOrigin: config.PUBLIC_URL ?? null, allowedOrigins: new Set(config.ALLOWED_ORIGINS) };
    const app = await createApp(database, log, {
      devViewer: config.DEV_VIEWER,
      fileStorage: folderStorage(join(config.DATA_DIR, 'files')),
      mail,
      previewKey: config.PREVIEW_KEY,
      pseudonymKey: config.PSEUDONYM_KEY,
      issuers,
      retention: {
        idlePersonDays: config.RETENTION_IDLE_PERSON_DAYS,
        sessionDays: config.RETENTION_SESSION_DAYS,
        attemptDays: config.RETENTION_ATTEMPT_DAYS,
        credentialDays: config.RETENTION_CREDENTIAL_DAYS,
      },
      site,
    });
    if (await isEmpty(database.prisma)) await seed(app.runner, say);
    const server = await listen(app.graphql, config.HOST, config.PORT, { site });
    await devIssuers?.serve(server.url);
    app.worker.start();
    app.changePoller.start();
    app.search.start();
    app.outbox.start();
    announce(
      server.url,
      { database: `${database.adapter}, ${database.location}`, mail: mail.mailer.location },
      devIssuers?.url,
    );
    await stopSignal();
    say('Stopping.');
    await server.close();
    await app.worker.stop();
    await app.changePoller.stop();
    await app.search.stop();
    await app.outbox.stop();
  } finally {
    await database.close();
  }
}

/** Port of the dev issuers, if it is free: people keep their pseudonyms from one start to the next then. */
const DEV_ISSUERS_PORT = 4010;

/** Loaded as needed: production never does. */
async function startDevIssuers({ PORT }: Config): Promise<DevIssuers> {
  const module = await import('./identity/devIssuers/devIssuers.ts');
  return module.startDevIssuers(PORT === 0 ? 0 : DEV_ISSUERS_PORT);
}

function announce(url: string, parts: { database: string; mail: string }, devIssuers: string | undefined): void {
  say(`
Rozcestník listens on ${url}${GRAPHQL_PATH}
  database  ${parts.database}
  mail      ${parts.mail}${devIssuers ? `\n  sign in   ${url}/ (invented people, from ${devIssuers})` : ''}

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
