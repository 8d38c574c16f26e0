/**
 * Stands before the GraphQL endpoint and answers from memory what nobody in particular has asked before and what has not changed
 * since: without parsing it, and without waking what parses it. See ADR 100.
 */
import { createHash, randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { YogaServerInstance } from 'graphql-yoga';
import { readerOf } from '../../graphql/readerLocale.ts';
import type { Uses } from '../../graphql/uses.ts';
import { isNobody } from '../authenticate.ts';
import { originHeaders } from '../crossSite.ts';
import { factsOf } from '../requestFacts.ts';
import { isSecure, type Site } from '../site.ts';
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

/** The endpoint with a memory. */
export function withKeptAnswers(endpoint: Endpoint, answers: KeptAnswers, path: string, site: Site): Endpoint {
  const listener: RequestListener = (request, response) => {
    const isPost = request.method === 'POST' && request.url === path && isQuestion(request.headers);
    const isGet = request.method === 'GET' && isPersisted(request, path);
    if (!(isPost || isGet) || !isNobody(request.headers, isSecure(site))) return endpoint(request, response);
    const { accept = '', 'accept-language': wanted = '' } = request.headers;
    const { locale, language } = readerOf(wanted);
    const reader = `${accept}\n${locale} ${language}\n`;
    const answerTo = async (question: string, body: Buffer | null) => {
      const key = `${reader}${question}`;
      const kept = answers.find(key);
      if (kept) return sendKept(request, response, kept, site);
      const answer = await answers.make(key, (uses) => ask(endpoint, request, response, body, uses));
      send(request, response, answer, site);
    };
    const fail = (error: unknown) => response.destroy(error as Error);
    if (isGet) return void answerTo(request.url as string, null).catch(fail);
    readBody(request, (body) => void answerTo(body.toString('latin1'), body).catch(fail));
  };
  return Object.assign(listener, { fetch: endpoint.fetch });
}

/** Whether the body is one that the endpoint would take, and short. */
function isQuestion(headers: IncomingHttpHeaders): boolean {
  const length = Number(headers['content-length']);
  const type = headers['content-type'] ?? '';
  return length > 0 && length <= MAX_QUESTION && type.startsWith('application/json') && !headers['content-encoding'];
}

/** Whether the address is a question; those with a document of their own are as good as persisted ones. */
function isPersisted({ url = '', headers }: IncomingMessage, path: string): boolean {
  const isOurs = url.startsWith(`${path}?`) && url.length <= MAX_QUESTION && !/[?&]preview=/.test(url);
  return isOurs && !headers.accept?.includes('text/html');
}

function readBody(request: IncomingMessage, then: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  // Who goes away before the end is not answered.
  request.on('end', () => then(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
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
  const response = await endpoint.fetch(`http://${headers.host ?? 'localhost'}${url}`, request, context);
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
  const kept = KEPT_HEADERS.flatMap((name) => (headers[name] ? [[name, headers[name]] as const] : []));
  const etag = `"${createHash('sha256')
    .update(headers['content-type'] ?? '')
    .update('\n')
    .update(body)
    .digest('base64url')}"`;
  return {
    ...answer,
    headers: {
      ...Object.fromEntries(kept),
      etag,
      'cache-control': CACHE_CONTROL,
      ...(keys && { 'surrogate-key': keys }),
    },
    body,
  };
}

function sendKept(request: IncomingMessage, response: ServerResponse, kept: Answer, site: Site): void {
  if (kept.operation) factsOf(request).operation = kept.operation;
  send(request, response, kept, site);
}

function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: Answer, site: Site): void {
  if (response.destroyed) return;
  const own = { 'x-request-id': randomUUID(), ...originHeaders(site, request.headers.origin ?? null) };
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
