/** The service as the benchmark of search starts it. */
import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';
import { type App, type AppOptions, createApp } from '../../src/app.ts';
import { DEVELOPMENT_RATES } from '../../src/http/rates/rates.ts';
import type { OpenDatabase } from '../../src/platform/database.ts';

const log = pino({ level: 'warn' }, pino.destination(2));

/** Milliseconds between looks whether the index is filled. */
const INTERVAL = 20;

/** The service with its index ready, with the milliseconds and those of the processor that this took; it keeps no answers. */
export async function start(database: OpenDatabase, options: AppOptions = {}) {
  const app = await createApp(database, log, { ...options, answersMb: 0, rates: DEVELOPMENT_RATES });
  const before = process.cpuUsage();
  const begun = performance.now();
  app.search.start();
  await app.search.settled();
  while ((await app.search.status()).degraded) await wait(INTERVAL);
  const ms = performance.now() - begun;
  const { user, system } = process.cpuUsage(before);
  return { app, ms, cpu: (user + system) / 1_000, documents: (await app.search.status()).documents };
}

export async function stop(app: App): Promise<void> {
  await app.search.stop();
  app.limiter.stop();
}
