/** The index follows the database, whatever happens to either of them. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { recordChanges } from '../../src/journal/changeFeed.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { newId } from '../../src/kernel/ids.ts';
import { projectRoot } from '../../src/platform/projectRoot.ts';
import { documentsOf } from '../../src/search/documents.ts';
import { EmbeddedIndexer } from '../../src/search/embeddedIndexer.ts';
import type { SearchDocument } from '../../src/search/engine.ts';
import { EmbeddedEngine } from '../../src/search/engines/embedded.ts';
import { inWords, openMeilisearch } from '../../src/search/engines/meilisearch/client.ts';
import { MeilisearchEngine } from '../../src/search/engines/meilisearch/meilisearchEngine.ts';
import type { SearchParts } from '../../src/search/parts.ts';
import { differences, REINDEX } from '../../src/search/reconcile.ts';
import { SharedIndexer } from '../../src/search/sharedIndexer.ts';
import type { SharedTarget } from '../../src/search/sharedTarget.ts';
import { sourcesOf } from '../../src/search/sources.ts';
import { cs, publish, withdraw, writeCategory, writeOrganization } from '../testkit/content.ts';
import { createTestDatabase, DATABASES, ONE_DATABASE, type TestDatabase } from '../testkit/databases.ts';
import { HAS_MEILISEARCH, meilisearchAddress, meilisearchEngine, newPrefix } from '../testkit/searchEngines.ts';

const silent = pino({ level: 'silent' });
const QUICKLY = { timeout: 2_000, interval: 20 };

describe.each(DATABASES)('the indexes of two instances on %s', (kind) => {
  let database: TestDatabase;
  let one: App;
  let other: App;
  let office: string;
  beforeAll(async () => {
    database = await createTestDatabase(kind);
    [one, other] = [await createApp(database, silent), await createApp(database, silent)];
    office = await writeOrganization(one.runner, 'urad', { name: cs('Úřad') });
    for (const app of [one, other]) {
      app.changePoller.start();
      app.search.start();
      await app.search.settled();
    }
  });
  afterAll(async () => {
    for (const app of [one, other]) {
      await app.changePoller.stop();
      await app.search.stop();
    }
    await database.drop();
  });

  const found = async (app: App, query: string) => {
    const asked = { query, locale: 'cs', audiences: ['PUBLIC'], filter: {}, facets: [], offset: 0, limit: 10 };
    return (await app.search.engine.search(asked)).hits.map(({ id }) => id);
  };
  const page = (slug: string, title: string) =>
    ({ kind: 'page', slug, content: { organization: office, title: cs(title) } }) as const;

  it('both hear of what one of them published, and of what the other one withdrew', async () => {
    const [entry = ''] = await publish(one.runner, [page('kolotoc', 'Kolotoč')]);
    await expect.poll(() => found(one, 'kolotoč'), QUICKLY).toEqual([entry]);
    await expect.poll(() => found(other, 'kolotoč'), QUICKLY).toEqual([entry]);
    await withdraw(other.runner, [entry]);
    await expect.poll(() => found(one, 'kolotoč'), QUICKLY).toEqual([]);
  });

  it('both make theirs anew when the operator asks for it', async () => {
    const before = await one.search.engine.versions();
    const [lost = ''] = before.keys();
    for (const app of [one, other]) await app.search.engine.remove([lost]);
    await database.prisma.$transaction((tx) => recordChanges(tx, [REINDEX], { origin: newId(), now: systemClock() }));
    for (const app of [one, other]) await expect.poll(() => app.search.engine.versions(), QUICKLY).toEqual(before);
  });

  it.runIf(ONE_DATABASE.includes(kind))(
    'are right within two seconds, 99 of 100 times, at ten writes a second',
    async () => {
      const delays: number[] = [];
      const watched: Promise<void>[] = [];
      for (let place = 0; place < 30; place += 1) {
        const word = `slovo${String.fromCharCode(97 + (place % 26))}${place}`;
        const begun = performance.now();
        const [entry = ''] = await publish(one.runner, [page(`stranka-${place}`, `Stránka ${word}`)]);
        const committed = performance.now();
        watched.push(
          expect
            .poll(() => found(other, word), { timeout: 5_000, interval: 20 })
            .toEqual([entry])
            .then(() => {
              delays.push(performance.now() - committed);
            }),
        );
        await wait(Math.max(0, 100 - (performance.now() - begun)));
      }
      await Promise.all(watched);
      expect(delays).toHaveLength(30);
      expect(Math.max(...delays)).toBeLessThan(2_000);
    },
  );
});

describe.each(DATABASES)('an index on %s', (kind) => {
  let database: TestDatabase;
  let app: App;
  let office: string;
  beforeAll(async () => {
    database = await createTestDatabase(kind);
    app = await createApp(database, silent);
    office = await writeOrganization(app.runner, 'urad', { name: cs('Úřad') });
    await publish(app.runner, [
      { kind: 'page', slug: 'a', content: { organization: office } },
      { kind: 'page', slug: 'b', content: { organization: office } },
    ]);
  });
  afterAll(() => database.drop());

  const indexerOf = (engine: EmbeddedEngine, warnings: object[] = []) =>
    new EmbeddedIndexer({
      live: database.prisma,
      changes: app.runner.changes,
      target: engine,
      snapshot: null,
      vocabulary: { fill: async () => {}, follow: async () => {} },
      clock: systemClock,
      log: { info: () => {}, warn: (facts: object) => void warnings.push(facts) } as never,
    });

  it('is repaired, and the drift reported, when it lacks documents, has too many or old ones', async () => {
    const engine = new EmbeddedEngine();
    const warnings: object[] = [];
    const indexer = indexerOf(engine, warnings);
    indexer.start();
    await indexer.settled();
    const [first = '', second = ''] = (await database.prisma.liveEntry.findMany({ orderBy: { slug: 'asc' } })).map(
      ({ id }) => id,
    );
    const [document] = documentsOf(await sourcesOf(database.prisma, [second])) as [SearchDocument];
    await engine.remove([first]);
    await engine.put([
      { ...document, version: 'old' },
      { ...document, id: newId() },
    ]);
    expect(await differences(database.prisma, engine)).toHaveLength(3);
    await indexer.reconcile();
    expect(await differences(database.prisma, engine)).toEqual([]);
    expect(indexer.state).toMatchObject({ isReady: true, repaired: 3, waitingSince: null });
    expect(warnings).toEqual([{ repaired: 3 }]);
    await indexer.reconcile();
    expect(indexer.state.repaired).toBe(0);
    await indexer.stop();
  });

  it('is warm after a restart: read from where it was stored, with what has changed meanwhile', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rozcestnik-index-'));
    const searchSnapshot = { folder, database: kind };
    const lines: { msg: string; renewed?: number; reason?: string }[] = [];
    const log = pino({ level: 'info' }, { write: (line) => void lines.push(JSON.parse(line)) });
    const started = async () => {
      const again = await createApp(database, log, { searchSnapshot });
      again.search.start();
      await again.search.settled();
      return again.search;
    };
    const idsFor = async ({ engine }: SearchParts, query: string) => {
      const request = { query, locale: 'cs', audiences: ['PUBLIC'], filter: {}, facets: [], offset: 0, limit: 10 };
      return (await engine.search(request)).hits.map(({ id }) => id);
    };
    const first = await started();
    await first.stop();
    const page = { organization: office, title: cs('Mezitímnost') };
    const [meanwhile = ''] = await publish(app.runner, [{ kind: 'page', slug: 'mezitim', content: page }]);
    const second = await started();
    expect(await idsFor(second, 'mezitímnost')).toEqual([meanwhile]);
    expect(lines.find(({ msg }) => msg.includes('where it was stored'))?.renewed).toBe(1);
    await second.stop();
    await withdraw(app.runner, [meanwhile]);
    const third = await started();
    expect(await idsFor(third, 'mezitímnost')).toEqual([]);
    expect(await idsFor(third, 'úřad')).not.toEqual([]);
    await third.stop();
    await writeFile(join(folder, 'search-index.bin'), 'damaged');
    const fourth = await started();
    expect((await fourth.status()).documents).toBe((await third.status()).documents);
    expect(lines.find(({ msg }) => msg.includes('is not used'))?.reason).toBe('it has no header');
    await fourth.stop();
    await rm(folder, { recursive: true });
  });

  it('gets what it could not take at first', async () => {
    const engine = new EmbeddedEngine();
    const indexer = indexerOf(engine);
    indexer.start();
    await indexer.settled();
    const put = engine.put.bind(engine);
    let failures = 0;
    engine.put = async () => {
      failures += 1;
      throw new Error('the engine does not answer');
    };
    await writeCategory(app.runner, 'tema');
    const [entry = ''] = await publish(app.runner, [{ kind: 'page', slug: 'c', content: { organization: office } }]);
    await expect.poll(() => failures, QUICKLY).toBeGreaterThan(0);
    expect(indexer.state.waitingSince).not.toBeNull();
    engine.put = put;
    await expect.poll(async () => [...(await engine.versions()).keys()].includes(entry), { timeout: 4_000 }).toBe(true);
    await expect.poll(() => indexer.state.waitingSince, QUICKLY).toBeNull();
    await indexer.stop();
  });

  describe('that instances share', { skip: !HAS_MEILISEARCH || !ONE_DATABASE.includes(kind) }, () => {
    let engine: MeilisearchEngine;
    let one: SharedIndexer;
    let other: SharedIndexer;
    const indexerOn = (target: SharedTarget, { runner: { changes } }: App, clock = systemClock) =>
      new SharedIndexer({ database: database.prisma, changes, target, clock, log: silent });
    beforeAll(async () => {
      engine = await meilisearchEngine();
      one = indexerOn(engine, app);
      other = indexerOn(engine, await createApp(database, silent));
    });

    it('is filled at first, and kept by whichever of them comes', async () => {
      await one.follow();
      expect(await differences(database.prisma, engine)).toEqual([]);
      const [entry = ''] = await publish(app.runner, [{ kind: 'page', slug: 'd', content: { organization: office } }]);
      expect((await one.state()).waitingSince).not.toBeNull();
      await other.follow();
      expect((await engine.versions()).has(entry)).toBe(true);
      expect((await one.state()).waitingSince).toBeNull();
      await withdraw(app.runner, [entry]);
      await Promise.all([one.follow(), other.follow()]);
      expect((await engine.versions()).has(entry)).toBe(false);
    });

    it('is written by one of them at a time, and compared when that one was thought dead', async () => {
      const [entry = ''] = await publish(app.runner, [{ kind: 'page', slug: 'e', content: { organization: office } }]);
      const old = { ...((await documentsWith(entry))[0] as SearchDocument), version: 'old' };
      // Its process stood still after it had read, for longer than its leave.
      const slow = instead({
        put: async () => {
          expect(await other.follow()).toBeUndefined();
          expect((await engine.versions()).has(entry)).toBe(false);
          await database.prisma.searchPosition.updateMany({ data: { heldUntil: new Date(0) } });
          await other.follow();
          expect((await engine.versions()).get(entry)).not.toBe('old');
          await engine.put([old]);
        },
      });
      await expect(indexerOn(slow, app).follow()).rejects.toThrow('Another instance');
      expect((await engine.versions()).get(entry)).toBe('old');
      await other.follow();
      expect(await differences(database.prisma, engine)).toEqual([]);
      expect(await other.state()).toMatchObject({ repaired: 1 });
      // What is committed is followed once all that was begun before is over, in other databases of the server as well.
      const waitingSince = async () => {
        await other.follow();
        return (await other.state()).waitingSince;
      };
      await expect.poll(waitingSince, QUICKLY).toBeNull();
      await withdraw(app.runner, [entry]);
    });

    it('is made anew beside the present one, which is asked and followed meanwhile', async () => {
      let late = '';
      const target = instead({
        rebuild: async () => {
          const next = await engine.rebuild();
          const put = next.put.bind(next);
          next.put = async (documents) => {
            await put(documents);
            if (late) return;
            [late = ''] = await publish(app.runner, [{ kind: 'page', slug: 'f', content: { organization: office } }]);
          };
          return next;
        },
      });
      const counts: number[] = [];
      let isDone = false;
      const watching = (async () => {
        while (!isDone) counts.push(await engine.count());
      })();
      await engine.remove([(await engine.versions()).keys().next().value as string]);
      expect(await indexerOn(target, app).rebuild()).toBe(true);
      isDone = true;
      await watching;
      expect(Math.min(...counts)).toBeGreaterThan(0);
      expect((await engine.versions()).has(late)).toBe(true);
      expect(await differences(database.prisma, engine)).toEqual([]);
    });

    it('is left by an instance that is told to stop at the next write, whatever is left to do, and kept by the others', async () => {
      const [entry = ''] = await publish(app.runner, [{ kind: 'page', slug: 'g', content: { organization: office } }]);
      const writes: string[] = [];
      const told: { stopped: Promise<void> | null } = { stopped: null };
      const stopping = instead({
        rebuild: async () => {
          const next = await engine.rebuild();
          told.stopped = leaving.stop();
          next.put = async () => void writes.push('put');
          next.finish = async () => void writes.push('finish');
          return next;
        },
        isCurrent: async () => false,
      });
      const leaving = indexerOn(stopping, app);
      leaving.start();
      await expect.poll(() => told.stopped, QUICKLY).not.toBeNull();
      await told.stopped;
      expect(writes).toEqual([]);
      await other.follow();
      expect((await engine.versions()).has(entry)).toBe(true);
      expect(await differences(database.prisma, engine)).toEqual([]);
      await withdraw(app.runner, [entry]);
    });

    it('is made anew when its settings were changed behind its back, or it is gone', async () => {
      const client = openMeilisearch(await meilisearchAddress());
      await client.index(engine.index).updateFaceting({ maxValuesPerFacet: 3 }).waitTask();
      expect(await engine.isCurrent()).toBe(false);
      const restarted = indexerOn(engine, app);
      await restarted.follow();
      expect(await engine.isCurrent()).toBe(true);
      await client.deleteIndex(engine.index).waitTask();
      await expect(engine.put([await anyDocument()])).rejects.toThrow('not found');
      restarted.doubt();
      await restarted.follow();
      expect(await differences(database.prisma, engine)).toEqual([]);
    });

    it('is deleted a day after the last program that used it', async () => {
      const earlier = await meilisearchEngine();
      const position = { name: earlier.index, horizon: 0n, seen: [], reconciledAt: systemClock() };
      await database.prisma.searchPosition.create({ data: position });
      const later = (hours: number) => () => new Date(Date.now() + hours * 3_600_000);
      await indexerOn(engine, app, later(23)).follow();
      expect(await earlier.isCurrent()).toBe(true);
      await indexerOn(engine, app, later(25)).follow();
      expect(await earlier.isCurrent()).toBe(false);
      expect(await database.prisma.searchPosition.count()).toBe(1);
    });

    it('needs no more of its key than operators are told', async () => {
      const address = await meilisearchAddress();
      const prefix = newPrefix();
      const readme = readFileSync(join(projectRoot(), 'README.md'), 'utf8');
      const [, told = ''] = readme.match(/`MEILI_KEY`.*which allows (.*?)\|/) ?? [];
      const actions = [...told.matchAll(/`([^`]+)`/g)].map(([, action]) => action as string);
      expect(actions).toHaveLength(6);
      const allowed = { actions, indexes: ['*'], expiresAt: null };
      const { key } = await openMeilisearch(address).createKey(allowed as never);
      const limited = new MeilisearchEngine({ ...address, key }, prefix);
      await indexerOn(limited, app).follow();
      await limited.put([await anyDocument()]);
      await limited.remove([office]);
      const asked = {
        query: 'úřad',
        locale: 'cs',
        audiences: ['PUBLIC'],
        filter: {},
        facets: ['kind'],
        offset: 0,
        limit: 9,
      };
      expect((await limited.search(asked as never)).total).toBe(await limited.count());
      await limited.drop([limited.index]);
      await database.prisma.searchPosition.delete({ where: { name: limited.index } });
    });

    it('surfaces what the server refuses', async () => {
      const document = await anyDocument();
      await expect(engine.put([{ ...document, id: 'not an id!' }])).rejects.toThrow(/not an id!/);
      const stranger = new MeilisearchEngine({ ...(await meilisearchAddress()), key: 'wrong' }, newPrefix());
      const failure = await indexerOn(stranger, app).follow().catch(inWords);
      expect(failure).toContain('MEILI_KEY must be a key');
      expect(failure).not.toContain('wrong');
    });

    /** The engine, with something done otherwise. */
    const instead = (others: Partial<SharedTarget>): SharedTarget => ({
      index: engine.index,
      put: (documents) => engine.put(documents),
      remove: (ids) => engine.remove(ids),
      versions: () => engine.versions(),
      isCurrent: () => engine.isCurrent(),
      rebuild: () => engine.rebuild(),
      drop: (indexes) => engine.drop(indexes),
      ...others,
    });
    const documentsWith = async (id: string) => documentsOf(await sourcesOf(database.prisma, [id]));
    const anyDocument = async () => (await documentsWith(office))[0] as SearchDocument;
  });
});
