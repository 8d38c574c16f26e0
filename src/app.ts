/** The composition root: the only place that chooses adapters and puts the rooms together. */
import { createSecretKey } from 'node:crypto';
import type { Logger } from 'pino';
import { catalogueJobs } from './catalogue/commands/jobHandlers.ts';
import { DEFAULT_RETENTION, type Retention, retentionJobs, retentionPeriods } from './citizens/retention.ts';
import { mailOf } from './config/mail.ts';
import { fileJobs, filePeriods } from './files/collect.ts';
import { Files } from './files/files.ts';
import type { MailDelivery } from './generated/prisma/client.ts';
import type { IntrospectionPolicy } from './graphql/introspection.ts';
import type { Limits } from './graphql/limits/limits.ts';
import { createKeptAnswers, DEFAULT_ANSWERS_MB } from './http/answers/create.ts';
import type { KeptAnswers } from './http/answers/keptAnswers.ts';
import { authenticateBy, bySession, byToken } from './http/authenticate.ts';
import { clientAddressBy, type TrustedProxies } from './http/clientAddress.ts';
import { createGraphqlEndpoint, GRAPHQL_PATH } from './http/graphql.ts';
import type { HealthChecks } from './http/health.ts';
import { healthChecks } from './http/healthChecks.ts';
import type { PersistedDocuments } from './http/persistedDocuments.ts';
import type { Endpoint } from './http/questions/ask.ts';
import { withQuestions } from './http/questions/listener.ts';
import { RateLimiter } from './http/rates/limiter.ts';
import { RATES, type Rates, WINDOW } from './http/rates/rates.ts';
import { Sharing } from './http/rates/sharing.ts';
import { serviceMetrics } from './http/serviceMetrics.ts';
import { isSecure, LOCAL_SITE, type Site } from './http/site.ts';
import type { Gate } from './identity/signIn.ts';
import { presentPosition } from './journal/changeFeed.ts';
import { ChangePoller } from './journal/changePoller.ts';
import { Changes } from './journal/changes.ts';
import type { CommandRunner } from './journal/command.ts';
import { journalJobs, journalPeriods } from './journal/jobHandlers.ts';
import { Worker } from './journal/worker.ts';
import { type Clock, systemClock } from './kernel/clock.ts';
import { composeMail } from './notifications/compose.ts';
import { notificationJobs } from './notifications/jobHandlers.ts';
import { Outbox } from './notifications/outbox.ts';
import type { MailSettings } from './notifications/settings.ts';
import { ReferenceData } from './organizations/referenceData.ts';
import type { OpenDatabase } from './platform/database.ts';
import type { FileStorage } from './platform/files/fileStorage.ts';
import { openFileStorage } from './platform/files/openFileStorage.ts';
import { rateCounts } from './platform/rateCounts.ts';
import { keptSecret } from './platform/secrets.ts';
import { NO_TELEMETRY, type Telemetry } from './platform/telemetry/telemetry.ts';
import { requestJobs, requestPeriods } from './requests/commands/jobHandlers.ts';
import { measuredSearch } from './search/measuredSearch.ts';
import { missJobs, missPeriods } from './search/misses/missJobs.ts';
import { type EngineOptions, openEngines } from './search/openEngines.ts';
import { createSearch, type SearchParts } from './search/parts.ts';
import type { SnapshotPlace } from './search/snapshot/indexSnapshot.ts';

/** The service without its HTTP server. */
export interface App {
  readonly database: OpenDatabase;
  readonly runner: CommandRunner;
  readonly graphql: Endpoint;
  /** What has not changed, for whoever measures; null when nothing is kept. */
  readonly answers: KeptAnswers | null;
  /** Counts requests; to be stopped with the service. */
  readonly limiter: RateLimiter;
  /** Does what was put off, once it is started. */
  readonly worker: Worker;
  /** Hears of what other processes change, once it is started. */
  readonly changePoller: ChangePoller;
  /** Sends mail, once it is started. */
  readonly outbox: Outbox;
  /** Fills and follows its index, once it is started. */
  readonly search: SearchParts;
  /** How the parts of the service are. */
  readonly health: HealthChecks;
}

