/** Traces by OpenTelemetry, sent to a collector by OTLP over HTTP. Loaded only when a collector is configured. */
import type { IncomingHttpHeaders } from 'node:http';
import {
  type Context,
  context,
  DiagLogLevel,
  diag,
  type Span as OtelSpan,
  type Tracer as OtelTracer,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { Logger } from 'pino';
import type { Attributes, Span, Tracer } from './tracer.ts';

export interface TraceOptions {
  /** Address of the collector, such as http://127.0.0.1:4318; traces are posted to `/v1/traces` below it. */
  readonly endpoint: string;
  readonly serviceName: string;
  readonly version: string;
  /** Share of traces that are kept, of those that begin here; others follow whoever asks. */
  readonly share: number;
  /** Told when spans cannot be sent. */
  readonly log: Pick<Logger, 'warn'>;
}

/** Starts to trace. Spans are sent in batches behind the requests; what cannot be sent in time is dropped. */
export function startTracing({ endpoint, serviceName, version, share, log }: TraceOptions): Tracer {
  const warn = (message: string) => log.warn({ reason: message }, 'Traces could not be sent');
  const silent = () => undefined;
  diag.setLogger({ error: warn, warn, info: silent, debug: silent, verbose: silent }, DiagLogLevel.WARN);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const exporter = new OTLPTraceExporter({ url: new URL('v1/traces', withSlash(endpoint)).href });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName, 'service.version': version }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  return tracerOver(provider.getTracer('rozcestnik'), async () => {
    await provider.shutdown();
    context.disable();
    diag.disable();
  });
}

const withSlash = (address: string) => (address.endsWith('/') ? address : `${address}/`);

function tracerOver(tracer: OtelTracer, close: () => Promise<void>): Tracer {
  return {
    request: (headers, name, work) => {
      const parent = parentIn(headers);
      const span = tracer.startSpan(name, { kind: SpanKind.SERVER }, parent);
      return context.with(trace.setSpan(parent, span), () => work(spanOver(span)));
    },
    within: (name, attributes, work) => {
      const span = tracer.startSpan(name, { attributes });
      return ended(spanOver(span), () => context.with(trace.setSpan(context.active(), span), work));
    },
    call: (name, attributes) => spanOver(tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes })),
    traceId: () => trace.getActiveSpan()?.spanContext().traceId,
    close,
  };
}

const propagator = new W3CTraceContextPropagator();

function parentIn(headers: IncomingHttpHeaders): Context {
  return propagator.extract(ROOT_CONTEXT, headers, {
    get: (carrier: IncomingHttpHeaders, key) => carrier[key],
    keys: (carrier: IncomingHttpHeaders) => Object.keys(carrier),
  });
}

function spanOver(span: OtelSpan): Span {
  return {
    rename: (name) => void span.updateName(name),
    set: (attributes: Attributes) => void span.setAttributes(attributes),
    fail: (reason) => void span.setStatus({ code: SpanStatusCode.ERROR, message: reason }),
    end: () => span.end(),
  };
}

/** Does work and ends the span with it, whether it answers at once or later. */
function ended<Result>(span: Span, work: () => Result): Result {
  const failed = (error: unknown): never => {
    span.fail(error instanceof Error ? error.name : 'error');
    span.end();
    throw error;
  };
  try {
    const result = work();
    if (!(result instanceof Promise)) {
      span.end();
      return result;
    }
    return result.then((value) => {
      span.end();
      return value;
    }, failed) as Result;
  } catch (error) {
    return failed(error);
  }
}
