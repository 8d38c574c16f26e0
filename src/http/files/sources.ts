import type { Logger } from 'pino';
import type { Files } from '../../files/files.ts';
import type { LiveDatabase } from '../../graphql/watchedSources.ts';
import type { CommandRunner } from '../../journal/command.ts';

/** What files are answered from. */
export interface FileSources {
  readonly files: Files;
  readonly live: LiveDatabase;
  readonly runner: CommandRunner;
  readonly log: Logger;
}

/** An answer that nobody keeps. */
export function json(body: object, status: number): Response {
  const headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
  return Response.json(body, { status, headers: status === 503 ? { ...headers, 'retry-after': '30' } : headers });
}

/** The answer to a method that the address does not take. */
export function notAllowed(allow: string): Response {
  return new Response(null, { status: 405, headers: { allow } });
}
