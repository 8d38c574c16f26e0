/** Metrics and traces together. What is off is not loaded. */
import type { Logger } from 'pino';
import { serviceVersion } from '../projectRoot.ts';
import { type Meter, NO_METER } from './meter.ts';
import type { TraceOptions } from './openTelemetry.ts';
import type { Prometheus } from './prometheus.ts';
import { NO_TRACER, type Tracer } from './tracer.ts';

/** How the service is watched. */
export interface Telemetry {
  readonly meter: Meter;
  readonly tracer: Tracer;
}

/** Watches nothing. */
export const NO_TELEMETRY: Telemetry = { meter: NO_METER, tracer: NO_TRACER };

export interface TelemetryOptions {
  /** Whether figures are to be kept. */
  readonly hasMetrics: boolean;
  /** Where traces are sent; null when nothing is to be traced. */
  readonly traces: Pick<TraceOptions, 'endpoint' | 'serviceName' | 'share'> | null;
  readonly log: Pick<Logger, 'warn'>;
}

export interface RunningTelemetry extends Telemetry {
  /** Whether anything is watched. */
  readonly isOn: boolean;
  /** The reader of the figures, when they are kept. */
  readonly prometheus: Prometheus | null;
}

export async function startTelemetry({ hasMetrics, traces, log }: TelemetryOptions): Promise<RunningTelemetry> {
  const prometheus = hasMetrics ? (await import('./prometheus.ts')).createPrometheus() : null;
  const tracer = traces
    ? (await import('./openTelemetry.ts')).startTracing({ ...traces, version: serviceVersion(), log })
    : NO_TRACER;
  return { meter: prometheus ?? NO_METER, tracer, prometheus, isOn: hasMetrics || traces !== null };
}
