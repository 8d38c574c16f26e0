/** What leaves the service of an error: a stable code for those that are meant to be seen, nothing of all others. */

import type { ExecutionResult } from 'graphql';
import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';
import { DomainError, type ErrorCode } from '../kernel/errors.ts';
import { requestIdOf } from './requestId.ts';

/**
 * HTTP status of an error for readers of `application/graphql-response+json`; `application/json` stays at 200
 * (GraphQL over HTTP, section 6.4).
 */
const STATUS: Partial<Record<ErrorCode, number>> = { INVALID_INPUT: 400, INVALID_CURSOR: 400, INVALID_ID: 400 };

/** HTTP status of an error for all readers: it is the request itself that is refused. */
const REFUSALS: Partial<Record<ErrorCode, number>> = { PREVIEW_INVALID: 403 };

/** A yoga plugin that lets only public errors out and logs the others with the id of their request. */
export function usePublicErrors(log: Logger): Plugin {
  return {
    onResultProcess({ request, result, setResult }) {
      const { errors } = result as ExecutionResult;
      if (!errors?.length) return;
      const requestId = requestIdOf(request);
      const publicErrors = errors.map((error) => {
        const shown = toPublicError(error);
        if (shown) return shown;
        log.error({ requestId, err: error.originalError ?? error, path: error.path }, 'A request failed');
        return masked(error, requestId);
      });
      setResult({ ...result, errors: publicErrors } as never);
    },
  };
}

/** The error as clients see it; null when they must not. */
function toPublicError(error: GraphQLError): GraphQLError | null {
  const cause = rootCause(error);
  if (cause instanceof DomainError) {
    const { code, issues } = cause;
    const http = REFUSALS[code] ? { status: REFUSALS[code] } : undefined;
    return withCode(error, code, { issues, http, status: STATUS[code] });
  }
  if (!(cause instanceof GraphQLError)) return null;
  return withCode(error, String(cause.extensions['code'] ?? error.extensions['code'] ?? 'INVALID_INPUT'), {
    http: error.extensions['http'] ?? cause.extensions['http'],
    status: 400,
  });
}

interface Details {
  readonly issues?: DomainError['issues'];
  readonly http?: unknown;
  readonly status?: number | undefined;
}

function withCode(error: GraphQLError, code: string, { issues, http, status }: Details): GraphQLError {
  const extensions = {
    code,
    ...(issues?.length ? { issues } : {}),
    http: http ?? (status ? { status, spec: true } : undefined),
  };
  const { nodes, source, positions, path } = error;
  return new GraphQLError(error.message, { nodes, source, positions, path, extensions });
}

function masked({ nodes, source, positions, path }: GraphQLError, requestId: string): GraphQLError {
  const extensions = { code: 'INTERNAL_SERVER_ERROR', requestId, http: { status: 500, spec: true } };
  return new GraphQLError(`Something went wrong on our side. Tell us the request id ${requestId}.`, {
    nodes,
    source,
    positions,
    path,
    extensions,
  });
}

function rootCause(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? rootCause(error.originalError) : error;
}
