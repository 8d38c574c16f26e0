/** The GraphQL endpoint: yoga with its open defaults closed. */
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { createYoga, type YogaServerInstance } from 'graphql-yoga';
import type { Logger } from 'pino';
import { type ContextSources, createContext } from '../graphql/context.ts';
import { usePublicErrors } from '../graphql/publicErrors.ts';
import { readerLanguage, readerLocale, useVaryByLanguage } from '../graphql/readerLocale.ts';
import { requestIdOf, useRequestId } from '../graphql/requestId.ts';
import { useSafeText } from '../graphql/safeText.ts';
import { schema } from '../graphql/schema.ts';
import type { Authenticate } from './authenticate.ts';
import { exampleTabs } from './examples.ts';
import { useJsonSchemas } from './jsonSchemas.ts';
import { usePreview } from './preview.ts';
import { useStrictRequests } from './strictRequests.ts';

export const GRAPHQL_PATH = '/graphql';

type Yoga = YogaServerInstance<object, object>;

/** The endpoint over the given sources. */
export function createGraphqlEndpoint(sources: ContextSources, log: Logger, authenticate: Authenticate): Yoga {
  return createYoga<object, object>({
    schema,
    context: async ({ request }) => {
      const wanted = request.headers.get('accept-language');
      const [locale, language] = [readerLocale(wanted), readerLanguage(wanted)];
      return createContext(sources, {
        viewer: await authenticate(request),
        locale,
        language,
        requestId: requestIdOf(request),
      });
    },
    graphqlEndpoint: GRAPHQL_PATH,
    graphiql: { title: 'Rozcestník', defaultTabs: exampleTabs(), defaultEditorToolsVisibility: 'variables' },
    renderGraphiQL,
    landingPage: false,
    cors: false,
    multipart: false,
    batching: false,
    // useStrictRequests has a limit of its own, and a code for it.
    maxRequestBodySize: false,
    // What leaves is decided by usePublicErrors, which masks whatever it does not know.
    maskedErrors: false,
    logging: log,
    plugins: [
      useJsonSchemas(),
      useStrictRequests(),
      useSafeText(),
      useRequestId(),
      useVaryByLanguage(),
      usePreview(sources.references),
      usePublicErrors(log),
    ],
  }) as Yoga;
}
