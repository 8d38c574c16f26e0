import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Instance } from '../testkit/instance.ts';
import { Load, percentile } from './kit/load.ts';
import { placeForTests } from './kit/place.ts';
import { scaled } from './kit/scale.ts';

const SECONDS = scaled(600, 20);
/** Parts of the time that are compared with each other; the first is for warming up. */
const PARTS = 5;
/** How much more memory the last part may take than the second: what a heap that grows would pass in ten minutes. */
const FLAT = 1.25;

const at = placeForTests('PostgreSQL');

test(`${SECONDS} seconds of reading and writing leave memory flat and answers steady`, async () => {
  const { place } = at();
  const instance = await Instance.start(place.environment);
  const load = await Load.on(place, () => instance.url, { writers: 1, readers: 4 });
  const parts: { p99: number; megabytes: number; reads: number }[] = [];
  for (let part = 0; part < PARTS; part++) {
    load.reads.length = 0;
    await sleep((SECONDS / PARTS) * 1_000);
    parts.push({
      p99: percentile(load.reads, 0.99),
      megabytes: residentMegabytes(instance.pid),
      reads: load.reads.length,
    });
  }
  await load.stop();
  expect(load.surprises).toEqual([]);
  expect(await instance.stop()).toBe(0);
  for (const [part, { p99, megabytes, reads }] of parts.entries()) {
    console.log(`part ${part + 1} of ${PARTS}: ${reads} lists, p99 ${p99.toFixed(1)} ms, ${megabytes} MiB`);
  }
  expect(parts.at(-1)?.megabytes).toBeLessThan((parts[1]?.megabytes ?? 0) * FLAT);
});

/** Resident memory of a process (proc(5), VmRSS). */
function residentMegabytes(pid: number): number {
  const [, kilobytes] = readFileSync(`/proc/${pid}/status`, 'utf8').match(/^VmRSS:\s+(\d+) kB$/m) ?? [];
  return Math.round(Number(kilobytes) / 1_024);
}
