/** A file of named parts that is whole or is not used: written beside and renamed, its parts proved by a checksum. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

/** Why a snapshot is not used, in words for operators. */
export class SnapshotFault extends Error {
  override readonly name = 'SnapshotFault';
}

/** What must be equal for a snapshot to be used: versions of what it was made by, and what it was made of. */
export type Origin = Readonly<Record<string, string>>;

const headerShape = z.object({
  origin: z.record(z.string(), z.string()),
  parts: z.array(z.object({ name: z.string(), bytes: z.int().min(0) })),
  sha256: z.string(),
});
type Header = z.output<typeof headerShape>;

const NEWLINE = 0x0a;
/** Parts begin at multiples of so many bytes, as arrays of numbers need. */
const ALIGNMENT = 8;

/** Writes the parts so that a reader sees all of the new file or all of the old one, also after a loss of power. */
export async function writeSnapshot(
  path: string,
  origin: Origin,
  parts: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  const hash = createHash('sha256');
  for (const bytes of parts.values()) hash.update(bytes);
  const header: Header = {
    origin,
    parts: [...parts].map(([name, { byteLength }]) => ({ name, bytes: byteLength })),
    sha256: hash.digest('hex'),
  };
  const beside = `${path}.${randomUUID()}.tmp`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(beside, 'wx', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(header)}\n`);
    for (const bytes of parts.values()) await file.writeFile(bytes);
    await file.sync();
    await file.close();
    await rename(beside, path);
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(beside, { force: true });
    throw error;
  }
}

/**
 * The parts of a snapshot, each in memory of its own; null when there is no file.
 * @throws SnapshotFault when it is damaged, or of another origin
 */
export async function readSnapshot(path: string, origin: Origin): Promise<Map<string, Uint8Array<ArrayBuffer>> | null> {
  const content = await contentOf(path);
  if (!content) return null;
  const end = content.indexOf(NEWLINE);
  const header = end < 0 ? null : headerOf(content.toString('utf8', 0, end));
  if (!header) throw new SnapshotFault('it has no header');
  for (const [name, value] of Object.entries(origin)) {
    if (header.origin[name] !== value) throw new SnapshotFault(`it was made by another ${name}`);
  }
  const body = content.subarray(end + 1);
  if (body.byteLength !== header.parts.reduce((sum, { bytes }) => sum + bytes, 0)) {
    throw new SnapshotFault('it is not complete');
  }
  if (createHash('sha256').update(body).digest('hex') !== header.sha256)
    throw new SnapshotFault('its checksum is wrong');
  let start = 0;
  return new Map(
    header.parts.map(({ name, bytes }) => {
      const part = new Uint8Array(Math.ceil(bytes / ALIGNMENT) * ALIGNMENT).subarray(0, bytes);
      part.set(body.subarray(start, start + bytes));
      start += bytes;
      return [name, part];
    }),
  );
}

async function contentOf(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function headerOf(text: string): Header | null {
  try {
    return headerShape.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
