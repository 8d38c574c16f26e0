/** Sends answers over HTTP. */
import type { IncomingMessage } from 'node:http';
import { harmlessId } from '../../graphql/requestId.ts';
import type { Answer } from '../answers/keptAnswers.ts';
import { originHeaders } from '../crossSite.ts';
import { factsOf } from '../requestFacts.ts';
import type { Site } from '../site.ts';
import type { Question } from './ask.ts';
import { pick } from './keepable.ts';

/** Headers of an answer that is not kept, and yet is everybody's who asked at the same time. */
const SHARED_HEADERS = ['content-type', 'vary', 'cache-control', 'retry-after'];

/** Sends what was made for somebody else: kept, or the answer that the service cannot answer now. */
export function sendKept(question: Question, kept: Answer, site: Site): void {
  if (kept.operation) factsOf(question.req).operation = kept.operation;
  const answer = kept.status === 200 ? kept : { ...kept, headers: pick(kept.headers, SHARED_HEADERS) };
  send(question, answer, site);
}

/** Sends an answer, or tells that the client has it. */
export function send({ req, res }: Question, { status, headers, body }: Answer, site: Site): void {
  if (res.destroyed) return;
  const { origin = null, 'x-request-id': given } = req.headers;
  const id = headers['x-request-id'] ?? harmlessId(typeof given === 'string' ? given : null);
  const own = { 'x-request-id': id, ...originHeaders(site, origin) };
  if (headers['etag'] && isKnown(req, headers['etag'])) {
    const { 'content-type': _, ...unchanged } = headers;
    res.writeHead(304, { ...own, ...unchanged }).end();
    return;
  }
  res.writeHead(status, { ...own, ...headers, 'content-length': body.length }).end(body);
}

/** RFC 9110, section 13.1.2: of GET alone, and weakly compared. */
function isKnown({ method, headers }: IncomingMessage, etag: string): boolean {
  const known = headers['if-none-match'];
  if (method !== 'GET' || !known) return false;
  return known.split(',').some((one) => one.trim().replace(/^W\//, '') === etag || one.trim() === '*');
}
