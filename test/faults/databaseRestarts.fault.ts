import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ask, isAnswered } from '../testkit/ask.ts';
import { Instance } from '../testkit/instance.ts';
import { Load } from './kit/load.ts';
import { placeForTests } from './kit/place.ts';
import { proveNothingLost } from './kit/proof.ts';
import { scaled } from './kit/scale.ts';

const RESTARTS = scaled(5, 1);
/** Milliseconds that the server is away. */
const AWAY = 2_000;
/** Milliseconds within which the service answers again. */
const AGAIN_WITHIN = 10_000;

const at = placeForTests('PostgreSQL');

test(`PostgreSQL ended ${RESTARTS} times under load: whoever asks is told to come again, and soon is answered`, async () => {
  const { place, server } = at();
  const instance = await Instance.start(place.environment);
  const load = await Load.on(place, () => instance.url, { writers: 4, readers: 4 });
  const again: number[] = [];
  for (let restart = 0; restart < RESTARTS; restart++) {
    await sleep(2_000);
    const back = server.restart(AWAY);
    await sleep(AWAY / 2);
    const meanwhile = await ask(instance.url, '{ tiles(first: 1) { nodes { title } } }');
    expect(meanwhile).toMatchObject({ status: 503, codes: ['SERVICE_UNAVAILABLE'] });
    expect(meanwhile.headers?.get('retry-after')).toMatch(/^\d+$/);
    for (const path of ['/', `/files/${'0'.repeat(64)}.svg`]) {
      const { status, headers } = await fetch(`${instance.url}${path}`, { headers: place.author });
      expect({ path, status }).toEqual({ path, status: 503 });
      expect(headers.get('retry-after')).toMatch(/^\d+$/);
    }
    expect((await instance.readiness()).status).toBe(503);
    await back;
    const start = Date.now();
    await expect
      .poll(async () => isAnswered(await ask(instance.url, '{ tiles { totalCount } }')), { timeout: AGAIN_WITHIN })
      .toBe(true);
    again.push(Date.now() - start);
    await expect.poll(async () => (await instance.readiness()).status, { timeout: AGAIN_WITHIN }).toBe(200);
  }
  await sleep(1_000);
  await load.stop();
  expect(load.surprises).toEqual([]);
  expect(await instance.stop()).toBe(0);
  const entries = await place.look((database) => proveNothingLost(database, load));
  console.log(
    `${RESTARTS} restarts, ${load.published.size} publications acknowledged, ${entries} entries whole, ` +
      `${load.retried} requests asked again, answers again after at most ${Math.max(...again)} ms`,
  );
});
