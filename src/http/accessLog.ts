/** One line for each request, when it has been answered or its client has gone. */
import type { Logger } from 'pino';
import type { FinishedRequest } from './watchRequests.ts';

/** Longest name of an operation in the log. */
const MAX_NAME = 100;

/** Writes such lines: `warn` for faults of ours, `info` for all others, `debug` for those that only look after us. */
export function accessLog(log: Logger): (request: FinishedRequest) => void {
  return ({ method, route, status, seconds, requestId, facts, traceId, isAborted }) => {
    const level = route === '/health' ? 'debug' : status >= 500 ? 'warn' : 'info';
    if (!log.isLevelEnabled(level)) return;
    const { operation, codes } = facts;
    const line = {
      requestId,
      method,
      route,
      ...(operation && { operation: operation.name?.slice(0, MAX_NAME) ?? null, type: operation.type }),
      status,
      ms: Math.round(seconds * 10_000) / 10,
      ...(codes && { codes }),
      ...(isAborted && { isAborted }),
      ...(traceId && { traceId }),
    };
    log[level](line, 'request');
  };
}
