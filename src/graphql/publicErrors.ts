/** What leaves the service of an error: a stable code for those that are meant to be seen, nothing of all others. */

import type { ExecutionResult } from 'graphql';
import { GraphQLError, Kind } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';
import { DomainError, type ErrorCode, type Issue } from '../kernel/errors.ts';
import { StepUpRequired } from '../kernel/levels.ts';
import type { Language, Message } from '../kernel/message.ts';
import { isOutage } from '../platform/outage.ts';
import { tookTooLong } from '../platform/tookTooLong.ts';
import { type Context, languageUnder } from './context.ts';
import { RateLimited } from './limits/rateLimited.ts';
import { timeout } from './limits/timeLimit.ts';
import { say } from './messages.ts';
import { readerLanguage } from './readerLocale.ts';
import { requestIdOf } from './requestId.ts';

/** Codes of requests whose bearer token is not good. */
const TOKEN_CODES = ['TOKEN_INVALID', 'TOKEN_EXPIRED', 'TOKEN_REVOKED'] as const;

/** Codes of requests that are not well-formed; their status is the same for all readers. */
const NOT_WELL_FORMED = new Set([
  'BAD_REQUEST',
  'UNSUPPORTED_MEDIA_TYPE',
  'PAYLOAD_TOO_LARGE',
  'PERSISTED_DOCUMENT_NOT_FOUND',
  'PREVIEW_INVALID',
  'PREVIEW_TIMEOUT',
  'STORAGE_UNAVAILABLE',
  'TIMEOUT',
  'SERVICE_UNAVAILABLE',
  'RATE_LIMITED',
  ...TOKEN_CODES,
]);

/** RFC 6750, section 3.1. */
const BAD_TOKEN = { status: 401, headers: { 'www-authenticate': 'Bearer error="invalid_token"' } };

/** HTTP answer of an error; 400 of others. */
const REFUSALS: Partial<Record<ErrorCode, object>> = {
  BAD_REQUEST: { status: 400 },
  PERSISTED_DOCUMENT_NOT_FOUND: { status: 404 },
  PREVIEW_INVALID: { status: 403 },
  PAYLOAD_TOO_LARGE: { status: 413 },
  UNSUPPORTED_MEDIA_TYPE: { status: 415 },
  PREVIEW_TIMEOUT: { status: 503 },
  STORAGE_UNAVAILABLE: { status: 503 },
  SEARCH_UNAVAILABLE: { status: 503 },
  TIMEOUT: { status: 503 },
  SERVICE_UNAVAILABLE: { status: 503, headers: { 'retry-after': '2' } },
  ...Object.fromEntries(TOKEN_CODES.map((code) => [code, BAD_TOKEN])),
};

/** Contexts of requests that were executed. */
const contexts = new WeakMap<Request, Context>();

/** A yoga plugin that lets only public errors out and logs the others with the id of their request. */
export function usePublicErrors(log: Logger): Plugin {
  return {
    onExecute({ args }) {
      const context = args.contextValue as unknown as Context & { request: Request };
      contexts.set(context.request, context);
    },
    onResultProcess({ request, result, setResult }) {
      setResult(publicResult(result as ExecutionResult, request, log));
    },
  };
}

/** The result as it may leave. */
export function publicResult(result: ExecutionResult, request: Request, log: Logger): ExecutionResult {
  const { errors, data } = result;
  if (!errors?.length) return result;
  const requestId = requestIdOf(request);
  const isAnswered = Object.values(data ?? {}).some((value) => value !== null);
  const publicErrors = errors.map((error) => {
    const language = languageOf(error, request, contexts.get(request));
    const shown = toPublicError(error);
    if (!shown) log.error({ requestId, err: error.originalError ?? error, path: error.path }, 'A request failed');
    else if (shown.code === 'SERVICE_UNAVAILABLE') log.warn({ requestId }, 'A request met a database that is away');
    return withStatus(error, shown ?? masked(requestId), language, isAnswered);
  });
  return { ...result, errors: publicErrors };
}

/** The language of the root field that the error is under, or of the whole request. */
function languageOf({ path }: GraphQLError, { headers }: Request, context: Context | undefined): Language {
  if (!context) return readerLanguage(headers.get('accept-language'));
  return path ? languageUnder(context, String(path[0])) : context.language;
}

/** What clients see of an error, beside the place where it happened. */
interface Shown {
  readonly code: string;
  readonly message: Message;
  readonly issues?: readonly Issue[];
  readonly details?: object;
  readonly http?: object;
}

