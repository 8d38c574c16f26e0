/**
 * The port of metrics: rooms count and measure by it without knowing who keeps the figures, and nothing is done when nobody
 * does. Names are `rozcestnik_…`, times in seconds, counters end with `_total`, as Prometheus has it.
 */

/** Values of labels by name. Each must come from a set that is known and small: every combination is kept in memory. */
export type Labels = Readonly<Record<string, string>>;

/** Counts one, or as many as it is told. */
export type Counter = (labels?: Labels, by?: number) => void;

/** Notes how long something took, in seconds. */
export type Timer = (seconds: number, labels?: Labels) => void;

export interface Meter {
  /** Something that only grows. */
  counter(name: string, help: string, labels?: readonly string[]): Counter;
  /** How long something takes, in buckets from 1 ms to 10 s. */
  timer(name: string, help: string, labels?: readonly string[]): Timer;
  /** Figures of the moment, by name with what they mean; read together whenever somebody looks. */
  gauges<Name extends string>(
    helps: Readonly<Record<Name, string>>,
    read: () => Promise<Readonly<Record<Name, number>>> | Readonly<Record<Name, number>>,
  ): void;
}

const nothing = () => undefined;

/** Keeps no figures. */
export const NO_METER: Meter = { counter: () => nothing, timer: () => nothing, gauges: nothing };
