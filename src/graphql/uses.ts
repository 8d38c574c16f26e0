/**
 * What an answer was made from, noted while it is made, so that an answer that is kept can be dropped when any of it changes.
 */
import type { ChangeTag } from '../journal/changes.ts';

/** A row, or with `*` for an id whatever there is of a sort: all entries of a kind, all organizations. */
export type Use = ChangeTag;

/** Notes of one answer. */
export class Uses {
  readonly #noted = new Set<Use>();
  #isAllowed = false;
  #isForbidden = false;

  /** Somebody who knows what is asked lets the answer be kept, unless it is forbidden besides. */
  allow(): void {
    this.#isAllowed = true;
  }

  /** The answer is another one once this has changed. */
  note(use: Use): void {
    this.#noted.add(use);
  }

  /** The answer must not be kept: it is of this moment, or nobody will tell when it changes. */
  forbid(): void {
    this.#isForbidden = true;
  }

  /** What was noted; null when the answer must not be kept. */
  get noted(): ReadonlySet<Use> | null {
    return this.#isAllowed && !this.#isForbidden ? this.#noted : null;
  }
}
