/** What leaves the service of an error: a stable code for those that are meant to be seen, nothing of all others. */

import type { ExecutionResult } from 'graphql';
import { GraphQLError, Kind } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';
import { DomainError, type ErrorCode } from '../kernel/errors.ts';
import { StepUpRequired } from '../kernel/levels.ts';
import { requestIdOf } from './requestId.ts';

/** Codes of requests whose bearer token is not good. */
const TOKEN_CODES = ['TOKEN_INVALID', 'TOKEN_EXPIRED', 'TOKEN_REVOKED'] as const;

/** Codes of requests that are not well-formed; their status is the same for all readers. */
const NOT_WELL_FORMED = new Set([
  'BAD_REQUEST',
  'UNSUPPORTED_MEDIA_TYPE',
  'PAYLOAD_TOO_LARGE',
  'PREVIEW_INVALID',
  ...TOKEN_CODES,
]);

/** Where yoga's own words do not say what to do. */
const MESSAGES: Readonly<Record<string, string>> = {
  OPERATION_RESOLUTION_FAILURE:
    'operationName must name an operation of the document; it may be left out when there is only one.',
};

/** RFC 6750, section 3.1. */
const BAD_TOKEN = { status: 401, headers: { 'www-authenticate': 'Bearer error="invalid_token"' } };

/** HTTP answer of an error for all readers: it is the request itself that is refused. */
const REFUSALS: Partial<Record<ErrorCode, object>> = {
  PREVIEW_INVALID: { status: 403 },
  ...Object.fromEntries(TOKEN_CODES.map((code) => [code, BAD_TOKEN])),
};

/** A yoga plugin that lets only public errors out and logs the others with the id of their request. */
export function usePublicErrors(log: Logger): Plugin {
  return {
    onResultProcess({ request, result, setResult }) {
      const { errors, data } = result as ExecutionResult;
      if (!errors?.length) return;
      const requestId = requestIdOf(request);
      const isAnswered = Object.values(data ?? {}).some((value) => value !== null);
      const publicErrors = errors.map((error) => {
        const shown = toPublicError(error);
        if (!shown) log.error({ requestId, err: error.originalError ?? error, path: error.path }, 'A request failed');
        return withStatus(error, shown ?? masked(requestId), isAnswered);
      });
      setResult({ ...result, errors: publicErrors } as never);
    },
  };
}

/** What clients see of an error, beside the place where it happened. */
interface Shown {
  readonly code: string;
  readonly message: string;
  readonly details?: object;
  readonly http?: object;
}

/** The error as clients see it; null when they must not. */
function toPublicError(error: GraphQLError): Shown | null {
  const cause = rootCause(error);
  const { message } = error;
  if (cause instanceof DomainError) {
    const { code, issues } = cause;
    const stepUp = cause instanceof StepUpRequired ? cause.offer : {};
    return { code, message, details: { ...(issues.length > 0 && { issues }), ...stepUp }, http: REFUSALS[code] ?? {} };
  }
  if (isExhaustedStack(cause)) return { code: 'QUERY_TOO_COMPLEX', message: 'The request is nested too deep.' };
  if (!(cause instanceof GraphQLError)) return null;
  const code = cause.extensions['code'] ?? error.extensions['code'];
  if (code === undefined && isAboutResult(error)) return null;
  const http = error.extensions['http'] ?? cause.extensions['http'] ?? {};
  return { code: String(code ?? 'INVALID_INPUT'), message: MESSAGES[String(code)] ?? message, http };
}

function masked(requestId: string): Shown {
  return {
    code: 'INTERNAL_SERVER_ERROR',
    message: `Something went wrong on our side. Tell us the request id ${requestId}.`,
    details: { requestId },
    http: { status: 500 },
  };
}

/**
 * The error with its HTTP status (GraphQL over HTTP, section 6.4): of a well-formed request it is for readers of
 * `application/graphql-response+json`, unless a part of the request was answered; those of `application/json` get 200.
 */
function withStatus(error: GraphQLError, { code, message, details, http }: Shown, isAnswered: boolean): GraphQLError {
  const { nodes, source, positions, path } = error;
  const status = { status: 400, ...http, spec: !NOT_WELL_FORMED.has(code) };
  const extensions = { code, ...details, ...(isAnswered ? {} : { http: status }) };
  return new GraphQLError(message, { nodes, source, positions, path, extensions });
}

/** Our code recurses only as deep as its input goes, and so do the parser and the validation. */
function isExhaustedStack(cause: unknown): boolean {
  return cause instanceof RangeError && cause.message === 'Maximum call stack size exceeded';
}

/** Whether the executor could not make a result of what we answered: then a field is to blame, not its arguments. */
function isAboutResult({ path, nodes }: GraphQLError): boolean {
  return path !== undefined && nodes?.[0]?.kind === Kind.FIELD;
}

function rootCause(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? rootCause(error.originalError) : error;
}
