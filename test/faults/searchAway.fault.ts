import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answered, ask, isAnswered, type Outcome } from '../testkit/ask.ts';
import { Instance } from '../testkit/instance.ts';
import { type MeilisearchServer, startMeilisearch } from '../testkit/meilisearchServer.ts';
import { Load, percentile } from './kit/load.ts';
import { placeForTests } from './kit/place.ts';
import { proveNothingLost } from './kit/proof.ts';
import { scaled } from './kit/scale.ts';

/** Milliseconds that it is away, each time. */
const AWAY = scaled(20_000, 3_000);
/** Milliseconds within which it answers again after it is back, and the index equals the database. */
const WHOLE_WITHIN = 60_000;
/** Milliseconds that a search takes at the most: the patience with the server, and the index in memory after it, on a busy machine. */
const PATIENCE = 3_000;

const SEARCH = '{ search(query: "zátěž", filter: { kinds: [TILE] }, first: 1) { totalCount degraded } }';

interface Found {
  readonly search: { readonly totalCount: number; readonly degraded: boolean };
}

const at = placeForTests('PostgreSQL');
let meilisearch: MeilisearchServer;

beforeAll(async () => {
  meilisearch = await startMeilisearch();
});
afterAll(() => meilisearch.stop());

test('Meilisearch killed, and hung, under load: everything is answered, search as degraded, and the index is whole again', async () => {
  const { place } = at();
  const instance = await Instance.start({
    ...place.environment,
    MEILI_URL: meilisearch.url,
    MEILI_KEY: meilisearch.key,
  });
  const found = async () => (await answered<Found>(instance.url, SEARCH)).search;
  const load = await Load.on(place, () => instance.url, { writers: 2, readers: 2 });
  const searches: Outcome[] = [];
  let isOn = true;
  const searching = (async () => {
    while (isOn) searches.push(await ask(instance.url, SEARCH));
  })();
  const isBack = { interval: 100, timeout: WHOLE_WITHIN };
  await expect.poll(async () => (await found()).degraded, isBack).toBe(false);

  const back: number[] = [];
  const faults = [
    { begin: () => meilisearch.kill(), end: () => meilisearch.start() },
    { begin: async () => meilisearch.pause(), end: async () => meilisearch.resume() },
  ];
  for (const { begin, end } of faults) {
    await begin();
    await expect.poll(async () => (await found()).degraded, isBack).toBe(true);
    await sleep(AWAY);
    expect((await instance.readiness()).status, 'the service is ready without').toBe(200);
    await end();
    const start = Date.now();
    await expect.poll(async () => (await found()).degraded, isBack).toBe(false);
    back.push(Date.now() - start);
  }
  await load.stop();
  isOn = false;
  await searching;
  expect(load.surprises).toEqual([]);
  expect(load.retried, 'requests that failed').toBe(0);
  expect(searches.filter((outcome) => !isAnswered(outcome))).toEqual([]);
  const slowest = Math.max(...searches.map(({ took }) => took));
  expect(slowest).toBeLessThan(PATIENCE);

  await expect.poll(found, isBack).toEqual({ totalCount: load.published.size, degraded: false });
  expect(await instance.stop(), instance.output).toBe(0);
  await place.look((database) => proveNothingLost(database, load));
  console.log(
    `${searches.length} searches answered, the slowest after ${slowest.toFixed(0)} ms; reads p99 ${percentile(load.reads, 0.99).toFixed(0)} ms; ` +
      `Meilisearch answers again ${back.join(' and ')} ms after it is back; ${load.published.size} publications are in its index`,
  );
});
