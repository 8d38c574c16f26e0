import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Instance } from '../testkit/instance.ts';
import { heapMegabytes, INSPECTED } from './kit/heap.ts';
import { Load, percentile } from './kit/load.ts';
import { placeForTests } from './kit/place.ts';
import { scaled } from './kit/scale.ts';

const SECONDS = scaled(600, 10);
/** Parts of the time that are compared with each other; the first is for warming up. */
const PARTS = 5;

/**
 * How much more the last part may use than the second one, in MiB. The heap is taken after a collection, so that nothing but what is
 * kept counts. What is published meanwhile is kept in the search index: so much for each. Besides, answers are kept up to
 * `ANSWERS_MB`. What leaks a kilobyte a request leaks ten times more than this in ten minutes. Resident memory follows the heap, and
 * moves with the allocator besides.
 */
const FLAT = { heap: 16, resident: 64, published: 8 / 1_024 };
/**
 * How much slower the last part may be than the second one, and by how many milliseconds where that is more; the parts of the short
 * form are too short for more than a rough look.
 */
const STEADY = { times: scaled(2, 10), milliseconds: scaled(50, 500) };

const at = placeForTests('PostgreSQL');

interface Part {
  /** Milliseconds. */
  readonly p99: number;
  /** MiB. */
  readonly heap: number;
  readonly resident: number;
  readonly reads: number;
  /** Publications until its end. */
  readonly published: number;
}

test(`${SECONDS} seconds of reading and writing leave memory flat and answers steady`, async () => {
  const { place } = at();
  const instance = await Instance.start(place.environment, INSPECTED);
  const load = await Load.on(place, () => instance.url, { writers: 1, readers: 4 });
  const parts: Part[] = [];
  for (let part = 0; part < PARTS; part++) {
    load.reads.length = 0;
    await sleep((SECONDS / PARTS) * 1_000);
    const { reads, published } = load;
    parts.push({
      ...{ p99: percentile(reads, 0.99), reads: reads.length, published: published.size },
      ...{ heap: await heapMegabytes(instance), resident: residentMegabytes(instance.pid) },
    });
  }
  await load.stop();
  expect(load.surprises).toEqual([]);
  expect(await instance.stop()).toBe(0);
  for (const [part, { p99, heap, resident, reads, published }] of parts.entries()) {
    console.log(
      `part ${part + 1} of ${PARTS}: ${reads} lists, p99 ${p99.toFixed(1)} ms, ${published} publications so far, ` +
        `heap ${heap.toFixed(1)} MiB, resident ${resident} MiB`,
    );
  }
  const [, warm, , , last] = parts as [Part, Part, Part, Part, Part];
  const kept = (last.published - warm.published) * FLAT.published;
  expect(last.heap, 'heap').toBeLessThan(warm.heap + kept + FLAT.heap);
  expect(last.resident, 'resident memory').toBeLessThan(warm.resident + 2 * kept + FLAT.resident);
  expect(last.p99, 'p99').toBeLessThan(Math.max(warm.p99 * STEADY.times, warm.p99 + STEADY.milliseconds));
});

/** Resident memory of a process in MiB (proc(5), VmRSS). */
function residentMegabytes(pid: number): number {
  const [, kilobytes] = readFileSync(`/proc/${pid}/status`, 'utf8').match(/^VmRSS:\s+(\d+) kB$/m) ?? [];
  return Math.round(Number(kilobytes) / 1_024);
}
