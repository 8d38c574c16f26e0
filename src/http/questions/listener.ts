/**
 * Takes questions off Node's requests, past the objects of the web and the hooks that yoga has for every address (ADR 104), and answers
 * from memory what nobody in particular has asked before and what has not changed since: without parsing it, and without waking what
 * parses it (ADR 100).
 */
import type { IncomingHttpHeaders, IncomingMessage, RequestListener } from 'node:http';
import { RateLimited } from '../../graphql/limits/rateLimited.ts';
import { readerOf } from '../../graphql/readerLocale.ts';
import { Uses } from '../../graphql/uses.ts';
import type { KeptAnswers } from '../answers/keptAnswers.ts';
import { isNobody } from '../authenticate.ts';
import { wantsPage } from '../graphiql.ts';
import { isSecure } from '../site.ts';
import { isJson, MAX_BODY } from '../strictRequests.ts';
import { ask, type Door, type Endpoint, type Question, readBody } from './ask.ts';
import { mediaTypeFor } from './mediaType.ts';
import { send, sendKept } from './send.ts';

/** Bytes of a question at the most whose answer is kept. */
const MAX_KEPT_QUESTION = 20_000;

type Answering = (question: Question) => Promise<void>;

/**
 * The endpoint, with questions taken to it on the short way. Whatever else comes it gets as it comes.
 * @param answers the memory; null for none
 */
export function withQuestions(door: Door, answers: KeptAnswers | null): Endpoint {
  const { endpoint, path, site } = door;
  const answerNew: Answering = async (question) => send(question, await ask(door, question), site);
  const answerAnybody = answers ? answeringFrom(answers, door) : answerNew;
  const listener: RequestListener = (req, res) => {
    const mediaType = mediaTypeFor(req.headers.accept);
    if (!mediaType) return endpoint(req, res);
    const isOfNobody = isNobody(req.headers, isSecure(site));
    const answerBy = (answering: Answering, body: Buffer | null) => {
      answering({ req, res, body, mediaType }).catch((error) => res.destroy(error));
    };
    if (isPosted(req, path)) {
      readBody(req, (body) =>
        answerBy(isOfNobody && body.length <= MAX_KEPT_QUESTION ? answerAnybody : answerNew, body),
      );
    } else if (isOfNobody && isAddressed(req, path)) answerBy(answerAnybody, null);
    else endpoint(req, res);
  };
  return Object.assign(listener, { fetch: endpoint.fetch, getResultForParams: endpoint.getResultForParams });
}

/** Answers from memory, and keeps what may be kept. */
function answeringFrom(answers: KeptAnswers, door: Door): Answering {
  const { site, rates } = door;
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
  return async (question) => {
    let isMadeForUs = false;
    const make = (uses: Uses) => {
      isMadeForUs = true;
      return ask(door, question, uses);
    };
    const key = keyOf(question);
    const answer = answers.find(key) ?? (await answers.make(key, make));
    if (isMadeForUs) send(question, answer, site);
    else if (await isAllowed(question.req)) sendKept(question, answer, site);
    else send(question, await make(new Uses()), site);
  };
}

/** Everything that an answer to nobody in particular depends on. */
function keyOf({ req, body, mediaType }: Question): string {
  const { locale, language } = readerOf(req.headers['accept-language'] ?? '');
  return `${req.method} ${mediaType}\n${locale} ${language}\n${body ? body.toString('latin1') : req.url}`;
}

/** Whether a body comes that the endpoint would take, of a length that is known. */
function isPosted({ method, url, headers }: IncomingMessage, path: string): boolean {
  return method === 'POST' && url === path && isQuestion(headers);
}

function isQuestion(headers: IncomingHttpHeaders): boolean {
  const length = Number(headers['content-length']);
  return length > 0 && length <= MAX_BODY && isJson(headers['content-type']) && !headers['content-encoding'];
}

/** Whether the address is a question, with its document or the name of one; a browser that opens it wants the page. */
function isAddressed({ method, url = '', headers }: IncomingMessage, path: string): boolean {
  if (method !== 'GET' || !url.startsWith(`${path}?`) || url.length > MAX_KEPT_QUESTION) return false;
  return !/[?&]preview=/.test(url) && !wantsPage(headers.accept);
}
