/** The end of the process: asked for by a signal, in order and within a time. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';

const SIGNALS = { SIGTERM: 143, SIGINT: 130 } as const;

/**
 * Answers a promise of the first signal to end. A further one ends the process at once, and so does the first one while the
 * service `isStarting`: nothing was begun then that would have to be finished.
 */
export function stopSignal(isStarting: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    let isAsked = false;
    for (const [signal, exitCode] of Object.entries(SIGNALS)) {
      process.on(signal, () => {
        if (isAsked || isStarting()) process.exit(exitCode);
        isAsked = true;
        resolve();
      });
    }
  });
}

/** Ends the process when it has not ended by itself in time. */
export function endWithin(seconds: number, log: Logger): void {
  setTimeout(() => {
    log.fatal({ seconds }, 'The service did not end in time and is cut off');
    process.exit(1);
  }, seconds * 1_000).unref();
}

/** Waits for work, but not longer than that. */
export async function atMost(seconds: number, work: Promise<unknown>): Promise<void> {
  const limit = new AbortController();
  const timer = sleep(seconds * 1_000, undefined, { signal: limit.signal });
  timer.catch(() => undefined);
  try {
    await Promise.race([work, timer]);
  } finally {
    limit.abort();
  }
}
