/** The log of a service whose standard error takes nothing. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';

/** Takes nothing, as a full disk does. */
const FULL = '/dev/full';

describe.runIf(existsSync(FULL))('a log on a full disk', () => {
  it('loses its lines, and holds nobody up', async () => {
    const script = `
      const { createLog } = await import(${JSON.stringify(new URL('../../../src/platform/log.ts', import.meta.url).href)});
      const log = createLog('info');
      for (let line = 0; line < 20_000; line += 1) log.info({ line, filler: 'x'.repeat(100) }, 'a line');
      log.fatal('the last one');
      setTimeout(() => process.stdout.write('goes on'), 50);`;
    const full = openSync(FULL, 'w');
    const options = ['--import', 'tsx', '--input-type=module', '--eval', script];
    const child = spawn(process.execPath, options, { stdio: ['ignore', 'pipe', full], timeout: 20_000 });
    const [said] = await Promise.all([text(child.stdout as NodeJS.ReadableStream), once(child, 'exit')]);
    closeSync(full);
    expect(said).toBe('goes on');
    expect(child.exitCode).toBe(0);
  });
});
