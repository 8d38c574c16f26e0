import { createHash } from 'node:crypto';
import type { Use } from '../../graphql/uses.ts';
import type { Answer } from '../answers/keptAnswers.ts';
import { surrogateKey } from '../answers/surrogateKey.ts';

/** For browsers and caches on the way: nobody is to be told something older than two seconds (ADR 100). */
const CACHE_CONTROL = 'public, max-age=1';
/** Headers of the endpoint's answer that are kept with it. */
const KEPT_HEADERS = ['content-type', 'vary'];

/** The answer as everybody may have it. */
export function keepable({ headers, body, ...answer }: Answer, uses: ReadonlySet<Use>): Answer {
  const etag = `"${createHash('sha256')
    .update(headers['content-type'] ?? '')
    .update('\n')
    .update(body)
    .digest('base64url')}"`;
  const keys = surrogateKey(uses);
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

/** Those of the headers. */
export function pick(headers: Answer['headers'], names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => names.includes(name)));
}
