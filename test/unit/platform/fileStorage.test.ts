/** What every storage of files does. */
import { mkdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FileStorage, hashOfBytes, StorageError } from '../../../src/platform/files/fileStorage.ts';
import { folderStorage } from '../../../src/platform/files/folderStorage.ts';
import { type FileFolder, fileFolder, listed } from '../../testkit/fileStorages.ts';

let folder: FileFolder;
beforeAll(async () => {
  folder = await fileFolder();
});
afterAll(() => folder.remove());

const STORAGES: [name: string, open: () => FileStorage][] = [['a folder', () => folder.storage]];

describe.each(STORAGES)('%s', (_name, open) => {
  const bytes = Buffer.from('Žluťoučký kůň');
  const hash = hashOfBytes(bytes);

  it('has nothing at first, and says so', async () => {
    expect(await open().get(hash)).toBeNull();
    expect(await listed(open())).toEqual([]);
    await open().delete(hash);
  });

  it('gives back what was stored, once however often it was stored, until it is deleted', async () => {
    const storage = open();
    await storage.put(hash, bytes);
    await storage.put(hash, bytes);
    expect(Buffer.from((await storage.get(hash)) ?? [])).toEqual(bytes);
    expect(await listed(storage)).toEqual([hash]);
    for await (const { storedAt } of storage.list()) expect(Date.now() - storedAt.getTime()).toBeLessThan(60_000);
    await storage.delete(hash);
    expect(await storage.get(hash)).toBeNull();
    expect(await listed(storage)).toEqual([]);
  });

  it('keeps many at once, the same among them, and large ones whole', async () => {
    const storage = open();
    const many = Array.from({ length: 20 }, (_, place) => Buffer.alloc(place * 10_000 + 1, place % 10));
    await Promise.all([...many, ...many].map((one) => storage.put(hashOfBytes(one), one)));
    expect(await listed(storage)).toEqual(many.map(hashOfBytes).sort());
    for (const one of many) {
      expect(Buffer.compare(Buffer.from((await storage.get(hashOfBytes(one))) ?? []), one)).toBe(0);
      await storage.delete(hashOfBytes(one));
    }
  });

  it.each(['', '..', '../../etc/passwd', hash.toUpperCase(), `${hash}/x`])(
    'takes no name but a hash: %s',
    async (name) => {
      await expect(open().put(name, bytes)).rejects.toThrow(StorageError);
      await expect(open().get(name)).rejects.toThrow(StorageError);
      await expect(open().delete(name)).rejects.toThrow(StorageError);
    },
  );
});

describe('a folder', () => {
  const bytes = Buffer.from('bajty');
  const hash = hashOfBytes(bytes);
  const pathOf = () => join(folder.path, 'files', hash.slice(0, 2), hash);

  it('never gives what is damaged, and takes whole bytes in its place', async () => {
    await folder.storage.put(hash, bytes);
    await writeFile(pathOf(), 'bajt');
    await expect(folder.storage.get(hash)).rejects.toThrow(/is damaged/);
    await folder.storage.put(hash, bytes);
    expect(await readFile(pathOf())).toEqual(bytes);
    await folder.storage.delete(hash);
  });

  it('removes what was begun long ago and never finished', async () => {
    const unfinished = join(folder.path, 'files', 'unfinished');
    await mkdir(unfinished, { recursive: true });
    await writeFile(join(unfinished, 'old'), 'x');
    await writeFile(join(unfinished, 'new'), 'x');
    await utimes(join(unfinished, 'old'), new Date(0), new Date(0));
    expect(await listed(folder.storage)).toEqual([]);
    expect(await folder.names()).toEqual(['new']);
  });

  it('leaves nothing behind when it cannot store', async () => {
    const file = join(folder.path, 'no-folder');
    await writeFile(file, '');
    const storage = folderStorage(join(file, 'files'));
    await expect(storage.put(hash, bytes)).rejects.toThrow(/could not be stored: ENOTDIR/);
    expect((await folder.names()).sort()).toEqual(['new', 'no-folder']);
  });
});
