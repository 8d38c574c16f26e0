import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { Instance } from '../testkit/instance.ts';
import { Load } from './kit/load.ts';
import { placeForTests } from './kit/place.ts';
import { proveNothingLost } from './kit/proof.ts';
import { scaled } from './kit/scale.ts';

const STOPS = scaled(10, 2);
/** Seconds in which a proxy sees that an instance is not ready any more. */
const SHUTDOWN_DELAY = 5;

const at = placeForTests('PostgreSQL');

describe('an instance told to stop under load', () => {
  test(`fails no request in ${STOPS} stops when a proxy asks whether it is ready`, async () => {
    const { place } = at();
    const environment = { ...place.environment, SHUTDOWN_DELAY: String(SHUTDOWN_DELAY) };
    let chosen = await Instance.start(environment);
    const load = await Load.on(place, () => chosen.url, { writers: 4, readers: 4 });
    for (let stop = 0; stop < STOPS; stop++) {
      const old = chosen;
      const next = await Instance.start(environment);
      await sleep(500);
      const ended = old.stop();
      // What a proxy does: it looks, sees 503, and chooses another one.
      await expect.poll(async () => (await old.readiness()).status, { interval: 50, timeout: 5_000 }).toBe(503);
      chosen = next;
      expect(await ended, old.output).toBe(0);
    }
    await load.stop();
    expect(load.surprises).toEqual([]);
    expect(load.retried, 'requests that failed').toBe(0);
    expect(await chosen.stop()).toBe(0);
    const entries = await place.look((database) => proveNothingLost(database, load));
    console.log(
      `${STOPS} stops under load: ${load.reads.length} reads and ${load.published.size} publications answered, none failed, ${entries} entries whole`,
    );
  });
});
