/** Tells how far a long piece of work is. */

/** Milliseconds between two messages. */
const INTERVAL = 5_000;

/**
 * Reports now and then how many of `total` are done, how fast it goes and how long it will still take.
 * @param what they are called
 * @param clock milliseconds since whenever
 * @returns a function to be told how many are done
 */
export function createProgress(
  what: string,
  total: number,
  report: (message: string) => void,
  clock: () => number = () => performance.now(),
): (done: number) => void {
  let last = { at: clock(), done: 0 };
  return (done) => {
    const now = { at: clock(), done };
    if (done < total && now.at - last.at < INTERVAL) return;
    const perSecond = ((done - last.done) / Math.max(now.at - last.at, 1)) * 1_000;
    const rest = done < total ? `, about ${duration((total - done) / perSecond)} left` : '';
    report(`  ${what}: ${count(done)} of ${count(total)}, ${count(perSecond)} a second${rest}`);
    last = now;
  };
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function duration(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}
