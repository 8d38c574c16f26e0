/** What a backup says about itself: enough to know before anything is touched whether it is whole and fits. */
import { z } from 'zod';
import { BackupError } from '../platform/backupError.ts';

/** Name and version of the format. */
export const FORMAT = 'rozcestnik-backup:1';

/** Names of the parts of the archive. */
export const MANIFEST = 'manifest.json';
export const DATABASE = 'database.dump';
export const FILES = 'files/';

const hash = z.string().regex(/^[0-9a-f]{64}$/);

const part = z.object({ bytes: z.int().nonnegative(), sha256: hash });

const manifest = z.object({
  format: z.literal(FORMAT),
  createdAt: z.iso.datetime(),
  /** Version of the service that made it. */
  service: z.string(),
  adapter: z.enum(['PGlite', 'PostgreSQL']),
  /** Version of PostgreSQL as a number, such as 150004. */
  serverVersion: z.int(),
  /** Migrations that the database had, in order. */
  migrations: z.array(z.string()),
  /** By table: how many rows, and a digest over all of them. */
  tables: z.record(z.string(), z.object({ rows: z.int().nonnegative(), digest: z.string() })),
  /** The audit chain as it was: its head, and whether it was whole. */
  audit: z.object({ position: z.string().regex(/^\d+$/), hash: z.string(), isWhole: z.boolean() }),
  database: part,
  /** Stored files by their paths below the folder of files. */
  files: z.record(z.string().regex(/^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/), part),
});

export type Manifest = z.infer<typeof manifest>;
export type Part = z.infer<typeof part>;

/** @throws BackupError when the text is no manifest of a version that we know. */
export function parseManifest(text: string): Manifest {
  const result = manifest.safeParse(jsonIn(text));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new BackupError(
    `This is no backup that this version can read: its ${MANIFEST} is wrong at ${issue?.path.join('.') || 'its root'}.`,
  );
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
