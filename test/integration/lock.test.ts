/** One process at a time in a data folder, and never a folder that stays locked. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataFolderInUseError, lockDataFolder } from '../../src/platform/lock.ts';
import { runScript } from '../testkit/childProcess.ts';

describe('the lock of a data folder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rozcestnik-lock-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('refuses a second process, saying who has the folder and what to do', async () => {
    const holder = await runScript('test/integration/scripts/holdLock.ts', folder);
    const refusal = await lockDataFolder(folder).catch((error: unknown) => error);
    await holder.kill();

    expect(refusal).toBeInstanceOf(DataFolderInUseError);
    expect(String(refusal)).toMatch(
      new RegExp(
        `^DataFolderInUseError: The data folder ${folder} is in use by process ${holder.pid}, running since \\d{4}-\\S+Z\\. ` +
          'Stop it, or set DATA_DIR to another folder, or set DATABASE_URL to keep the data in PostgreSQL\\.$',
      ),
    );
  });

  it('is free at once when its holder was killed', async () => {
    const holder = await runScript('test/integration/scripts/holdLock.ts', folder);
    await holder.kill();
    (await lockDataFolder(folder)).release();
  });

  it('refuses to be taken twice by one process until it is released', async () => {
    const lock = await lockDataFolder(folder);
    await expect(lockDataFolder(folder)).rejects.toThrow(`in use by process ${process.pid}`);
    lock.release();
    lock.release();
    (await lockDataFolder(folder)).release();
  });

  it('does not believe what the file says, only the kernel', async () => {
    await writeFile(join(folder, 'lock'), JSON.stringify({ pid: process.ppid, startedAt: '2026-01-01T00:00:00.000Z' }));
    (await lockDataFolder(folder)).release();
  });

  it('tells of an unknown holder when the file says nothing', async () => {
    const lock = await lockDataFolder(folder);
    await writeFile(join(folder, 'lock'), '');
    await expect(lockDataFolder(folder)).rejects.toThrow(`The data folder ${folder} is in use by another process.`);
    lock.release();
  });

  it('makes the folder when it is missing', async () => {
    const missing = join(folder, 'a', 'b');
    (await lockDataFolder(missing)).release();
  });
});
