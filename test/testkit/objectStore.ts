/** A real server of the protocol of S3, which verifies signatures, with a bucket `files`, in a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const PACKAGE = '@20minutes/s3rver';
/** The key and the secret that it knows. */
const OWN = 'S3RVER';

/** Tells the port on which it listens. */
const PROGRAM = `
  const [, program, directory] = process.argv;
  const options = { address: '127.0.0.1', port: 0, directory, silent: true, configureBuckets: [{ name: 'files' }] };
  new (require(program))(options).run().then(({ port }) => console.log('port', port));`;

export interface TestObjectStore {
  /** `FILES_URL` of the bucket, or of another one, with the right key or another. */
  url(given?: { bucket?: string; key?: string; secret?: string }): string;
  close(): Promise<void>;
}

export async function startObjectStore(): Promise<TestObjectStore> {
  const directory = await mkdtemp(join(tmpdir(), 'rozcestnik-objects-'));
  const program = createRequire(import.meta.url).resolve(PACKAGE);
  // It enciphers the tokens of pages by an algorithm that OpenSSL counts as legacy.
  const server = spawn(process.execPath, ['--openssl-legacy-provider', '-e', PROGRAM, program, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const end = () => void server.kill('SIGKILL');
  process.once('exit', end);
  const port = await listeningPort(server.stdout);
  return {
    url: ({ bucket = 'files', key = OWN, secret = OWN } = {}) =>
      `http://${encodeURIComponent(key)}:${encodeURIComponent(secret)}@127.0.0.1:${port}/${bucket}`,
    close: async () => {
      const ended = once(server, 'exit');
      end();
      await ended;
      process.off('exit', end);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function listeningPort(output: NodeJS.ReadableStream): Promise<number> {
  for await (const line of createInterface(output)) {
    const [, port] = /^port (\d+)$/.exec(line) ?? [];
    if (port) return Number(port);
  }
  throw new Error('The object store ended before it listened.');
}
