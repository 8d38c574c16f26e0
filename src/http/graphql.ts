/** The GraphQL endpoint: yoga with its open defaults closed. */
import { createYoga, type YogaServerInstance } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { type ContextSources, createContext } from '../graphql/context.ts';
import { type IntrospectionPolicy, useIntrospectionPolicy } from '../graphql/introspection.ts';
import { useCostLimit } from '../graphql/limits/costLimit.ts';
import { useDocumentLimits } from '../graphql/limits/documentLimits.ts';
import { LIMITS, type Limits } from '../graphql/limits/limits.ts';
import { useTimeLimit } from '../graphql/limits/timeLimit.ts';
import { useQueryPlans } from '../graphql/plans/plugin.ts';
import { usePublicErrors } from '../graphql/publicErrors.ts';
import { readerOf } from '../graphql/readerLocale.ts';
import { requestIdOf } from '../graphql/requestId.ts';
import { useSafeText } from '../graphql/safeText.ts';
import { schema } from '../graphql/schema.ts';
import type { Gate } from '../identity/signIn.ts';
import { NO_TELEMETRY, type Telemetry } from '../platform/telemetry/telemetry.ts';
import { NO_TRACER } from '../platform/telemetry/tracer.ts';
import { type Noting, useKeptAnswers } from './answers/plugin.ts';
import { useSignIn } from './auth/plugin.ts';
import type { Authenticate } from './authenticate.ts';
import { useCrossSite } from './crossSite.ts';
import { useFiles } from './files/plugin.ts';
import { useGraphiql } from './graphiql.ts';
import { LIVE_PATH } from './health.ts';
import { useJsonSchemas } from './jsonSchemas.ts';
import { DOCUMENT_ID, type PersistedDocuments, usePersistedDocuments } from './persistedDocuments.ts';
import { usePreview } from './preview.ts';
import { allowanceFor, countedBy, type RateSources, useRateLimits } from './rates/plugin.ts';
import { useRequestFacts } from './requestFacts.ts';
import { useResponseHeaders } from './responseHeaders.ts';
import { noteViewer } from './sessionState.ts';
import type { Site } from './site.ts';
import { useStrictRequests } from './strictRequests.ts';
import { useTracePhases } from './tracePhases.ts';

export const GRAPHQL_PATH = '/graphql';

type Yoga = YogaServerInstance<Noting, object>;

/** What stands between the sources and those who ask. */
export interface Access {
  readonly authenticate: Authenticate;
  readonly gate: Gate;
  readonly site: Site;
  /** How much one operation may ask for; {@link LIMITS} when left out. */
  readonly limits?: Limits | undefined;
  /** Who may ask for the schema; everybody when left out. */
  readonly introspection?: IntrospectionPolicy | undefined;
  /** How many requests each may send, and who it is. */
  readonly rates: RateSources;
  /** Documents that are known by name; any may be sent when left out. */
  readonly persisted?: PersistedDocuments | undefined;
  readonly telemetry?: Telemetry | undefined;
}

/** Documents that are kept parsed, with their plans: a rich one takes a quarter of a megabyte, and anybody may send them. */
const KNOWN_DOCUMENTS = 300;

/** The endpoint over the given sources. */
export function createGraphqlEndpoint(sources: ContextSources, log: Logger, access: Access): Yoga {
  const { site, rates, limits = LIMITS, persisted, telemetry = NO_TELEMETRY } = access;
  const authenticate = countedBy(rates.limiter, access.authenticate);
  const countSignIn = telemetry.meter.counter('rozcestnik_sign_ins_total', 'Sign-ins, by how they ended', [
    'realm',
    'outcome',
  ]);
  return createYoga<Noting, object>({
    schema,
    context: async ({ request, uses }) => {
      const { locale, language } = readerOf(request.headers.get('accept-language'));
      const viewer = await authenticate(request);
      noteViewer(request, viewer);
      if (!viewer.roles.has('ANONYMOUS')) uses?.forbid();
      const usage = { cost: null, allowance: allowanceFor(request) };
      return createContext(sources, { viewer, locale, language, requestId: requestIdOf(request), usage }, uses);
    },
    graphqlEndpoint: GRAPHQL_PATH,
    // useGraphiql shows it: yoga would at every address that ends like the endpoint, a sign-in with such a way back included.
    graphiql: false,
    landingPage: false,
    // http/health.ts answers for the whole service, before this endpoint; yoga's own would say that all is well whatever is.
    healthCheckEndpoint: LIVE_PATH,
    cors: false,
    multipart: false,
    batching: false,
    extraParamNames: [DOCUMENT_ID],
    // useStrictRequests has a limit of its own, and a code for it.
    maxRequestBodySize: false,
    // What leaves is decided by usePublicErrors, which masks whatever it does not know.
    maskedErrors: false,
    logging: log,
    parserAndValidationCache: { documentCache: new LRUCache({ max: KNOWN_DOCUMENTS }) },
    plugins: [
      useRateLimits(rates),
      useCrossSite(site),
      useSignIn({ ...access, log, countSignIn }),
      useGraphiql(GRAPHQL_PATH),
      useJsonSchemas(),
      useFiles({ files: sources.files, live: sources.live, runner: sources.runner, log }),
      useStrictRequests(),
      ...(persisted ? [usePersistedDocuments(persisted)] : []),
      useDocumentLimits(limits),
      useSafeText(),
      useResponseHeaders(site),
      useIntrospectionPolicy(access.introspection ?? 'everybody'),
      useCostLimit(limits),
      useQueryPlans(),
      usePreview(sources.references),
      useTimeLimit(limits),
      usePublicErrors(log),
      useKeptAnswers(),
      useRequestFacts(),
      ...(telemetry.tracer === NO_TRACER ? [] : [useTracePhases(telemetry.tracer)]),
    ],
  }) as Yoga;
}
