/** Prepares the servers of a test run: PGlite always, PostgreSQL and Meilisearch where there are any. */
import type { TestProject } from 'vitest/node';
import { bringUpToDate } from '../../scripts/steps.mjs';
import { findPostgres, startPostgres } from './postgresServer.ts';
import './provided.ts';
import { offerMeilisearch } from './sharedMeilisearch.ts';
import { preparePGlite, preparePostgres } from './templates.ts';

type Undo = () => Promise<void>;

/** Run by vitest once before the test files; what it answers is run after them. */
export async function setup(project: TestProject): Promise<Undo> {
  const undo: Undo[] = [];
  const undoAll = async () => {
    for (const step of undo.reverse()) await step();
  };
  try {
    // Programs are run compiled, as those of an installation are.
    bringUpToDate('compile');
    // One after the other: PGlite keeps this process busy for seconds, in which a connection to a server times out.
    const postgres = await setUpPostgres(undo);
    const pglite = await preparePGlite();
    undo.push(pglite.remove);
    await Promise.all([pglite.seed(), postgres?.prepared.seed()]);
    project.provide('testDatabases', {
      pglite: pglite.templates,
      postgres: postgres && { url: postgres.url, templates: postgres.prepared.templates },
    });
    const meilisearch = await offerMeilisearch();
    if (meilisearch) undo.push(meilisearch.stop);
    project.provide('meilisearch', meilisearch?.starter ?? null);
  } catch (error) {
    await undoAll();
    throw error;
  }
  return undoAll;
}

async function setUpPostgres(undo: Undo[]) {
  const url = process.env['TEST_DATABASE_URL'] ?? (await startOwnPostgres(undo));
  if (url === undefined) return null;
  const prepared = await preparePostgres(url);
  undo.push(prepared.remove);
  return { url, prepared };
}

async function startOwnPostgres(undo: Undo[]): Promise<string | undefined> {
  const binaries = findPostgres();
  if (binaries === undefined) {
    const absence = 'there is no TEST_DATABASE_URL, and no postgres on the PATH or in /usr/lib/postgresql';
    if (process.env['REQUIRE_POSTGRES'] === '1') throw new Error(`REQUIRE_POSTGRES is set, but ${absence}`);
    console.log(`The tests run on PGlite alone: ${absence}.`);
    return undefined;
  }
  const server = await startPostgres(binaries);
  undo.push(server.stop);
  return server.url;
}
