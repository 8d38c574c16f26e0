import type { Context } from '../../graphql/context.ts';
import type { Store } from '../keeping.ts';

/** Keeps bytes where this service keeps files: for commands that take a file in. */
export function storeOf({ files }: Context): Store {
  return (hash, bytes) => files.storage.put(hash, bytes);
}
