/** The whole service on a test database, over real HTTP, with a typed client. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { type GraphQLFormattedError, print } from 'graphql';
import { expect } from 'vitest';
import { type App, type AppOptions, createApp } from '../../src/app.ts';
import { issuersOf } from '../../src/config/issuers.ts';
import { readConfig } from '../../src/config.ts';
import { Front } from '../../src/http/front.ts';
import { GRAPHQL_PATH } from '../../src/http/graphql.ts';
import { DEVELOPMENT_RATES } from '../../src/http/rates/rates.ts';
import { listen, SERVER_LIMITS, type ServerLimits } from '../../src/http/server.ts';
import type { DevIssuers } from '../../src/identity/devIssuers/devIssuers.ts';
import type { CommandRunner } from '../../src/journal/command.ts';
import type { Worker } from '../../src/journal/worker.ts';
import { type Clock, systemClock } from '../../src/kernel/clock.ts';
import { createLog } from '../../src/platform/log.ts';
import { statementWatch } from '../../src/platform/telemetry/statements.ts';
import { NO_TELEMETRY } from '../../src/platform/telemetry/telemetry.ts';
import type { SearchParts } from '../../src/search/parts.ts';
import { askers } from './asking.ts';
import { createTestDatabase, type DatabaseKind, type TestDatabase } from './databases.ts';
import { type BrowserSession, type SignInOptions, signIn } from './signIn.ts';

/** Media types of answers (GraphQL over HTTP, section 6.4): in the first one the status tells of errors. */
export const GRAPHQL_JSON = 'application/graphql-response+json';
export const PLAIN_JSON = 'application/json';

/** An answer to a typed document. */
export interface Answer<Data> {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Data | null | undefined;
  readonly errors: readonly GraphQLFormattedError[];
}

/** An answer to anything else. */
export interface RawAnswer extends Answer<unknown> {
  readonly text: string;
}

/** Variables may be left out when all of them may be. */
type Arguments<Variables> =
  Record<string, never> extends Variables
    ? [variables?: Variables, options?: { headers?: Record<string, string> }]
    : [variables: Variables, options?: { headers?: Record<string, string> }];

/** A running service with its client. */
export interface Service {
  /** Address of the GraphQL endpoint. */
  readonly url: string;
  readonly database: TestDatabase;
  /** What works behind the answers, none of it started: to do what was put off, and to send mail. */
  readonly app: Pick<App, 'worker' | 'outbox'>;
  /** Runs commands so that the service notices what they change. */
  readonly runner: CommandRunner;
  /** Search, to wait for its index. */
  readonly search: SearchParts;
  /** SQL of the statements done so far; empty it at will. */
  readonly statements: string[];
  /** Lines of the service's log. */
  readonly log: string[];
  /** What its requests meet first. */
  readonly front: Front;
  /** Does what was put off; not started. */
  readonly worker: Worker;
  /** Asks, and answers whatever comes. */
  query<Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    ...args: Arguments<Variables>
  ): Promise<Answer<Data>>;
  /** Asks for what must be answered without errors. */
  read<Data, Variables>(document: TypedDocumentNode<Data, Variables>, ...args: Arguments<Variables>): Promise<Data>;
  /** Headers of a browser in which somebody has just signed in; see {@link signIn}. */
  signIn(who?: SignInOptions): Promise<BrowserSession>;
  /** Posts whatever it is given; `as` among the headers says who asks (`asking.ts`). */
  post(body: NonNullable<RequestInit['body']>, headers?: Record<string, string>): Promise<RawAnswer>;
  stop(): Promise<void>;
}

export interface ServiceOptions {
  /** Without the seed's content. */
  readonly empty?: boolean;
  readonly clock?: Clock;
  /** With search: its index filled, and followed from then on. */
  readonly search?: boolean;
  /** With the dev issuers, one of which plays the issuer of citizens. */
  readonly signIn?: 'NIA' | 'BROKER';
  /** How long clients may take. */
  readonly server?: ServerLimits;
  /** Milliseconds that a statement may take on PostgreSQL; as long as it likes when left out. */
  readonly statementTimeout?: number | undefined;
  /** Further choices of how it is put together. */
  readonly app?: AppOptions;
}

/** Longer than a test that keeps the processor busy is silent: the client of the same process would find its connection closed. */
const PATIENT: ServerLimits = { ...SERVER_LIMITS, silence: 120_000, pause: 120_000 };

/** Starts the service on a free port with a database of its own; to be stopped in `afterAll`. */
export async function startService(kind: DatabaseKind, options: ServiceOptions = {}): Promise<Service> {
  const { clock = systemClock, search = false, signIn: profile, app: choices, server: limits } = options;
  const database = await createTestDatabase(kind, {
    seeded: !options.empty,
    statementTimeout: options.statementTimeout,
    watch: choices?.telemetry && statementWatch(choices.telemetry),
  });
  const devIssuers = profile ? await startDevIssuers() : null;
  const log: string[] = [];
  const logger = createLog('debug', { write: (line) => void log.push(line) });
  const front = new Front({ log: logger, telemetry: choices?.telemetry ?? NO_TELEMETRY });
  const app = await createApp(database, logger, {
    clock,
    rates: DEVELOPMENT_RATES,
    ...(devIssuers && { issuers: issuersOf(readConfig({ CITIZENS_PROFILE: profile }), devIssuers) }),
    ...choices,
  });
  if (search) {
    app.search.start();
    await app.search.settled();
  }
  front.health.watch(app.health);
  front.open(app.graphql);
  const server = await listen(front.handler, '127.0.0.1', 0, {
    ...(choices?.site && { site: choices.site }),
    limits: limits ?? PATIENT,
  });
  await devIssuers?.serve(server.url);
  const url = `${server.url}${GRAPHQL_PATH}`;
  const realHeaders = askers(app.runner);
  const post: Service['post'] = async (body, headers = {}) => {
    const sent = { accept: GRAPHQL_JSON, ...(await realHeaders(headers)) };
    // `duplex` is required for streams and missing from the types.
    const request = { method: 'POST', body, headers: sent, duplex: 'half' };
    return toAnswer(await fetch(url, request));
  };
  const query: Service['query'] = async (document, ...[variables, options]) => {
    const body = JSON.stringify({ query: print(document), variables });
    return (await post(body, { 'content-type': PLAIN_JSON, ...options?.headers })) as Answer<never>;
  };
  return {
    url,
    database,
    runner: app.runner,
    app,
    search: app.search,
    statements: database.statements,
    log,
    front,
    worker: app.worker,
    query,
    read: async (document, ...args) => {
      const { errors, status, data } = await query(document, ...args);
      expect({ errors, status }).toEqual({ errors: [], status: 200 });
      return data as NonNullable<typeof data>;
    },
    signIn: (who) => signIn(app.runner, who),
    post,
    stop: async () => {
      await devIssuers?.close();
      await server.close();
      if (search) await app.search.stop();
      await app.limiter.stop();
      await database.drop();
    },
  };
}

/** Loaded by those tests alone that sign in through it. */
async function startDevIssuers(): Promise<DevIssuers> {
  return (await import('../../src/identity/devIssuers/devIssuers.ts')).startDevIssuers(0);
}

/** The answer in a response; one without JSON has neither data nor errors. */
export async function toAnswer(response: Response): Promise<RawAnswer> {
  const { status, headers } = response;
  const text = await response.text();
  const isJson = text !== '' && headers.get('content-type')?.includes('json');
  const { data, errors = [] } = isJson ? (JSON.parse(text) as Partial<RawAnswer>) : {};
  return { status, headers, text, data, errors };
}
