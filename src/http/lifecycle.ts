/** In which part of its life the process is, and the requests that it has not answered yet. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

/** STARTING until everything is ready, SERVING, and DRAINING from the first sign that it is to end. */
export type Phase = 'STARTING' | 'SERVING' | 'DRAINING';

export class Lifecycle {
  #phase: Phase = 'STARTING';
  readonly #open = new Set<ServerResponse>();

  get phase(): Phase {
    return this.#phase;
  }

  /** Requests that are being answered. */
  get open(): number {
    return this.#open.size;
  }

  serve(): void {
    if (this.#phase === 'STARTING') this.#phase = 'SERVING';
  }

  /** From now on every answer asks its client to open a new connection, which leads to another instance. */
  drain(): void {
    this.#phase = 'DRAINING';
    for (const response of this.#open) askToClose(response);
  }

  /** The handler, with its requests counted. */
  watch(handler: RequestListener): RequestListener {
    return (request: IncomingMessage, response: ServerResponse) => {
      this.#open.add(response);
      response.once('close', () => this.#open.delete(response));
      if (this.#phase === 'DRAINING') askToClose(response);
      return handler(request, response);
    };
  }
}

function askToClose(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close');
}
