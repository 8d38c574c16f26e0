/** One request to an instance, whatever comes of it. */
import type { Headers } from './asking.ts';

/** What came of a request. */
export interface Outcome {
  /** 0 when there was no answer. */
  readonly status: number;
  readonly data: Record<string, unknown> | null;
  /** Codes of the answer's errors, of the request as of a mutation's payload. */
  readonly codes: readonly string[];
  readonly headers: globalThis.Headers | null;
  /** Milliseconds. */
  readonly took: number;
}

interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
}

/** Milliseconds that an answer is waited for. */
const PATIENCE = 30_000;

/** Asks, and waits for the answer. */
export async function ask(url: string, query: string, variables: object = {}, headers: Headers = {}): Promise<Outcome> {
  const start = performance.now();
  try {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      body: JSON.stringify({ query, variables }),
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        ...headers,
      },
      signal: AbortSignal.timeout(PATIENCE),
    });
    const { data = null, errors = [] } = (await response.json()) as Answer;
    const payloads = Object.values(data ?? {}) as ({ errors?: { code: string }[] } | null)[];
    const codes = [
      ...errors.map(({ extensions }) => extensions?.code ?? 'NONE'),
      ...payloads.flatMap((payload) => payload?.errors?.map(({ code }) => code) ?? []),
    ];
    return { status: response.status, data, codes, headers: response.headers, took: performance.now() - start };
  } catch {
    return { status: 0, data: null, codes: [], headers: null, took: performance.now() - start };
  }
}

/**
 * The data of what must be answered.
 * @throws Error with what came instead
 */
export async function answered<Data>(url: string, query: string): Promise<Data> {
  const outcome = await ask(url, query);
  if (!isAnswered(outcome)) throw new Error(`${query} was answered ${outcome.status} ${outcome.codes.join(' ')}`);
  return outcome.data as Data;
}

/** Whether the answer is whole and without errors. */
export function isAnswered({ status, codes }: Outcome): boolean {
  return status === 200 && codes.length === 0;
}

/**
 * Whether a client is to ask again: nobody answered, or the answer says so. What was done just before the database went away is answered as
 * done, without what could not be read of it any more: with the same key it is the same answer, whole.
 */
export function isRetryable({ status, codes }: Outcome): boolean {
  return (
    status === 0 || (codes.length > 0 && [200, 503].includes(status) && codes.every((code) => RETRYABLE.has(code)))
  );
}

const RETRYABLE = new Set(['SERVICE_UNAVAILABLE', 'TIMEOUT']);
