/** What every process holds in its own memory and follows changes in: what is offered while somebody types, and its index if it has one. */
import type { SearchEngine } from './engine.ts';
import type { IndexTarget } from './reconcile.ts';
import type { Suggestions } from './suggestions.ts';

/** @param engine the index in this memory; without one only versions are kept beside suggestions */
export function ownTarget(
  engine: Pick<SearchEngine, 'put' | 'remove' | 'versions'> | null,
  suggestions: Suggestions,
): IndexTarget {
  const index = engine ?? versionsAlone();
  return {
    put: async (documents) => {
      await index.put(documents);
      suggestions.put(documents);
    },
    remove: async (ids) => {
      await index.remove(ids);
      suggestions.remove(ids);
    },
    versions: () => index.versions(),
  };
}

function versionsAlone(): IndexTarget {
  const versions = new Map<string, string>();
  return {
    put: async (documents) => {
      for (const { id, version } of documents) versions.set(id, version);
    },
    remove: async (ids) => {
      for (const id of ids) versions.delete(id);
    },
    versions: async () => versions,
  };
}