/** What can be chosen when the service is put together. */
export interface AppOptions {
  readonly clock?: Clock;
  /** Where browsers reach the service, and which other sites it trusts. */
  readonly site?: Site;
  /** Who vouches for people; a realm without an issuer cannot be signed in from. */
  readonly issuers?: Gate['issuers'];
  /** Makes pseudonyms of people; without it the database keeps a key. */
  readonly pseudonymKey?: string | undefined;
  /** How much one operation may ask for. */
  readonly limits?: Limits;
  /** Who may ask for the schema; everybody when left out. */
  readonly introspection?: IntrospectionPolicy;
  /** Which engines answer searches; the embedded one when left out. */
  readonly search?: EngineOptions;
  /** How many requests each may send; {@link RATES} when left out. */
  readonly rates?: Rates;
  /** Which proxies are believed when they say where a request comes from; none when left out. */
  readonly trustedProxies?: TrustedProxies;
  /** How long what is kept of people is kept. */
  readonly retention?: Retention;
  /** Where the bytes of files are kept; a folder under `.data` without it. */
  readonly fileStorage?: FileStorage;
  /** How mail leaves; as files under `.data` without it. */
  readonly mail?: MailSettings;
  /** Megabytes of answers to keep that have not changed; 0 for none, {@link DEFAULT_ANSWERS_MB} when left out. */
  readonly answersMb?: number;
  /** How it is watched. */
  readonly telemetry?: Telemetry;
  /** Where the search index is stored for the next start; nowhere when left out. */
  readonly searchSnapshot?: SnapshotPlace | undefined;
  /** Documents that are known by name, and whether others are taken; any when left out. */
  readonly persisted?: PersistedDocuments | undefined;
  /** Signs the tokens of preview links; without it the database keeps a key. */
  readonly previewKey?: string | undefined;
}

/** Puts the service together over a migrated database. */
export async function createApp(database: OpenDatabase, log: Logger, options: AppOptions = {}): Promise<App> {
  const { clock = systemClock, site = LOCAL_SITE, issuers = {}, telemetry = NO_TELEMETRY } = options;
  const changes = new Changes();
  const from = await presentPosition(database.prisma);
  const references = new ReferenceData(database.prisma, changes, telemetry.meter);
  await references.warm();
  const runner = { database: database.prisma, clock, changes };
  const previewKey = createSecretKey(options.previewKey ?? (await keptSecret(database.prisma, 'preview')), 'utf8');
  const authenticate = authenticateBy([
    byToken(database.prisma, clock),
    bySession(database.prisma, clock, isSecure(site)),
  ]);
  const pseudonymKey = options.pseudonymKey ?? (await keptSecret(database.prisma, 'pseudonym'));
  const gate = { runner, pseudonymKey, issuers };
  const fileKey = createSecretKey(await keptSecret(database.prisma, 'files'), 'utf8');
  const files = new Files(options.fileStorage ?? openFileStorage({ DATA_DIR: '.data' }), fileKey, clock);
  const engines = openEngines(options.search ?? { embedded: true });
  const search = measuredSearch(
    createSearch({ database: database.prisma, changes, clock, log, engines, snapshot: options.searchSnapshot }),
    telemetry.meter,
  );
  const sources = { live: database.prisma, references, search, files, runner, previewKey };
  const changePoller = new ChangePoller({ database: database.prisma, changes, from, log });
  const answers = createKeptAnswers(options.answersMb ?? DEFAULT_ANSWERS_MB, {
    changes,
    changePoller,
    meter: telemetry.meter,
  });
  const limiter = await createLimiter(database, log, options.rates ?? RATES);
  const rates = { limiter, clientAddress: clientAddressBy(options.trustedProxies ?? 0), isSecure: isSecure(site) };
  const endpoint = createGraphqlEndpoint(sources, log, {
    authenticate,
    gate,
    site,
    limits: options.limits,
    introspection: options.introspection,
    rates,
    persisted: options.persisted,
    telemetry,
  });
  const handlers = {
    ...catalogueJobs,
    ...journalJobs,
    ...retentionJobs(options.retention ?? DEFAULT_RETENTION),
    ...missJobs,
    ...requestJobs,
    ...fileJobs(files.storage),
    ...notificationJobs,
  };
  const periodic = [...journalPeriods, ...retentionPeriods, ...missPeriods, ...requestPeriods, ...filePeriods];
  const worker = new Worker({ database: database.prisma, clock, changes, handlers, periodic, log, telemetry });
  const settings = options.mail ?? mailOf({ DATA_DIR: '.data' });
  const compose = (delivery: MailDelivery) =>
    composeMail({ database: database.prisma, storage: files.storage, settings }, delivery);
  const outbox = new Outbox({ database: database.prisma, clock, mailer: settings.mailer, compose, log });
  const graphql = withQuestions({ endpoint, path: GRAPHQL_PATH, site, rates, log }, answers);
  const health = healthChecks({ database, search, clock });
  serviceMetrics(telemetry.meter, { database: database.prisma, search, clock });
  return { database, runner, graphql, answers, limiter, worker, changePoller, search, outbox, health };
}

/** PGlite has one process: there is nobody to share counts with. */
async function createLimiter({ adapter, prisma }: OpenDatabase, log: Logger, rates: Rates): Promise<RateLimiter> {
  if (adapter === 'PGlite') return new RateLimiter(rates);
  const counts = rateCounts(prisma, await keptSecret(prisma, 'rates'), WINDOW);
  const onFailure = (error: unknown) => log.warn({ err: error }, 'Requests are counted by this instance alone');
  return new RateLimiter(rates, new Sharing(counts, onFailure));
}
