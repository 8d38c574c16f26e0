/** Checks of the machine: Node.js, the data folder, the port. */
import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, resolve } from 'node:path';
import { persistedOf } from '../config/persistedDocuments.ts';
import { ConfigurationError } from '../config.ts';
import { openFileStorage } from '../platform/files/openFileStorage.ts';
import { reasonOf } from '../platform/reasonOf.ts';
import { type Check, type Finding, fail, ok, skipped, warn } from './finding.ts';

const MIB = 1024 ** 2;
/** Free space below which the doctor warns, and below which the service is in danger, in MiB. */
const SPACE = { warn: 1_024, fail: 128 };

const node: Check = {
  name: 'Node.js',
  run: () => {
    const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
    const isNewEnough = major > 20 || (major === 20 && minor >= 19);
    return isNewEnough
      ? ok(`${process.version}`)
      : fail(`${process.version} is too old.`, 'Install Node.js 20.19 or newer.');
  },
};

const dataFolder: Check = {
  name: 'data folder',
  run: async ({ config: { DATA_DIR } }) => {
    if (DATA_DIR.startsWith('memory:')) return warn('DATA_DIR keeps nothing.', 'Set DATA_DIR to a folder.');
    const folder = resolve(DATA_DIR);
    const found = await stat(folder).catch(() => null);
    if (found && !found.isDirectory()) return fail(`${folder} is not a folder.`, 'Set DATA_DIR to a folder.');
    const place = found ? folder : await nearestFolder(folder);
    if (
      !(await access(place, constants.W_OK | constants.X_OK).then(
        () => true,
        () => false,
      ))
    ) {
      return fail(
        `${place} cannot be written.`,
        'Give the user of the service the right to write there, or set DATA_DIR.',
      );
    }
    return spaceIn(place, found ? found.mode : null);
  },
};

async function spaceIn(folder: string, mode: number | null): Promise<Finding> {
  const { bavail, bsize } = await statfs(folder);
  const free = Math.floor((bavail * bsize) / MIB);
  const says = `${folder}, ${free.toLocaleString('en')} MiB free.`;
  if (free < SPACE.fail) return fail(says, 'Make space: the database and uploads are kept there.');
  if (free < SPACE.warn) return warn(says, 'Make space before it runs out.');
  // Windows has no such bits.
  if (mode !== null && process.platform !== 'win32' && mode & 0o007) {
    return warn(`${says} Other users of the machine can look into it.`, `chmod o-rwx ${folder}`);
  }
  return ok(says);
}

async function nearestFolder(folder: string): Promise<string> {
  let place = folder;
  while (!(await stat(place).catch(() => null))) place = dirname(place);
  return place;
}

const documents: Check = {
  name: 'documents',
  run: ({ config }) => {
    try {
      const known = persistedOf(config);
      return known
        ? ok(`${known.documents.size} are known by their hashes.`)
        : skipped('PERSISTED_DOCUMENTS names none.');
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      return fail(
        error.message.split('\n').at(-1)?.trim() ?? error.message,
        'Make the manifest anew by codegen, or leave the variable out.',
      );
    }
  },
};

const ports: Check = {
  name: 'port',
  run: async ({ config: { HOST, PORT } }) => {
    const problem = await listenProblem(HOST, PORT);
    if (problem === null) return ok(`${HOST}:${PORT} is free.`);
    if (problem === 'EADDRINUSE')
      return warn(`${HOST}:${PORT} is in use.`, 'By the service itself? Otherwise set PORT.');
    return fail(
      `${HOST}:${PORT} cannot be listened on (${problem}).`,
      'Set HOST to an address of this machine, or PORT.',
    );
  },
};

function listenProblem(host: string, port: number): Promise<string | null> {
  const server = createServer();
  return new Promise((resolveWith) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolveWith(error.code ?? 'unknown'));
    server.listen(port, host, () => server.close(() => resolveWith(null)));
  });
}

const exposure: Check = {
  name: 'address',
  run: ({ config: { NODE_ENV, PUBLIC_URL, HOST } }) => {
    if (NODE_ENV !== 'production') return ok(`${NODE_ENV}: people are invented unless an issuer is set up.`);
    if (!PUBLIC_URL) {
      return warn(
        'PUBLIC_URL is not set: nobody can sign in from another machine.',
        'Set it to the origin that browsers use.',
      );
    }
    return ok(`${PUBLIC_URL}, listening on ${HOST}.`);
  },
};

const storedFiles: Check = {
  name: 'stored files',
  run: async ({ config }) => {
    const storage = openFileStorage(config);
    if (config.FILES_URL === undefined) return ok(`In the ${storage.location}.`);
    try {
      // One is enough to see that the bucket is there and the key is taken.
      for await (const _ of storage.list()) break;
    } catch (error) {
      return fail(
        `In the ${storage.location}: ${reasonOf(error)}.`,
        'Check FILES_URL; no file can be sent or seen meanwhile.',
      );
    }
    const isOpen = config.FILES_URL.startsWith('http:') && !isLoopback(new URL(config.FILES_URL).hostname);
    if (isOpen) return warn(`In the ${storage.location}, without encryption on the way.`, 'Use https in FILES_URL.');
    return ok(`In the ${storage.location}, which takes the key; whether it may write shows when a file is sent.`);
  },
};

const isLoopback = (host: string) => host === 'localhost' || host === '[::1]' || host.startsWith('127.');

export const machineChecks: readonly Check[] = [node, dataFolder, storedFiles, ports, exposure, documents];
