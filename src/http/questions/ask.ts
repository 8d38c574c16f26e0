/** Asks the endpoint what came over HTTP. */
import { AsyncResource } from 'node:async_hooks';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type ExecutionResult, GraphQLError } from 'graphql';
import { type FetchAPI, processRegularResult, type YogaServerInstance } from 'graphql-yoga';
import type { Logger } from 'pino';
import { publicResult } from '../../graphql/publicErrors.ts';
import type { Uses } from '../../graphql/uses.ts';
import type { Answer } from '../answers/keptAnswers.ts';
import type { Noting } from '../answers/plugin.ts';
import { forgeryRefusal, isForgeable } from '../crossSite.ts';
import { countArrival, countEnd, type RateSources } from '../rates/plugin.ts';
import { factsOf, noteCodes } from '../requestFacts.ts';
import { responseHeaders, VARY } from '../responseHeaders.ts';
import type { Site } from '../site.ts';
import { parseAddress, parseBody } from '../strictRequests.ts';
import { keepable } from './keepable.ts';
import type { MediaType } from './mediaType.ts';
import { PlainRequest } from './plainRequest.ts';

/** The endpoint that makes answers. */
export type Endpoint = RequestListener & Pick<YogaServerInstance<Noting, object>, 'fetch' | 'getResultForParams'>;

/** What stands between Node's server and the endpoint. */
export interface Door {
  readonly endpoint: Endpoint;
  /** Path of the endpoint. */
  readonly path: string;
  readonly site: Site;
  readonly rates: RateSources;
  readonly log: Logger;
}

/** A request that is a question, with its body if it has one. */
export interface Question {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly body: Buffer | null;
  /** In which type the answer is wanted. */
  readonly mediaType: MediaType;
}

/** Reads a body whose length is known. Who goes away before its end is not answered. */
export function readBody(request: IncomingMessage, then: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  const end = () => then(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks));
  // The end is an event of the connection: without binding, what follows would stand outside of the trace of its request.
  const place = new AsyncResource('QUESTION');
  request.on('end', () => place.runInAsyncScope(end));
}

/**
 * Makes the answer to a question.
 * @param uses notes what it is made from, for an answer that may be kept
 */
export async function ask(door: Door, question: Question, uses?: Uses): Promise<Answer> {
  const { req } = question;
  const request = new PlainRequest(req) as unknown as Request;
  const answered = (await refusal(door, request, req)) ?? (await execute(door, request, question, uses));
  await countEnd(door.rates, request);
  const answer: Answer = {
    status: answered.status,
    headers: { ...answered.headers, vary: VARY, ...responseHeaders(request, door.site) },
    body: Buffer.from(answered.text),
    operation: factsOf(req).operation,
  };
  const noted = uses?.noted;
  return noted && answer.status === 200 ? keepable(answer, noted) : answer;
}

interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** What the request is refused with before it is read, if it is. */
async function refusal(
  { site, rates, path }: Door,
  request: Request,
  req: IncomingMessage,
): Promise<Answered | undefined> {
  const response =
    (await countArrival(rates, request, path, req)) ?? (isForgeable(site, request) ? forgeryRefusal(request) : null);
  if (!response) return undefined;
  return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() };
}

async function execute({ endpoint, log }: Door, request: Request, question: Question, uses?: Uses): Promise<Answered> {
  const { req, res, body, mediaType } = question;
  const result = publicResult(await resultOf(endpoint, request, { req, res, body, uses }), request, log);
  noteCodes(req, result);
  if (result.errors) uses?.forbid();
  return processRegularResult(result as never, WRITTEN, mediaType) as unknown as Answered;
}

/** What is thrown before there is a result is the result. */
async function resultOf(
  endpoint: Endpoint,
  request: Request,
  { req, res, body, uses }: Pick<Question, 'req' | 'res' | 'body'> & { readonly uses: Uses | undefined },
): Promise<ExecutionResult> {
  try {
    const params = body ? parseBody(body) : parseAddress(request);
    const context = { req, res, request, ...(uses && { uses }) };
    return (await endpoint.getResultForParams({ params, request }, context)) as ExecutionResult;
  } catch (error) {
    return { errors: errorsOf(error) };
  }
}

function errorsOf(error: unknown): GraphQLError[] {
  if (error instanceof AggregateError) return error.errors.flatMap(errorsOf);
  if (error instanceof GraphQLError) return [error];
  const originalError = error instanceof Error ? error : new Error(String(error));
  return [new GraphQLError(originalError.message, { originalError })];
}

/** In the place of the web's Response: what yoga would make one of. */
const WRITTEN = {
  Response: class {
    readonly text: string;
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;

    constructor(text: string, { status, headers }: { status: number; headers: Record<string, string> }) {
      this.text = text;
      this.status = status;
      this.headers = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    }
  },
} as unknown as FetchAPI;
