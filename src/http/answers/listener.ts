/**
 * Stands before the GraphQL endpoint and answers from memory what nobody in particular has asked before and what has not changed
 * since: without parsing it, and without waking what parses it. See ADR 100.
 */
import { AsyncResource } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { YogaServerInstance } from 'graphql-yoga';
import { RateLimited } from '../../graphql/limits/rateLimited.ts';
import { readerOf } from '../../graphql/readerLocale.ts';
import { harmlessId } from '../../graphql/requestId.ts';
import { Uses } from '../../graphql/uses.ts';
import { isNobody } from '../authenticate.ts';
import { originHeaders } from '../crossSite.ts';
import type { RateSources } from '../rates/plugin.ts';
import { factsOf } from '../requestFacts.ts';
import { isSecure, type Site } from '../site.ts';
import { isJson } from '../strictRequests.ts';
import type { Answer, KeptAnswers } from './keptAnswers.ts';
import type { Noting } from './plugin.ts';
import { surrogateKey } from './surrogateKey.ts';

/** The endpoint that makes answers. */
export type Endpoint = RequestListener & Pick<YogaServerInstance<Noting, object>, 'fetch'>;

/** Bytes of a question at the most; longer ones go past the memory. */
const MAX_QUESTION = 20_000;
/** For browsers and caches on the way: as fresh as other instances of the service are, and meanwhile what there is. */
const CACHE_CONTROL = 'public, max-age=1, stale-while-revalidate=10';
/** Headers of the endpoint's answer that are kept with it. */
const KEPT_HEADERS = ['content-type', 'vary'];
/** Those of an answer that is not kept, and yet is everybody's who asked at the same time. */
const SHARED_HEADERS = [...KEPT_HEADERS, 'cache-control', 'retry-after'];

/** What the listener needs to know of the service. */
export interface ListenerSources {
  /** Path of the endpoint. */
  readonly path: string;
  readonly site: Site;
  readonly rates: Pick<RateSources, 'limiter' | 'clientAddress'>;
}

/** The endpoint with a memory. */
export function withKeptAnswers(
  endpoint: Endpoint,
  answers: KeptAnswers,
  { path, site, rates }: ListenerSources,
): Endpoint {
  /** Counts a request that the endpoint does not see; whoever has none left is told so by the endpoint. */
  const isAllowed = async (request: IncomingMessage) => {
    try {
      await rates.limiter.take('ADDRESS', rates.clientAddress(request));
      return true;
    } catch (error) {
      if (error instanceof RateLimited) return false;
      throw error;
    }
  };
  const answerTo = async (key: string, request: IncomingMessage, response: ServerResponse, body: Buffer | null) => {
    let isMadeForUs = false;
    const make = (uses: Uses) => {
      isMadeForUs = true;
      return ask(endpoint, request, response, body, uses);
    };
    const answer = answers.find(key) ?? (await answers.make(key, make));
    if (isMadeForUs) send(request, response, answer, site);
    else if (await isAllowed(request)) sendKept(request, response, answer, site);
    else send(request, response, await make(new Uses()), site);
  };
  const listener: RequestListener = (request, response) => {
    const isPost = request.method === 'POST' && request.url === path && isQuestion(request.headers);
    const isGet = request.method === 'GET' && isAddressed(request, path);
    if (!(isPost || isGet) || !isNobody(request.headers, isSecure(site))) return endpoint(request, response);
    const { accept = '', 'accept-language': wanted = '' } = request.headers;
    const { locale, language } = readerOf(wanted);
    const reader = `${accept}\n${locale} ${language}\n`;
    const answer = (question: string, body: Buffer | null) => {
      answerTo(`${reader}${question}`, request, response, body).catch((error) => response.destroy(error));
    };
    if (isGet) return answer(request.url as string, null);
    readBody(request, (body) => answer(body.toString('latin1'), body));
  };
  return Object.assign(listener, { fetch: endpoint.fetch });
}

/** Whether the body is one that the endpoint would take, and short. */
function isQuestion(headers: IncomingHttpHeaders): boolean {
  const length = Number(headers['content-length']);
  return length > 0 && length <= MAX_QUESTION && isJson(headers['content-type']) && !headers['content-encoding'];
}

/** Whether the address is a question, with its document or the name of one. */
function isAddressed({ url = '', headers }: IncomingMessage, path: string): boolean {
  const isOurs = url.startsWith(`${path}?`) && url.length <= MAX_QUESTION && !/[?&]preview=/.test(url);
  return isOurs && !headers.accept?.includes('text/html');
}

function readBody(request: IncomingMessage, then: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  const end = () => then(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks));
  // Who goes away before the end is not answered. The end is an event of the connection: without binding, what follows would
  // stand outside of the trace of its request.
  const place = new AsyncResource('QUESTION');
  request.on('end', () => place.runInAsyncScope(end));
}

async function ask(
  endpoint: Endpoint,
  req: IncomingMessage,
  res: ServerResponse,
  body: Buffer | null,
  uses: Uses,
): Promise<Answer> {
  const { method, headers, url } = req;
  // Node's headers are taken as they are; the type of the DOM is narrower.
  const request = { method, headers, body } as unknown as RequestInit;
  const context = { req, res, uses };
  const response = await endpoint.fetch(`http://${headers.host || 'localhost'}${url}`, request, context);
  const answer = {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(await response.text()),
    operation: factsOf(req).operation,
  };
  const { noted } = uses;
  return noted && answer.status === 200 ? keepable(answer, surrogateKey(noted)) : answer;
}

/** The answer as everybody may have it. */
function keepable({ headers, body, ...answer }: Answer, keys: string): Answer {
  const etag = `"${createHash('sha256')
    .update(headers['content-type'] ?? '')
    .update('\n')
    .update(body)
    .digest('base64url')}"`;
  return {
    ...answer,
    headers: {
      ...pick(headers, KEPT_HEADERS),
      etag,
      'cache-control': CACHE_CONTROL,
      ...(keys && { 'surrogate-key': keys }),
    },
    body,
  };
}

function pick(headers: Answer['headers'], names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => names.includes(name)));
}

/** Sends what was made for somebody else: kept, or the answer that the service cannot answer now. */
function sendKept(request: IncomingMessage, response: ServerResponse, kept: Answer, site: Site): void {
  if (kept.operation) factsOf(request).operation = kept.operation;
  const answer = kept.status === 200 ? kept : { ...kept, headers: pick(kept.headers, SHARED_HEADERS) };
  send(request, response, answer, site);
}

function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: Answer, site: Site): void {
  if (response.destroyed) return;
  const { origin = null, 'x-request-id': id } = request.headers;
  const own = { 'x-request-id': harmlessId(typeof id === 'string' ? id : null), ...originHeaders(site, origin) };
  if (headers.etag && isKnown(request, headers.etag)) {
    const { 'content-type': _, ...unchanged } = headers;
    response.writeHead(304, { ...own, ...unchanged }).end();
    return;
  }
  response.writeHead(status, { ...own, ...headers, 'content-length': body.length }).end(body);
}

/** RFC 9110, section 13.1.2: of GET alone, and weakly compared. */
function isKnown({ method, headers }: IncomingMessage, etag: string): boolean {
  const known = headers['if-none-match'];
  if (method !== 'GET' || !known) return false;
  return known.split(',').some((one) => one.trim().replace(/^W\//, '') === etag || one.trim() === '*');
}
