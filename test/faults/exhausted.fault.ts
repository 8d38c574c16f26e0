import { expect, test } from 'vitest';
import { ask, isAnswered, isRetryable } from '../testkit/ask.ts';
import { Instance } from '../testkit/instance.ts';
import { placeForTests } from './kit/place.ts';

const READ = '{ tiles(first: 20) { totalCount nodes { title } } }';
/** Far more than the service has connections. */
const CLIENTS = 40;

const at = placeForTests('PostgreSQL');

test('with every connection waiting for a lock, readers are told to come again in time, and then are answered', async () => {
  const { place } = at();
  const instance = await Instance.start(place.environment);
  const { asked, took } = await place.look(async ({ prisma }) =>
    prisma.$transaction(
      async (tx) => {
        await tx.$executeRawUnsafe('LOCK TABLE "LiveEntry" IN ACCESS EXCLUSIVE MODE');
        const start = Date.now();
        const asked = await Promise.all(Array.from({ length: CLIENTS }, () => ask(instance.url, READ)));
        return { asked, took: Date.now() - start };
      },
      { timeout: 60_000, maxWait: 10_000 },
    ),
  );
  expect(asked.filter((outcome) => !isRetryable(outcome) || outcome.status === 0)).toEqual([]);
  expect(took).toBeLessThan(20_000);

  const answers = await Promise.all(Array.from({ length: CLIENTS }, () => ask(instance.url, READ)));
  expect(answers.filter((outcome) => !isAnswered(outcome))).toEqual([]);
  expect(await instance.stop()).toBe(0);
  console.log(`${CLIENTS} readers of a locked table were all told to come again within ${took} ms`);
});
