/** Metrics kept in memory and told in the text format of Prometheus. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Meter } from './meter.ts';

/** Bounds of the buckets of times in seconds: from an answer out of a cache to the limit of an operation. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** A meter with a way to read it. */
export interface Prometheus extends Meter {
  readonly contentType: string;
  /** All figures of the moment. A figure that cannot be read now is NaN. */
  text(): Promise<string>;
}

/** A meter of its own, with the figures of the process in it. */
export function createPrometheus(): Prometheus {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const readers: (() => Promise<void>)[] = [];
  const registers = [registry];
  return {
    counter(name, help, labelNames = []) {
      const counter = new Counter({ name, help, labelNames, registers });
      return (labels = {}, by = 1) => counter.inc(labels, by);
    },
    timer(name, help, labelNames = []) {
      const histogram = new Histogram({ name, help, labelNames, buckets: BUCKETS, registers });
      return (seconds, labels = {}) => histogram.observe(labels, seconds);
    },
    gauges(helps, read) {
      const names = Object.keys(helps) as (keyof typeof helps)[];
      const gauges = names.map((name) => new Gauge({ name, help: helps[name], registers }));
      readers.push(async () => {
        const found = await Promise.resolve(read()).catch(() => null);
        for (const [index, name] of names.entries()) gauges[index]?.set(found?.[name] ?? Number.NaN);
      });
    },
    contentType: registry.contentType,
    text: async () => {
      await Promise.all(readers.map((read) => read()));
      return registry.metrics();
    },
  };
}
