/** Files in a bucket of an object store that speaks the protocol of Amazon S3, such as MinIO, Ceph, Garage or a cloud's own. */
import { reasonOf } from '../reasonOf.ts';
import { type Bucket, bucketClient, Refusal, readPage } from './bucket.ts';
import { assertHash, type FileStorage, intact, isHash, StorageError, type StoredBytes } from './fileStorage.ts';

export interface ObjectStorageOptions {
  /** Milliseconds that the store may take for one thing, the bytes included. */
  readonly timeLimit?: number;
  /** Objects that one answer lists; the protocol lets it have no more. */
  readonly pageSize?: number;
}

/** Keeps files in a bucket that is there already. */
export function objectStorage(
  bucket: Bucket,
  { timeLimit = 15_000, pageSize = 1_000 }: ObjectStorageOptions = {},
): FileStorage {
  const { endpoint, prefix } = bucket;
  const ask = bucketClient(bucket, timeLimit);
  const pathOf = (hash: string) => `/${prefix}${hash}`;
  /** @throws StorageError saying what could not be done and why */
  const carefully = async <Answer>(what: string, work: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await work().catch((error: unknown) => (isPassing(error) ? work() : Promise.reject(error)));
    } catch (error) {
      throw new StorageError(`${what}: ${problemOf(error, bucket, timeLimit)}`, { cause: error });
    }
  };
  return {
    location: `bucket ${endpoint}${prefix && `, below ${prefix}`}`,
    async put(hash, bytes) {
      assertHash(hash);
      // The store compares what comes with its hash, and keeps all of it or nothing.
      const asked = { method: 'PUT', body: bytes, headers: { 'x-amz-content-sha256': hash } } as const;
      await carefully(`The file ${hash} could not be stored`, () => ask(pathOf(hash), asked));
    },
    async get(hash) {
      assertHash(hash);
      const bytes = await carefully(`The file ${hash} could not be read`, () => ask(pathOf(hash)).catch(nullIfMissing));
      return bytes && intact(hash, bytes);
    },
    async delete(hash) {
      assertHash(hash);
      const asked = { method: 'DELETE' } as const;
      await carefully(`The file ${hash} could not be deleted`, () => ask(pathOf(hash), asked).catch(nullIfMissing));
    },
    async *list(): AsyncGenerator<StoredBytes> {
      for (let next: string | null = ''; next !== null; ) {
        const query: string = pageQuery({ prefix, 'max-keys': String(pageSize), 'continuation-token': next });
        const page = await carefully('The files could not be listed', async () => readPage(String(await ask(query))));
        for (const { name, changedAt } of page.objects) {
          const hash = name.slice(prefix.length);
          if (name.startsWith(prefix) && isHash(hash)) yield { hash, storedAt: changedAt };
        }
        next = page.next;
      }
    },
  };
}

function pageQuery(given: Readonly<Record<string, string>>): string {
  const asked = Object.entries({ 'list-type': '2', ...given }).filter(([, value]) => value !== '');
  return `?${new URLSearchParams(asked)}`;
}

function nullIfMissing(error: unknown): null {
  if (error instanceof Refusal && error.code === 'NoSuchKey') return null;
  throw error;
}

const isTimeout = (error: unknown) => error instanceof Error && error.name === 'TimeoutError';

/** Whether it may be over by now: a connection that was closed, a store that is too busy. Everything here may be done twice. */
function isPassing(error: unknown): boolean {
  return error instanceof Refusal ? error.status >= 500 : !isTimeout(error);
}

/** What is wrong, in words for the operator. */
function problemOf(error: unknown, { name, endpoint }: Bucket, timeLimit: number): string {
  const { host } = new URL(endpoint);
  if (isTimeout(error)) return `${host} gave no whole answer within ${timeLimit / 1_000} s`;
  if (!(error instanceof Refusal)) return `${host} cannot be used: ${reasonOf(error)}`;
  if (error.code === 'NoSuchBucket') return `there is no bucket ${name}`;
  if (error.code === 'RequestTimeTooSkewed') return `the clock of this machine differs too much from that of ${host}`;
  if ([401, 403].includes(error.status)) return `the key is refused for the bucket ${name} (${error.code})`;
  return error.message;
}
