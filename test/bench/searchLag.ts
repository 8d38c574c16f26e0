/** How soon search finds what was published, ten times a second. */
import { setTimeout as wait } from 'node:timers/promises';
import type { App } from '../../src/app.ts';
import { DomainError } from '../../src/kernel/errors.ts';
import { cs, publish, writeOrganization } from '../testkit/content.ts';
import type { SearchReport } from './searchReport.ts';

const A_SECOND = 10;
/** Milliseconds between looks whether what was published is found. */
const INTERVAL = 25;
/** Milliseconds after which nobody waits any more. */
const PATIENCE = 30_000;

/** Of each change the time from its commit until it was found. */
export async function measureLag(app: App, engine: string, seconds: number, report: SearchReport): Promise<void> {
  const { runner } = app;
  const organization = await writeOrganization(runner, 'bench-lag', { name: cs('Měřená') });
  const waiting = new Map<string, number>();
  const lags: number[] = [];
  const looking = new AbortController();
  const looks = lookFor(app, waiting, lags, looking.signal);
  const begun = performance.now();
  for (let number = 0; number < seconds * A_SECOND; number += 1) {
    const early = begun + (number * 1_000) / A_SECOND - performance.now();
    if (early > 0) await wait(early);
    const word = wordOf(engine, number);
    await publish(runner, [{ kind: 'page', slug: word, content: { organization, title: cs(word) } }]);
    waiting.set(word, performance.now());
  }
  const rate = (seconds * A_SECOND) / ((performance.now() - begun) / 1_000);
  const end = performance.now() + PATIENCE;
  while (waiting.size > 0 && performance.now() < end) await wait(INTERVAL);
  looking.abort();
  await looks;
  const lost = waiting.size > 0 ? `, ${waiting.size} not found` : '';
  report.quantiles(
    `From publishing to being found, ${engine}`,
    lags,
    { p99: 2_000 },
    `${rate.toFixed(1)} changes a second${lost}`,
  );
}

/** Looks again and again for the oldest that were not found. */
async function lookFor(app: App, waiting: Map<string, number>, lags: number[], signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    for (const [word, since] of [...waiting]) {
      if ((await found(app, word)) === 0) break;
      lags.push(performance.now() - since);
      waiting.delete(word);
    }
    await wait(INTERVAL);
  }
}

/** How many are found; none while nobody answers, which is part of the time. */
async function found(app: App, query: string): Promise<number> {
  const page = { audiences: ['PUBLIC'], filter: {}, facets: [], offset: 0, limit: 1 };
  try {
    return (await app.search.find({ query, locale: 'cs', ...page })).total;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'SEARCH_UNAVAILABLE') return 0;
    throw error;
  }
}

/** A word of its own for each change, with a digit, so that nothing near it is found in its place. */
const wordOf = (engine: string, number: number) => `${engine}${number}x`;
