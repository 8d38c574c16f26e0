/** What can be backed up and restored: one of the two databases, and the stored files beside it. */
import type { Database } from '../platform/database.ts';
import type { FilePlace } from '../platform/files/openFileStorage.ts';
import type { Manifest } from './manifest.ts';

/** The part of the configuration that says where the data are. */
export interface DataPlaces extends FilePlace {
  readonly DATABASE_URL?: string | undefined;
}

/** What a dump was made of. */
export interface Dumped extends Pick<Manifest, 'adapter' | 'serverVersion' | 'migrations' | 'tables' | 'audit'> {}

/** A database restored beside the one in use, to be proved before it takes its place. */
export interface Candidate {
  readonly prisma: Database;
  readonly tables: Manifest['tables'];
  /** Takes the place of the database in use, which is kept under another name; answers that name, null when there was none. */
  swap(): Promise<string | null>;
  /** Deletes it, unless it has taken its place. */
  discard(): Promise<void>;
}

/** Part of a name that tells when it was given. */
export function stamp(now: Date): string {
  return now.toISOString().replace(/\D/g, '').slice(0, 14);
}
