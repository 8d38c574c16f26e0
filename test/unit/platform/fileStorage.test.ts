/** What every storage of files does. */
import { mkdir, readFile, utimes, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bucketOf } from '../../../src/platform/files/bucket.ts';
import { type FileStorage, hashOfBytes, StorageError } from '../../../src/platform/files/fileStorage.ts';
import { folderStorage } from '../../../src/platform/files/folderStorage.ts';
import { type ObjectStorageOptions, objectStorage } from '../../../src/platform/files/objectStorage.ts';
import { type FileFolder, fileFolder, listed } from '../../testkit/fileStorages.ts';
import { freePort } from '../../testkit/freePort.ts';
import { startObjectStore, type TestObjectStore } from '../../testkit/objectStore.ts';

let folder: FileFolder;
let store: TestObjectStore;
beforeAll(async () => {
  [folder, store] = await Promise.all([fileFolder(), startObjectStore()]);
});
afterAll(() => Promise.all([folder.remove(), store.close()]));

const STORAGES: [name: string, open: () => FileStorage][] = [
  ['a folder', () => folder.storage],
  ['a bucket', () => bucket()],
  ['a folder of a bucket', () => bucket({ bucket: 'files/rozcestnik/prod' })],
];

/** The files of a bucket; pages are short so that there are several. */
function bucket(given: Parameters<TestObjectStore['url']>[0] = {}, options: ObjectStorageOptions = {}): FileStorage {
  const known = bucketOf(store.url(given));
  if (!known) throw new Error('The address names no bucket.');
  return objectStorage(known, { pageSize: 7, ...options });
}

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

describe('a bucket', () => {
  const bytes = Buffer.from('bajty');
  const hash = hashOfBytes(bytes);
  const problems = async (storage: FileStorage) => {
    const attempts = [storage.put(hash, bytes), storage.get(hash), storage.delete(hash), listed(storage)];
    const settled = await Promise.allSettled(attempts);
    return settled.map((one) => {
      expect(one).toMatchObject({ status: 'rejected', reason: expect.any(StorageError) });
      const { message } = (one as PromiseRejectedResult).reason as Error;
      expect(message).not.toMatch(/S3RVER|wrong-secret/);
      return message;
    });
  };

  it('is taken as it is: nothing of others is listed, and what is damaged is never given', async () => {
    const others = bucket({ bucket: 'files/others' });
    await others.put(hash, bytes);
    expect(await listed(bucket())).toEqual([]);
    expect(await bucket().get(hash)).toBeNull();
    const other = Buffer.from('jiné');
    await bucket().put(hashOfBytes(other), bytes);
    await expect(bucket().get(hashOfBytes(other))).rejects.toThrow(/is damaged/);
    await bucket().delete(hashOfBytes(other));
    await others.delete(hash);
  });

  it.each([
    ['a wrong secret', { secret: 'wrong-secret' }, 'the key is refused for the bucket files (SignatureDoesNotMatch)'],
    ['an unknown key', { key: 'nobody' }, 'the key is refused for the bucket files (InvalidAccessKeyId)'],
    ['a missing bucket', { bucket: 'missing' }, 'there is no bucket missing'],
  ])('says that there is %s', async (_what, given, reason) => {
    for (const problem of await problems(bucket(given))) expect(problem).toContain(reason);
  });

  it('says that nobody answers, or not in time', async () => {
    const port = await freePort();
    const nobody = bucketOf(`http://k:s@127.0.0.1:${port}/files`);
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const slow = bucketOf(`http://k:s@127.0.0.1:${(silent.address() as AddressInfo).port}/files`);
    if (!nobody || !slow) throw new Error('The addresses name no buckets.');
    for (const problem of await problems(objectStorage(nobody))) {
      expect(problem).toContain(`127.0.0.1:${port} cannot be used: `);
      expect(problem).toContain('ECONNREFUSED');
    }
    const started = Date.now();
    for (const problem of await problems(objectStorage(slow, { timeLimit: 300 })))
      expect(problem).toContain('gave no whole answer within 0.3 s');
    expect(Date.now() - started).toBeLessThan(5_000);
    silent.close();
  });

  it('is named by an address with a key', () => {
    expect(bucketOf('https://key:se%2Fc%2Bret@s3.example.org/files/a/b/?region=eu-central-1')).toEqual({
      endpoint: 'https://s3.example.org/files',
      name: 'files',
      prefix: 'a/b/',
      region: 'eu-central-1',
      key: 'key',
      secret: 'se/c+ret',
    });
  });

  it.each([
    'files',
    'ftp://k:s@example.org/files',
    'https://example.org/files',
    'https://k@example.org/files',
    'https://k:s@example.org/',
    'https://k:s@example.org/files?regoin=x',
    'https://k:s@example.org/files/../other%20one',
    'https://k:%E0%A4%A@example.org/files',
    'https://k:s@example.org/files#x',
  ])('is not named by %s', (address) => {
    expect(bucketOf(address)).toBeNull();
  });
});
