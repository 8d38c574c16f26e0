import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { answered } from '../testkit/ask.ts';
import { Instance } from '../testkit/instance.ts';
import { Load } from './kit/load.ts';
import { placeForTests } from './kit/place.ts';
import { proveNothingLost } from './kit/proof.ts';
import { scaled } from './kit/scale.ts';
import { DATABASE_KINDS } from './kit/servers.ts';

const KILLS = scaled(50, 3);
/** Milliseconds within which the outbox is done, and the index equals the database, after the last start. */
const WHOLE_WITHIN = 60_000;

describe.each(DATABASE_KINDS)('a service killed again and again while people write, on %s', (kind) => {
  const at = placeForTests(kind);

  test(`loses nothing that it acknowledged in ${KILLS} kills, and is whole again`, async () => {
    const { place } = at();
    let instance = await Instance.start(place.environment);
    const seeded = await tilesOf(instance);
    const load = await Load.on(place, () => instance.url, { writers: 4, readers: 2 });
    for (let kill = 0; kill < KILLS; kill++) {
      const written = load.acknowledged;
      // At any moment of the work, the first ones after the start included; on a busy machine nothing may be written by then, so
      // that every other kill waits for that.
      await sleep(100 + Math.random() * 1_500);
      if (kill % 2 === 1)
        await expect.poll(() => load.acknowledged, { timeout: WHOLE_WITHIN }).toBeGreaterThan(written);
      await instance.kill();
      instance = await Instance.start(place.environment);
    }
    const restarted = Date.now();
    await sleep(1_000);
    await load.stop();
    expect(load.surprises).toEqual([]);

    const live = (await tilesOf(instance)) - seeded;
    const isWhole = async () => {
      const { checks } = await instance.readiness();
      return { due: checks['outbox']?.['due'], failed: checks['outbox']?.['failed'], found: await foundBy(instance) };
    };
    await expect.poll(isWhole, { interval: 500, timeout: WHOLE_WITHIN }).toEqual({ due: 0, failed: 0, found: live });
    const wholeAfter = Date.now() - restarted;
    expect(await instance.stop()).toBe(0);

    const entries = await place.look((database) => proveNothingLost(database, load));
    expect(load.acknowledged).toBeGreaterThan(KILLS / 2);
    console.log(
      `${kind}: ${KILLS} kills, ${load.created.size} drafts and ${load.published.size} publications acknowledged, ${entries} entries whole, ` +
        `${load.retried} requests asked again, all done and indexed ${wholeAfter} ms after the last start`,
    );
  });
});

/** Tiles that are live, and those that search finds by the word that the load puts in every title. */
async function tilesOf({ url }: Instance): Promise<number> {
  return (await answered<{ tiles: Counted }>(url, '{ tiles { totalCount } }')).tiles.totalCount;
}

async function foundBy({ url }: Instance): Promise<number> {
  const query = '{ search(query: "zátěž", filter: { kinds: [TILE] }, first: 1) { totalCount } }';
  return (await answered<{ search: Counted }>(url, query)).search.totalCount;
}

interface Counted {
  readonly totalCount: number;
}
