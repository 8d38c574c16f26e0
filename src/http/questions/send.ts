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
  const own = headers['x-request-id'] ? [] : headersOfOne(req, site);
  factsOf(req).requestId = headers['x-request-id'] ?? own[1];
  if (headers['etag'] && isKnown(req, headers['etag'])) {
    const { 'content-type': _, ...unchanged } = headers;
    res.writeHead(304, [...own, ...inPairs(unchanged)]).end();
    return;
  }
  res.writeHead(status, [...own, ...inPairs(headers), 'content-length', String(body.length)]).end(body);
}

/** What differs in an answer that many get. */
function headersOfOne({ headers: { origin, 'x-request-id': given } }: IncomingMessage, site: Site): string[] {
  const id = harmlessId(typeof given === 'string' ? given : null);
  return ['x-request-id', id, ...inPairs(originHeaders(site, origin ?? null))];
}

const pairs = new WeakMap<Answer['headers'], readonly string[]>();

/** Names and values in turns, as Node writes them without looking at them again; of what is kept they are made once. */
function inPairs(headers: Answer['headers']): readonly string[] {
  const present = pairs.get(headers);
  if (present) return present;
  const made = Object.entries(headers).flat();
  pairs.set(headers, made);
  return made;
}

/** RFC 9110, section 13.1.2: of GET alone, and weakly compared. */
function isKnown({ method, headers }: IncomingMessage, etag: string): boolean {
  const known = headers['if-none-match'];
  if (method !== 'GET' || !known) return false;
  return known.split(',').some((one) => one.trim().replace(/^W\//, '') === etag || one.trim() === '*');
}
