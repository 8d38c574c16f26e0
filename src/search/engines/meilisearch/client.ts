/** The client of a Meilisearch server, and what its failures mean. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type EnqueuedTask, Meilisearch, MeilisearchApiError, MeilisearchError, type Task } from 'meilisearch';

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
  });
}

/** A failure of Meilisearch, in words for operators. It tells no key. */
export class MeilisearchFailure extends Error {
  override readonly name = 'MeilisearchFailure';
}

/**
 * Waits until the server has done a piece of work in the background.
 * @throws MeilisearchFailure when it failed, or takes too long
 */
export async function done(client: Meilisearch, work: EnqueuedTask | PromiseLike<EnqueuedTask>): Promise<void> {
  mustHaveSucceeded(await ended(client, await work));
}

/**
 * A piece of work when it has ended, or has taken too long. The client's own `waitTask` leaves its clock running when the server goes
 * away meanwhile, and the process could not end for as long.
 */
async function ended(client: Meilisearch, { taskUid }: EnqueuedTask): Promise<Task> {
  const giveUpAt = performance.now() + TASK_TIMEOUT;
  for (;;) {
    const task = await client.tasks.getTask(taskUid);
    const isUnderWay = task.status === 'enqueued' || task.status === 'processing';
    if (!isUnderWay || performance.now() > giveUpAt) return task;
    await sleep(TASK_INTERVAL);
  }
}

function mustHaveSucceeded({ type, indexUid, status, error }: Task): void {
  if (status === 'succeeded') return;
  throw new MeilisearchFailure(`Meilisearch did not do ${type} of ${indexUid}: ${error?.message ?? status}`);
}

const MISSING_INDEX = 'index_not_found';

/** Deletes an index if it is there, and waits until it is gone; the client's own way to do so does not wait. */
export async function deleteIndex(client: Meilisearch, index: string): Promise<void> {
  const task = await ended(client, await client.deleteIndex(index));
  if (task.error?.code !== MISSING_INDEX) mustHaveSucceeded(task);
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
