/** Counts and measures requests and operations, under a number of names that is bounded whatever clients send. */
import type { Meter } from '../platform/telemetry/meter.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { OperationFacts } from './requestFacts.ts';
import type { FinishedRequest } from './watchRequests.ts';

/** Names that are told apart beside those of the configuration: the first ones that succeeded. */
const MAX_LEARNT = 100;
const NAME = /^[_A-Za-z][_0-9A-Za-z]{0,63}$/;

/** Gives operations the names that metrics know them by: configured and learnt ones; `anonymous` and `other` for the rest. */
export function operationNames(configured: readonly string[] = [], max = MAX_LEARNT) {
  const known = new Set(configured);
  const limit = known.size + max;
  return ({ name }: OperationFacts, isGood: boolean): string => {
    if (name === null) return 'anonymous';
    if (known.has(name)) return name;
    if (!isGood || known.size >= limit || !NAME.test(name)) return 'other';
    known.add(name);
    return name;
  };
}

/** Registers the figures; answers who is to be told of each request. */
export function requestMetrics(
  meter: Meter,
  lifecycle: Lifecycle,
  operations?: readonly string[],
): (request: FinishedRequest) => void {
  const requests = meter.counter('rozcestnik_http_requests_total', 'Requests answered', ['method', 'route', 'status']);
  const durations = meter.timer('rozcestnik_http_request_seconds', 'Time to answer a request', ['route']);
  const operationTimes = meter.timer(
    'rozcestnik_graphql_operation_seconds',
    'Time to answer a GraphQL operation, by its name: those configured, the first hundred that succeeded, else `other`',
    ['operation', 'type'],
  );
  const errors = meter.counter('rozcestnik_graphql_errors_total', 'GraphQL operations with an error of this code', [
    'operation',
    'code',
  ]);
  const fields = meter.counter('rozcestnik_graphql_root_fields_total', 'Root fields asked for', ['field']);
  meter.gauges({ rozcestnik_http_requests_open: 'Requests being answered now' }, () => ({
    rozcestnik_http_requests_open: lifecycle.open,
  }));
  const nameOf = operationNames(operations);
  return ({ method, route, status, seconds, facts: { operation, codes = [] } }) => {
    requests({ method, route, status: String(status) });
    durations(seconds, { route });
    const name = operation ? nameOf(operation, codes.length === 0) : 'none';
    for (const code of codes) errors({ operation: name, code });
    if (!operation) return;
    operationTimes(seconds, { operation: name, type: operation.type });
    for (const field of operation.fields) fields({ field });
  };
}
