/** The client of a Meilisearch server, and what its failures mean. */
import { Meilisearch, MeilisearchApiError, MeilisearchError, type Task } from 'meilisearch';

export interface MeilisearchAddress {
  readonly url: string;
  /** Without one the server asks for none. */
  readonly key: string | undefined;
}

/** Milliseconds for one request; searches have less. */
const REQUEST_TIMEOUT = 10_000;
/** Milliseconds for a piece of work that the server does in the background, and between looks at it. */
const TASK_TIMEOUT = 10 * 60_000;
const TASK_INTERVAL = 25;

/** What the key must allow. */
const ACTIONS = 'search, documents.*, indexes.*, settings.*, tasks.get and stats.get';

export function openMeilisearch({ url, key }: MeilisearchAddress): Meilisearch {
  return new Meilisearch({
    host: url,
    ...(key === undefined ? {} : { apiKey: key }),
    timeout: REQUEST_TIMEOUT,
    defaultWaitOptions: { timeout: TASK_TIMEOUT, interval: TASK_INTERVAL },
  });
}

/** A failure of Meilisearch, in words for operators. It tells no key. */
export class MeilisearchFailure extends Error {
  override readonly name = 'MeilisearchFailure';
}

/** The work done, its failure surfaced. */
export async function done(work: Task | PromiseLike<Task>): Promise<Task> {
  const task = await work;
  if (task.status === 'succeeded') return task;
  throw new MeilisearchFailure(
    `Meilisearch did not do ${task.type} of ${task.indexUid}: ${task.error?.message ?? task.status}`,
  );
}

const MISSING_INDEX = 'index_not_found';

/** Deletes an index if it is there, and waits until it is gone; the client's own way to do so does not wait. */
export async function deleteIndex(client: Meilisearch, index: string): Promise<void> {
  const task = await client.deleteIndex(index).waitTask();
  if (task.error?.code !== MISSING_INDEX) await done(task);
}

export function isMissingIndex(error: unknown): boolean {
  return error instanceof MeilisearchApiError && error.cause?.code === MISSING_INDEX;
}

/** What an operator is to do about a failure. */
export function inWords(error: unknown): string {
  if (isMissingIndex(error)) return 'The index of Meilisearch is not filled yet.';
  if (error instanceof MeilisearchApiError) {
    const { code } = error.cause ?? {};
    if (code === 'invalid_api_key' || code === 'missing_authorization_header')
      return `Meilisearch refuses the key: MEILI_KEY must be a key of that server for all indexes that allows ${ACTIONS}.`;
  }
  const { message } = error as Error;
  return error instanceof MeilisearchError ? `Meilisearch: ${message}` : message;
}
