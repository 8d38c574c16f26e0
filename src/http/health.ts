/**
 * `/health/live`: the process answers. `/health/ready`: it should be sent requests. Both are for everybody, so that they tell
 * states and figures alone, never a text of an error, an address or a version.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Lifecycle } from './lifecycle.ts';

/** DEGRADED is worth a look, but requests are answered. */
export type Health = 'OK' | 'DEGRADED' | 'FAILED';

/** How a part of the service is. */
export interface PartHealth {
  readonly status: Health;
  readonly [figure: string]: Health | number;
}

/** Finds out how a part is; whatever it throws means FAILED. */
export type HealthCheck = () => Promise<PartHealth>;

/** Checks by the name of the part. */
export type HealthChecks = Readonly<Record<string, HealthCheck>>;

export const LIVE_PATH = '/health/live';
export const READY_PATH = '/health/ready';

/** Milliseconds that a check may take. */
const LIMIT = 2_000;
/** Milliseconds that an answer is good for: whoever asks all the time must not load the database. */
const LIFETIME = 1_000;

interface Answer {
  readonly status: 'READY' | 'NOT_READY' | 'STARTING' | 'DRAINING';
  readonly checks?: Readonly<Record<string, PartHealth>>;
}

export class HealthDesk {
  readonly #lifecycle: Lifecycle;
  #checks: HealthChecks = {};
  #found: { at: number; answer: Promise<Answer> } | null = null;

  constructor(lifecycle: Lifecycle) {
    this.#lifecycle = lifecycle;
  }

  /** Names what is to be checked, once it is there. */
  watch(checks: HealthChecks): void {
    this.#checks = checks;
    this.#found = null;
  }

  /** Whether a request is for one of the two paths. */
  isAsked({ url = '' }: IncomingMessage): boolean {
    return url.startsWith('/health/') && [LIVE_PATH, READY_PATH].includes(pathOf(url));
  }

  /** Answers them. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      send(response, 405, { status: 'METHOD_NOT_ALLOWED' }, { allow: 'GET, HEAD' });
    } else if (pathOf(request.url ?? '') === LIVE_PATH) {
      send(response, 200, { status: 'LIVE' });
    } else {
      const answer = await this.#ready();
      const isReady = answer.status === 'READY';
      send(response, isReady ? 200 : 503, answer, isReady ? {} : { 'retry-after': '2' });
    }
  }

  async #ready(): Promise<Answer> {
    const { phase } = this.#lifecycle;
    if (phase !== 'SERVING') return { status: phase };
    if (!this.#found || Date.now() - this.#found.at > LIFETIME) {
      this.#found = { at: Date.now(), answer: examine(this.#checks) };
    }
    return this.#found.answer;
  }
}

const pathOf = (url: string) => url.split('?')[0] ?? '';

async function examine(checks: HealthChecks): Promise<Answer> {
  const found = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await withinLimit(check)] as const),
  );
  const isReady = found.every(([, { status }]) => status !== 'FAILED');
  return { status: isReady ? 'READY' : 'NOT_READY', checks: Object.fromEntries(found) };
}

async function withinLimit(check: HealthCheck): Promise<PartHealth> {
  const limit = new AbortController();
  const tooLate = sleep(LIMIT, { status: 'FAILED' } as const, { signal: limit.signal, ref: false });
  try {
    return await Promise.race([check(), tooLate]);
  } catch {
    return { status: 'FAILED' };
  } finally {
    tooLate.catch(() => undefined);
    limit.abort();
  }
}

function send(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  const text = `${JSON.stringify(body)}\n`;
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(response.req.method === 'HEAD' ? undefined : text);
}
