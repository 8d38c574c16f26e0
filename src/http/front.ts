/** What every request meets first: it is watched, health is answered at any time, and the rest when the service is there. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { Telemetry } from '../platform/telemetry/telemetry.ts';
import { accessLog } from './accessLog.ts';
import { HealthDesk } from './health.ts';
import { Lifecycle } from './lifecycle.ts';
import { requestMetrics } from './requestMetrics.ts';
import { watchRequests } from './watchRequests.ts';

export interface FrontOptions {
  readonly log: Logger;
  readonly telemetry: Telemetry;
  /** Names of operations that metrics tell apart whatever else is asked; see requestMetrics.ts. */
  readonly operations?: readonly string[];
}

export class Front {
  readonly lifecycle = new Lifecycle();
  readonly health = new HealthDesk(this.lifecycle);
  /** For Node's server. */
  readonly handler: RequestListener;
  #service: RequestListener | null = null;

  constructor({ log, telemetry, operations }: FrontOptions) {
    const tellLog = accessLog(log);
    const tellMetrics = requestMetrics(telemetry.meter, this.lifecycle, operations);
    const watched = watchRequests(
      (request, response) => this.#answer(request, response),
      telemetry.tracer,
      (finished) => {
        tellLog(finished);
        tellMetrics(finished);
      },
    );
    this.handler = this.lifecycle.watch(watched);
  }

  /** Lets requests in, from now on. */
  open(service: RequestListener): void {
    this.#service = service;
    this.lifecycle.serve();
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    if (this.health.isAsked(request)) void this.health.answer(request, response);
    else if (this.#service) this.#service(request, response);
    else refuse(response);
  }
}

function refuse(response: ServerResponse): void {
  const error = { message: 'The service is starting.', extensions: { code: 'SERVICE_UNAVAILABLE' } };
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'retry-after': '2',
    'cache-control': 'no-store',
  };
  response.writeHead(503, headers).end(JSON.stringify({ errors: [error] }));
}
