/** An index that lives apart from this process, as it is kept and made anew. */
import type { SearchDocument } from './engine.ts';
import type { IndexTarget } from './reconcile.ts';

export interface SharedTarget extends IndexTarget {
  /** Name of the index: another one for programs that make it in another way. */
  readonly index: string;
  /** Whether the index is there, whole, and made as this program makes it. */
  isCurrent(): Promise<boolean>;
  /** Begins another index beside it, which takes its place when it is whole. */
  rebuild(): Promise<IndexRebuild>;
  /** Deletes indexes that no program uses any more; those that are not there are no error. */
  drop(indexes: readonly string[]): Promise<void>;
}

/** An index that is being made. */
export interface IndexRebuild {
  /** Sends documents, which take the places of those with the same ids. */
  put(documents: readonly SearchDocument[]): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  /**
   * Waits until everything sent is in.
   * @throws Error when the engine refused some of it
   */
  settled(): Promise<void>;
  /** Puts it in the place of the other one, from one moment to the next. */
  finish(): Promise<void>;
}
