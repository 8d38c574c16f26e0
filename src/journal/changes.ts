/** Tells parts of this process what has changed, after it was committed. */
import { randomUUID } from 'node:crypto';

/** Something that changed, e.g. `organization:018f…`. With an entry goes `kind:`, for who lists all of a kind. */
export type ChangeTag = `${'entry' | 'kind' | 'organization' | 'category' | 'territory' | 'search'}:${string}`;

export type ChangeListener = (tags: readonly ChangeTag[]) => void;

export class Changes {
  /** By this other processes tell what was announced here; see changeFeed.ts. */
  readonly origin: string = randomUUID();
  readonly #listeners = new Set<ChangeListener>();

  /** @returns a function that ends the subscription. */
  subscribe(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  announce(tags: readonly ChangeTag[]): void {
    for (const listener of this.#listeners) listener(tags);
  }
}
