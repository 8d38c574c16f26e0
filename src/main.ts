/** The service: `npm start`. Its exit codes are in exit.ts. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { isEmpty, seed } from '../seed/seed.ts';
import { createApp } from './app.ts';
import { issuersOf, wantsDevIssuers } from './config/issuers.ts';
import { mailOf } from './config/mail.ts';
import { persistedOf } from './config/persistedDocuments.ts';
import { ratesOf } from './config/rateVariables.ts';
import { engineOptions } from './config/searchVariables.ts';
import { type Config, readConfig } from './config.ts';
import { runProgram } from './exit.ts';
import { atMost, endWithin, stopSignal } from './http/ending.ts';
import { Front } from './http/front.ts';
import { GRAPHQL_PATH } from './http/graphql.ts';
import { METRICS_PATH, serveMetrics } from './http/metricsServer.ts';
import { listen, type RunningServer } from './http/server.ts';
import type { DevIssuers } from './identity/devIssuers/devIssuers.ts';
import { type OpenDatabase, openDatabase } from './platform/database.ts';
import { openFileStorage } from './platform/files/openFileStorage.ts';
import { createLog, terminalDestination } from './platform/log.ts';
import { statementWatch } from './platform/telemetry/statements.ts';
import { startTelemetry } from './platform/telemetry/telemetry.ts';
import { STATEMENT_TIMEOUT } from './platform/tookTooLong.ts';

const say = (message: string) => process.stdout.write(`${message}\n`);

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const isAtTerminal = config.NODE_ENV === 'development' && process.stderr.isTTY;
  const log = createLog(config.LOG_LEVEL, isAtTerminal ? await terminalDestination() : undefined);
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
  const persisted = persistedOf(config);
  const fileStorage = openFileStorage(config);
  const telemetry = await startTelemetry({
    hasMetrics: config.METRICS_PORT !== undefined,
    traces: config.OTEL_EXPORTER_OTLP_ENDPOINT
      ? {
          endpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT,
          serviceName: config.OTEL_SERVICE_NAME,
          share: config.OTEL_TRACES_SAMPLER_ARG,
        }
      : null,
    log,
  });
  const front = new Front({ log, telemetry, operations: config.METRICS_OPERATIONS });
  const asked = stopSignal(() => front.lifecycle.phase === 'STARTING');
  const watch = telemetry.isOn ? statementWatch(telemetry) : undefined;
  const database = await openDatabase({
    databaseUrl: config.DATABASE_URL,
    dataDir: config.DATA_DIR,
    statementTimeout: STATEMENT_TIMEOUT,
    log,
    watch,
  });
  const servers: RunningServer[] = [];
  try {
    const site = { publicOrigin: config.PUBLIC_URL ?? null, allowedOrigins: new Set(config.ALLOWED_ORIGINS) };
    const server = await listen(front.handler, config.HOST, config.PORT, { site });
    servers.push(server);
    const metrics = telemetry.prometheus && (await serveMetrics(telemetry.prometheus, config));
    if (metrics) servers.push(metrics);
    await database.migrate(say, { acceptsNewer: config.ALLOW_NEWER_DATABASE });
    const app = await createApp(database, log, {
      fileStorage,
      mail,
      answersMb: config.ANSWERS_MB,
      persisted,
      previewKey: config.PREVIEW_KEY,
      pseudonymKey: config.PSEUDONYM_KEY,
      searchSnapshot: searchSnapshot(config, database),
      issuers,
      search: engineOptions(config),
      telemetry,
      retention: {
        idlePersonDays: config.RETENTION_IDLE_PERSON_DAYS,
        sessionDays: config.RETENTION_SESSION_DAYS,
        attemptDays: config.RETENTION_ATTEMPT_DAYS,
        credentialDays: config.RETENTION_CREDENTIAL_DAYS,
      },
      site,
      rates: ratesOf(config),
      introspection: config.INTROSPECTION,
      trustedProxies: config.TRUST_PROXY,
    });
    if (config.SEED ?? config.NODE_ENV !== 'production') {
      await database.exclusively(async () => {
        if (await isEmpty(database.prisma)) await seed(app.runner, say);
      });
    }
    await devIssuers?.serve(server.url);
    app.worker.start();
    app.changePoller.start();
    app.search.start();
    app.outbox.start();
    front.health.watch(app.health);
    front.open(app.graphql);
    announce(server.url, `${database.adapter}, ${database.location}`, {
      mail: mail.mailer.location,
      files: fileStorage.location,
      search: config.MEILI_URL ? `Meilisearch, ${config.MEILI_URL}` : null,
      'sign in': devIssuers && `${server.url}/ (invented people, from ${devIssuers.url})`,
      metrics: metrics && `${metrics.url}${METRICS_PATH}`,
    });
    await asked;
    endWithin(config.SHUTDOWN_TIMEOUT + shutdownDelay(config), log);
    say('Stopping.');
    front.lifecycle.drain();
    await sleep(shutdownDelay(config) * 1_000);
    await atMost(config.SHUTDOWN_TIMEOUT * REQUESTS_SHARE, server.close());
    await app.worker.stop();
    await app.changePoller.stop();
    await app.search.stop();
    await app.outbox.stop();
    await app.limiter.stop();
  } finally {
    // Also when it could not start: an open port would keep the process.
    for (const server of servers) await atMost(1, server.close());
    await database.close();
    await telemetry.tracer.close();
  }
}

/** The folder of the data keeps the index too, unless nothing is kept there. */
function searchSnapshot({ DATA_DIR }: Config, { adapter, location }: OpenDatabase) {
  return DATA_DIR.includes('://') ? undefined : { folder: DATA_DIR, database: `${adapter} ${location}` };
}

/** The part of the time to end in that requests under way may take; the rest is for what works behind them. */
const REQUESTS_SHARE = 0.8;

/** Seconds in which the proxy finds out that this instance is not ready any more; nobody is in front of a developer's. */
function shutdownDelay({ SHUTDOWN_DELAY, NODE_ENV }: Config): number {
  return SHUTDOWN_DELAY ?? (NODE_ENV === 'production' ? 5 : 0);
}

/** Port of the dev issuers, if it is free: people keep their pseudonyms from one start to the next then. */
const DEV_ISSUERS_PORT = 4010;

/** Loaded as needed: production never does. */
async function startDevIssuers({ PORT }: Config): Promise<DevIssuers> {
  const module = await import('./identity/devIssuers/devIssuers.ts');
  return module.startDevIssuers(PORT === 0 ? 0 : DEV_ISSUERS_PORT);
}

function announce(url: string, database: string, further: Readonly<Record<string, string | null>>): void {
  const lines = Object.entries({ database, ...further }).filter(([, line]) => line !== null);
  say(`
Rozcestník listens on ${url}${GRAPHQL_PATH}
${lines.map(([name, line]) => `  ${name.padEnd(8)}  ${line}`).join('\n')}

Two things to try:
  open ${url}${GRAPHQL_PATH} in a browser: GraphiQL with example queries
  curl ${url}${GRAPHQL_PATH} -H 'content-type: application/json' -d '{"query":"{ tiles(first: 3) { nodes { title targetUrl } } }"}'
`);
}

await runProgram(main);
