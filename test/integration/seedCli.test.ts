/** `npm run seed`, as its user sees it. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { lockDataFolder } from '../../src/platform/lock.ts';
import { projectRoot } from '../../src/platform/projectRoot.ts';

describe('npm run seed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rozcestnik-seed-'));
  const dataDir = join(folder, 'data');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('refuses arguments that it does not know, and touches nothing', () => {
    const { status, stdout, stderr } = run('--skale 5');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toBe("Unknown option '--skale'.\nUsage: npm run seed -- [--scale N]\n");
    expect(existsSync(dataDir)).toBe(false);
  });

  it('seeds, adds generated entries, and tells what it has done', { timeout: 120_000 }, () => {
    const { status, stdout, stderr } = run('--scale 30');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(`Database: PGlite, ${join(dataDir, 'database')}\n`);
    expect(stdout).toContain('organizations: 3 new');
    expect(stdout).toMatch(
      /generated entries: 30 new, 0 there already\nDone\. The catalogue has \d+ published entries\.\n$/,
    );
  });

  it('leaves a data folder alone that a running service uses', async () => {
    const lock = await lockDataFolder(dataDir);
    const { status, stdout, stderr } = run('');
    lock.release();
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(stderr).toContain(`The data folder ${dataDir} is in use by process ${process.pid}`);
  });

  function run(args: string) {
    const { PATH = '', HOME = '' } = process.env;
    const command = ['--import', 'tsx', join(projectRoot(), 'seed', 'cli.ts'), ...args.split(' ').filter(Boolean)];
    const options = { cwd: projectRoot(), env: { PATH, HOME, DATA_DIR: dataDir }, encoding: 'utf8' } as const;
    return spawnSync(process.execPath, command, options);
  }
});
