/** Where the instances of a test keep their data, with people who may write there. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll } from 'vitest';
import { seed } from '../../../seed/seed.ts';
import { Changes } from '../../../src/journal/changes.ts';
import { systemClock } from '../../../src/kernel/clock.ts';
import type { OpenDatabase } from '../../../src/platform/database.ts';
import { openMigratedDatabase } from '../../../src/platform/migratedDatabase.ts';
import { askers, type Headers } from '../../testkit/asking.ts';
import { type DatabaseKind, type PlaceServer, startPlaceServer } from './servers.ts';

/** A filled database that instances are started over. */
export interface Place {
  /** For {@link Instance.start}. */
  readonly environment: Readonly<Record<string, string>>;
  /** Of somebody who may write drafts, and of somebody else who may publish them. */
  readonly author: Headers;
  readonly approver: Headers;
  /** Works on the database itself; on the embedded one no instance may run. */
  look<Result>(work: (database: OpenDatabase) => Promise<Result>): Promise<Result>;
  remove(): Promise<void>;
}

/** A place with the server that it is on. */
export interface TestPlace {
  readonly server: PlaceServer;
  readonly place: Place;
}

/**
 * The place of the tests of a file or a block, made before them and gone after them.
 * @returns how to reach it, for the time of the tests; the embedded database has no server
 */
export function placeForTests(kind: DatabaseKind): () => TestPlace {
  let server: PlaceServer | null = null;
  let place: Place;
  beforeAll(async () => {
    server = kind === 'PostgreSQL' ? await startPlaceServer() : null;
    place = await createPlace(server);
  });
  afterAll(async () => {
    await place.remove();
    await server?.stop();
  });
  return () => ({ server: server as PlaceServer, place });
}

/** Fills a database with the seed's content. */
async function createPlace(server: PlaceServer | null): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'rozcestnik-fault-'));
  const DATA_DIR = join(folder, 'data');
  const DATABASE_URL = await server?.createDatabase();
  const look: Place['look'] = async (work) => {
    const database = await openMigratedDatabase({ DATABASE_URL, DATA_DIR }, pino({ level: 'silent' }), () => undefined);
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  };
  const people = await look(async ({ prisma: database }) => {
    const runner = { database, clock: systemClock, changes: new Changes() };
    await seed(runner, () => undefined);
    const headersOf = askers(runner);
    return { author: await headersOf({ as: 'eva EDITOR' }), approver: await headersOf({ as: 'adam APPROVER' }) };
  });
  return {
    environment: { DATA_DIR, ...(DATABASE_URL === undefined ? {} : { DATABASE_URL }) },
    ...people,
    look,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
