/** A backup as one file: a tar archive of the manifest, the dump of the database and the stored files. */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract, pack } from 'tar-stream';
import { BackupError } from '../platform/backupError.ts';
import { DATABASE, FILES, MANIFEST, type Manifest, type Part, parseManifest } from './manifest.ts';

/** Size and hash of a file. */
export async function partOf(path: string): Promise<Part> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** Paths of the files below a folder, with slashes, in order; none when there is no folder. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return files.map((file) => relative(folder, file).split(sep).join('/')).sort();
}

/** What goes into an archive. */
export interface Contents {
  readonly manifest: Manifest;
  /** Path of the dump. */
  readonly database: string;
  /** Folder of the stored files. */
  readonly filesFolder: string;
}

/** Writes the archive beside its place first: it is there as a whole or not at all. For its owner's eyes alone. */
export async function writeArchive(path: string, { manifest, database, filesFolder }: Contents): Promise<void> {
  const unfinished = `${path}.${process.pid}.part`;
  const archive = pack();
  try {
    const written = pipeline(archive, createWriteStream(unfinished, { flags: 'wx', mode: 0o600 }));
    // Awaited below; without this an error meanwhile would end the process.
    written.catch(() => undefined);
    archive.entry({ name: MANIFEST }, `${JSON.stringify(manifest, null, 2)}\n`);
    await addFile(archive, DATABASE, database, manifest.database.bytes);
    for (const [name, { bytes }] of Object.entries(manifest.files)) {
      await addFile(archive, `${FILES}${name}`, join(filesFolder, name), bytes);
    }
    archive.finalize();
    await written;
    await sync(unfinished);
    await rename(unfinished, path);
  } catch (error) {
    archive.destroy();
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function addFile(archive: ReturnType<typeof pack>, name: string, path: string, size: number): Promise<void> {
  await pipeline(createReadStream(path), archive.entry({ name, size, mode: 0o600 }));
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r+');
  await file.sync();
  await file.close();
}

/**
 * Unpacks an archive into a folder and proves that every part is as it was packed, and that there is none beside them.
 * @throws BackupError when the file is no whole backup
 */
export async function readArchive(path: string, folder: string): Promise<Manifest> {
  await unpack(path, folder);
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => {
    throw new BackupError(`${path} is no backup: there is no ${MANIFEST} in it.`);
  });
  const manifest = parseManifest(text);
  const expected = new Map<string, Part>([[DATABASE, manifest.database]]);
  for (const [name, part] of Object.entries(manifest.files)) expected.set(`${FILES}${name}`, part);
  for (const [name, { bytes, sha256 }] of expected) {
    const found = await partOf(join(folder, name)).catch(() => null);
    if (found?.bytes === bytes && found.sha256 === sha256) continue;
    throw new BackupError(`The backup ${path} is damaged: ${name} is ${found ? 'not what was packed' : 'missing'}.`);
  }
  return manifest;
}

/** Names that an archive may have: nothing leads out of the folder. */
const NAMES = /^(manifest\.json|database\.dump|files\/[\w-][\w.-]*(\/[\w-][\w.-]*)*)$/;

async function unpack(path: string, folder: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) throw new BackupError(`There is no file ${path}.`);
  const archive = extract();
  const read = pipeline(createReadStream(path), archive);
  read.catch(() => undefined);
  try {
    for await (const entry of archive) {
      const { name, type } = entry.header;
      if (type !== 'file' || !NAMES.test(name)) throw new BackupError(`${path} is no backup: it has ${name} in it.`);
      const target = join(folder, name);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, Readable.from(entry), { flag: 'wx', mode: 0o600 });
    }
    await read;
  } catch (error) {
    if (error instanceof BackupError) throw error;
    throw new BackupError(`${path} is no backup, or a damaged one: ${(error as Error).message}`);
  }
}
