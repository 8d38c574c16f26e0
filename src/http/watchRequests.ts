/** Stands around the whole handling of requests and tells of each when it is over. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Tracer } from '../platform/telemetry/tracer.ts';
import { factsOf, type RequestFacts } from './requestFacts.ts';

/** A request that has been answered, or whose client has gone. */
export interface FinishedRequest {
  readonly method: string;
  /** The kind of address; see {@link routeOf}. */
  readonly route: string;
  readonly status: number;
  /** From its head to the end of the answer. */
  readonly seconds: number;
  readonly requestId: string | null;
  readonly traceId: string | undefined;
  /** Whether the client went before it had its answer. */
  readonly isAborted: boolean;
  readonly facts: RequestFacts;
}

/** First parts of addresses that the service has: others are counted and logged as one. */
const ROUTES = new Set(['/graphql', '/health', '/auth', '/schemas', '/files', '/attachments', '/search']);

/** The kind of an address, never the address: paths and queries may hold what is secret, and there is no end to them. */
export function routeOf(url: string | undefined): string {
  const path = (url ?? '').split('?')[0] ?? '';
  if (path === '/') return path;
  const first = path.match(/^\/[^/]*/)?.[0] ?? '';
  return ROUTES.has(first) ? first : 'other';
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']);

/** The handler, with its requests told of and traced. */
export function watchRequests(
  handler: RequestListener,
  tracer: Tracer,
  tell: (request: FinishedRequest) => void,
): RequestListener {
  return (request: IncomingMessage, response: ServerResponse) => {
    const start = performance.now();
    const route = routeOf(request.url);
    const method = METHODS.has(request.method ?? '') ? (request.method as string) : 'other';
    return tracer.request(request.headers, `${method} ${route}`, (span) => {
      const traceId = tracer.traceId();
      response.once('close', () => {
        const facts = factsOf(request);
        const { statusCode: status } = response;
        const { operation, codes } = facts;
        const requestId = (facts.requestId ?? String(response.getHeader('x-request-id') ?? '')) || null;
        span.set({
          'http.request.method': method,
          'http.route': route,
          'http.response.status_code': status,
          ...(requestId && { 'rozcestnik.request_id': requestId }),
          ...(operation && { 'graphql.operation.type': operation.type }),
          ...(operation?.name && { 'graphql.operation.name': operation.name }),
        });
        if (operation) span.rename(`${operation.type} ${operation.name ?? operation.fields.join(' ')}`.slice(0, 200));
        if (status >= 500) span.fail(codes?.[0] ?? String(status));
        span.end();
        const seconds = (performance.now() - start) / 1_000;
        tell({ method, route, status, seconds, requestId, traceId, isAborted: !response.writableFinished, facts });
      });
      return handler(request, response);
    });
  };
}
