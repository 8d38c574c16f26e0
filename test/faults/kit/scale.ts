/** How much of each fault is done: all that is promised, or little enough to be done for every change. */
const isShort = process.env['FAULTS'] === 'short';

/** The full measure, or the short one. */
export function scaled(full: number, short: number): number {
  return isShort ? short : full;
}
