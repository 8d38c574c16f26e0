/** What the global setup hands to the test files. */

/** The databases that tests are made from, one for each kind of {@link TestDatabases}. */
export interface Templates {
  /** Migrated and empty. */
  readonly empty: string;
  /** Migrated and seeded, as `npm run seed` does. */
  readonly seeded: string;
}

/** The databases of this run. */
export interface TestDatabases {
  /** Paths of PGlite's dumps. */
  readonly pglite: Templates;
  /** Names of databases on a server that `url` leads to; null when there is no PostgreSQL. */
  readonly postgres: { readonly url: string; readonly templates: Templates } | null;
}

declare module 'vitest' {
  export interface ProvidedContext {
    testDatabases: TestDatabases;
    /** Address that starts the Meilisearch server of the run when it is asked; null when there is none. */
    meilisearch: string | null;
  }
}
