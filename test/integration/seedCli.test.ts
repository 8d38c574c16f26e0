/** `npm run seed`, as its user sees it. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { lockDataFolder } from '../../src/platform/lock.ts';
import { runProgram } from '../testkit/childProcess.ts';
import { createDataFolder } from '../testkit/dataFolder.ts';

describe('npm run seed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rozcestnik-seed-'));
  const dataDir = join(folder, 'data');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('refuses arguments that it does not know, and touches nothing', async () => {
    const { code, stdout, stderr } = await run('--skale', '5');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe("Unknown option '--skale'.\nUsage: npm run seed -- [--scale N]\n");
    expect(existsSync(dataDir)).toBe(false);
  });

  it('leaves what is there, adds generated entries, and tells what it has done', { timeout: 120_000 }, async () => {
    // The setup of the run has seeded by this program from the start, on every database.
    await createDataFolder(dataDir, 'seeded');
    const { code, stdout, stderr } = await run('--scale', '30');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`Database: PGlite, ${join(dataDir, 'database')}\n`);
    expect(stdout).toMatch(/ entries: 0 new, [1-9]\d+ there already, 0 published\n/);
    expect(stdout).toContain('organizations: 3 new');
    expect(stdout).toMatch(
      /generated entries: 30 new, 0 there already\nDone\. The catalogue has \d+ published entries\.\n$/,
    );
  });

  it('leaves a data folder alone that a running service uses', async () => {
    const lock = await lockDataFolder(dataDir);
    const { code, stdout, stderr } = await run();
    lock.release();
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain(`The data folder ${dataDir} is in use by process ${process.pid}`);
  });

  const run = (...args: string[]) => runProgram('seed/cli', args, { DATA_DIR: dataDir });
});
