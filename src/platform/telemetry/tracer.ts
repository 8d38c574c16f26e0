/** The port of traces: what belongs to one request, with the time that each step took. */
import type { IncomingHttpHeaders } from 'node:http';

/** Facts of a span. Never values of variables or personal data. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** A step of a trace. */
export interface Span {
  rename(name: string): void;
  set(attributes: Attributes): void;
  /** Marks it as failed; `reason` is a code or the type of an error. */
  fail(reason: string): void;
  end(): void;
}

export interface Tracer {
  /** A request from outside: goes on with the trace that its headers name (W3C Trace Context), or begins one. To be ended. */
  request<Result>(headers: IncomingHttpHeaders, name: string, work: (span: Span) => Result): Result;
  /** A step with steps of its own; ends when the work has ended, failed when that threw. */
  within<Result>(name: string, attributes: Attributes, work: () => Result): Result;
  /** A question to another system, such as the database; to be ended. */
  call(name: string, attributes: Attributes): Span;
  /** Id of the trace that the caller belongs to. */
  traceId(): string | undefined;
  /** Sends what was not sent yet. */
  close(): Promise<void>;
}

const nothing = () => undefined;
const NO_SPAN: Span = { rename: nothing, set: nothing, fail: nothing, end: nothing };

/** Traces nothing. */
export const NO_TRACER: Tracer = {
  request: (_headers, _name, work) => work(NO_SPAN),
  within: (_name, _attributes, work) => work(),
  call: () => NO_SPAN,
  traceId: nothing,
  close: async () => undefined,
};
