/** Metrics and traces together. What is off is not loaded. */
import { type Meter, NO_METER } from './meter.ts';
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
}

/** Telemetry with the reader of its figures, which is there when they are kept. */
export interface RunningTelemetry extends Telemetry {
  readonly prometheus: Prometheus | null;
}

export async function startTelemetry({ hasMetrics }: TelemetryOptions): Promise<RunningTelemetry> {
  const prometheus = hasMetrics ? (await import('./prometheus.ts')).createPrometheus() : null;
  return { meter: prometheus ?? NO_METER, tracer: NO_TRACER, prometheus };
}