/** The error as clients see it; null when they must not. */
function toPublicError(error: GraphQLError): Shown | null {
  const cause = explained(rootCause(error));
  if (cause instanceof DomainError) {
    const { code, issues } = cause;
    const details = cause instanceof StepUpRequired ? cause.offer : {};
    return { code, message: inItsPlace(error, cause), issues, details, http: httpOf(cause) };
  }
  if (isExhaustedStack(cause)) return { code: 'QUERY_TOO_COMPLEX', message: say('The request is nested too deep.') };
  if (!(cause instanceof GraphQLError)) return null;
  const code = cause.extensions['code'] ?? error.extensions['code'];
  if (code === undefined && isAboutResult(error)) return null;
  const http = error.extensions['http'] ?? cause.extensions['http'] ?? {};
  const shown = String(code ?? 'INVALID_INPUT');
  return { code: shown, message: wordsOfLibrary(shown, error.message), http };
}

/** What the database's own errors mean to whoever asked. */
function explained(cause: unknown): unknown {
  if (tookTooLong(cause)) return timeout();
  return isOutage(cause) ? databaseAway() : cause;
}

/** What whoever asks is told while the database does not answer, here and at addresses beside GraphQL. */
export function databaseAway(): DomainError {
  return new DomainError('SERVICE_UNAVAILABLE', say('The database is not there. Try again soon.'));
}

function httpOf(cause: DomainError): object {
  if (!(cause instanceof RateLimited)) return REFUSALS[cause.code] ?? {};
  return { status: 429, headers: { 'retry-after': String(cause.retryAfter) } };
}

/** What we said of a value; where the executor has put the variable's name before it, that is said too. */
function inItsPlace({ message }: GraphQLError, { message: ours, said }: DomainError): Message {
  const place = message.endsWith(ours) ? message.slice(0, -ours.length) : '';
  const [, variable] = place.match(/^Variable "(\$\w+)" got invalid value /) ?? [];
  if (!variable) return said;
  const path = place.match(/ at "([^"]+)"; $/)?.[1];
  return inEnglish(
    message,
    say('The variable {place}: {problem}', { place: path ? `$${path}` : variable, problem: said }),
  );
}

/** GraphQL.js hides most of its suggestions when it is told to; a part of a schema may be hidden from whoever asks. */
const SUGGESTION = / Did you mean [^?]*\?/g;

/** What GraphQL.js and yoga say, they say in English: other readers are told what it is about first. */
function wordsOfLibrary(code: string, words: string): Message {
  const problem = words.replace(SUGGESTION, '');
  switch (code) {
    // Yoga's own words do not say what to do.
    case 'OPERATION_RESOLUTION_FAILURE':
      return say('operationName must name an operation of the document; it may be left out when there is only one.');
    case 'GRAPHQL_PARSE_FAILED':
      return inEnglish(problem, say('The document is not GraphQL: {problem}', { problem }));
    case 'GRAPHQL_VALIDATION_FAILED':
      return inEnglish(problem, say('The document does not fit the schema: {problem}', { problem }));
    default:
      return inEnglish(problem, say('The request is not valid: {problem}', { problem }));
  }
}

const inEnglish = (text: string, otherwise: Message): Message => {
  return (language) => (language === 'en' ? text : otherwise(language));
};

function masked(requestId: string): Shown {
  return {
    code: 'INTERNAL_SERVER_ERROR',
    message: say('Something went wrong on our side. Tell us the request id {requestId}.', { requestId }),
    details: { requestId },
    http: { status: 500 },
  };
}

/**
 * The error with its HTTP status (GraphQL over HTTP, section 6.4): of a well-formed request it is for readers of
 * `application/graphql-response+json`, unless a part of the request was answered; those of `application/json` get 200.
 */
function withStatus(
  error: GraphQLError,
  { code, message, issues = [], details, http }: Shown,
  language: Language,
  isAnswered: boolean,
): GraphQLError {
  const { nodes, source, positions, path } = error;
  const status = { status: 400, ...http, spec: !NOT_WELL_FORMED.has(code) };
  const said = issues.map((issue) => ({ ...issue, message: issue.message(language) }));
  const told = said.length > 0 ? { issues: said } : {};
  const extensions = { code, ...told, ...details, ...(isAnswered ? {} : { http: status }) };
  return new GraphQLError(message(language), { nodes, source, positions, path, extensions });
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
