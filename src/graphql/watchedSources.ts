/**
 * Watches what an answer is made from. What is read without being noted forbids keeping the answer: forgetting a note costs speed,
 * never truth.
 */
import type { References } from '../organizations/referenceData.ts';
import type { Database } from '../platform/database.ts';
import type { Uses } from './uses.ts';

/** The tables that readers select from: what is or was published, and reference data. */
export type LiveDatabase = Pick<
  Database,
  'liveEntry' | 'publishedEntry' | 'tombstone' | 'organization' | 'category' | 'territory' | 'file'
>;

/** The tables of readers, each use of which counts as one of all their rows. */
class WatchedTables implements LiveDatabase {
  readonly #tables: LiveDatabase;
  readonly #uses: Uses;

  constructor(tables: LiveDatabase, uses: Uses) {
    this.#tables = tables;
    this.#uses = uses;
  }

  get liveEntry() {
    this.#uses.note('kind:*');
    return this.#tables.liveEntry;
  }

  get tombstone() {
    this.#uses.note('kind:*');
    return this.#tables.tombstone;
  }

  get publishedEntry() {
    this.#uses.forbid();
    return this.#tables.publishedEntry;
  }

  get organization() {
    this.#uses.note('organization:*');
    return this.#tables.organization;
  }

  get category() {
    this.#uses.note('category:*');
    return this.#tables.category;
  }

  get territory() {
    this.#uses.note('territory:*');
    return this.#tables.territory;
  }

  /** Files never change: an answer that shows one depends on what shows it alone. */
  get file() {
    return this.#tables.file;
  }

  static tablesOf(live: LiveDatabase): LiveDatabase {
    return live instanceof WatchedTables ? live.#tables : live;
  }
}

/** The tables themselves, for who notes what is read of them. */
export const unwatched = WatchedTables.tablesOf;

class WatchedReferences implements References {
  readonly #references: References;
  readonly #uses: Uses;

  constructor(references: References, uses: Uses) {
    this.#references = references;
    this.#uses = uses;
  }

  organization(id: string) {
    this.#uses.note(`organization:${id}`);
    return this.#references.organization(id);
  }

  categories() {
    this.#uses.note('category:*');
    return this.#references.categories();
  }

  territories() {
    this.#uses.note('territory:*');
    return this.#references.territories();
  }
}

interface Sources {
  readonly live: LiveDatabase;
  readonly references: References;
  readonly search: object;
  readonly files: object;
}

/** What is told of files that never changes; addresses that end are no part of an answer that is kept. */
const LASTING_OF_FILES = new Set<PropertyKey>(['find', 'publicPath', 'storage']);

/** The sources of an answer that may be kept. */
export function watchedSources<Given extends Sources>(sources: Given, uses: Uses): Given {
  const { live, references, search, files, ...others } = sources;
  const forbidden = Object.entries(others).map(([name, source]) => [name, noting(source, () => uses.forbid())]);
  return {
    ...(Object.fromEntries(forbidden) as Given),
    live: new WatchedTables(live, uses),
    references: new WatchedReferences(references, uses),
    search: noting(search, () => uses.note('search:*')),
    files: noting(files, (name) => {
      if (!LASTING_OF_FILES.has(name)) uses.forbid();
    }),
  };
}

/** The source, with `note` called whenever anything of it is used. */
function noting<Source>(source: Source, note: (name: PropertyKey) => void): Source {
  if (source === null || typeof source !== 'object') return source;
  return new Proxy(source, {
    get(target, name) {
      note(name);
      const value = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
