/** Tells how far a long piece of work is. */

/** Milliseconds between two messages. */
const INTERVAL = 5_000;

/**
 * Reports now and then how many rows are done, of how many where that is known, and how fast it goes. Short work is done
 * without a word.
 * @param clock milliseconds since whenever
 * @returns a function to be told how much is done; a new phase begins anew
 */
export function createProgress(
  report: (message: string) => void,
  clock: () => number = () => performance.now(),
): (phase: string, done: number, total: number | null) => void {
  let current = '';
  let last = { at: clock(), done: 0 };
  return (phase, done, total) => {
    const now = { at: clock(), done };
    if (phase !== current) last = now;
    current = phase;
    if (now.at - last.at < INTERVAL) return;
    const perSecond = ((done - last.done) / (now.at - last.at)) * 1_000;
    const of = total === null ? '' : ` of ${count(total)}`;
    const rest = total === null || perSecond === 0 ? '' : `, about ${duration((total - done) / perSecond)} left`;
    report(`  ${phase} ${count(done)}${of} rows, ${count(perSecond)} a second${rest}`);
    last = now;
  };
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function duration(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}
