/** Search while Meilisearch is down, slow, empty or back: a real server is killed, stopped and started. */
import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import type { SearchRequest } from '../../src/search/engine.ts';
import { cs, publish, withdraw, writeOrganization } from '../testkit/content.ts';
import { DATABASES } from '../testkit/databases.ts';
import { type MeilisearchServer, meilisearchAbsence, startMeilisearch } from '../testkit/meilisearchServer.ts';
import { newPrefix } from '../testkit/searchEngines.ts';
import { PLAIN_JSON, type Service, startService } from '../testkit/service.ts';

/** Longer than it takes on a machine that does nothing else. */
const SOON = { timeout: 20_000, interval: 50 };

/** The kind on which several instances run. */
const kind = DATABASES.at(-1) ?? 'PGlite';

interface Found {
  readonly degraded: boolean;
  readonly nodes: readonly { readonly slug: string }[];
}

describe('search by Meilisearch', { skip: meilisearchAbsence() !== undefined }, () => {
  let server: MeilisearchServer;
  let service: Service;
  let other: App;
  let lean: App;
  let office: string;
  let url: string;
  const log: string[] = [];
  beforeAll(async () => {
    server = await startMeilisearch();
    const meilisearch = { url: server.url, key: server.key, prefix: newPrefix() };
    service = await startService(kind, {
      ...{ empty: true, search: true },
      app: { search: { meilisearch, embedded: true } },
    });
    url = service.url;
    const logger = pino({ level: 'debug' }, { write: (line) => void log.push(line) });
    other = await createApp(service.database, logger, { search: { meilisearch, embedded: true } });
    lean = await createApp(service.database, logger, { search: { meilisearch, embedded: false } });
    office = await writeOrganization(service.runner, 'urad', { name: cs('Úřad') });
    await publish(service.runner, [page('ridici', 'Registr řidičů'), page('prukaz', 'Řidičský průkaz')]);
    await service.search.settled();
  });
  afterAll(async () => {
    for (const app of [other, lean]) {
      await app.changePoller.stop();
      await app.search.stop();
    }
    await service.stop();
    await server.stop();
  });

  const page = (slug: string, title: string) =>
    ({ kind: 'page', slug, content: { organization: office, title: cs(title) } }) as const;
  const ask = async (query: string, headers: Record<string, string> = {}) =>
    await service.post(JSON.stringify({ query }), { 'content-type': PLAIN_JSON, ...headers });
  const find = async (query: string) => {
    const fields = 'degraded totalCount nodes { ... on CatalogueEntry { slug } }';
    const { data, errors } = await ask(`{ search(query: ${JSON.stringify(query)}) { ${fields} } }`);
    expect(errors).toEqual([]);
    return (data as { search: Found }).search;
  };
  const slugs = async (query: string) => (await find(query)).nodes.map(({ slug }) => slug).sort();
  const asked = (query: string): SearchRequest => {
    return { query, locale: 'cs', audiences: ['PUBLIC'], filter: {}, facets: [], offset: 0, limit: 10 };
  };
  const foundBy = async (app: App, query: string) => (await app.search.find(asked(query))).hits.map(({ id }) => id);
  const isDegraded = async () => (await find('řidičů')).degraded;
  const recovered = () => expect.poll(isDegraded, SOON).toBe(false);
  const timed = async <Result>(work: () => Promise<Result>) => {
    const start = performance.now();
    return { result: await work(), ms: performance.now() - start };
  };

  it('is marked until the index is filled for the first time', async () => {
    const unfilled = await createApp(service.database, pino({ level: 'silent' }), {
      search: { meilisearch: { url: server.url, key: server.key, prefix: newPrefix() }, embedded: true },
    });
    expect(await unfilled.search.find(asked('řidičů'))).toMatchObject({ degraded: true });
    await unfilled.search.stop();
    await recovered();
    await expect.poll(() => slugs('registr průkaz'), SOON).toEqual(['prukaz', 'ridici']);
    for (const app of [other, lean]) {
      app.changePoller.start();
      app.search.start();
      await expect.poll(() => foundBy(app, 'registr průkaz').catch(() => []), SOON).toHaveLength(2);
    }
  });

  it('finds in all instances what one of them published, and no more what another one withdrew', async () => {
    const [entry = ''] = await publish(service.runner, [page('kolotoc', 'Kolotoč')]);
    await expect.poll(() => slugs('kolotoč'), SOON).toEqual(['kolotoc']);
    for (const app of [other, lean]) await expect.poll(() => foundBy(app, 'kolotoč'), SOON).toEqual([entry]);
    await withdraw(other.runner, [entry]);
    for (const app of [other, lean]) await expect.poll(() => foundBy(app, 'kolotoč'), SOON).toEqual([]);
    const status = { engine: 'meilisearch', degraded: false, documents: 3, lag: 0 };
    await expect.poll(() => lean.search.status(), SOON).toMatchObject(status);
  });

  it('has what is published within two seconds, at ten writes a second', async () => {
    const delays: number[] = [];
    const watched: Promise<void>[] = [];
    for (let place = 0; place < 30; place += 1) {
      const word = `slovo${String.fromCharCode(97 + (place % 26))}${place}`;
      const begun = performance.now();
      const [entry = ''] = await publish(service.runner, [page(`stranka-${place}`, `Stránka ${word}`)]);
      const committed = performance.now();
      const seen = expect.poll(() => foundBy(lean, word), SOON).toEqual([entry]);
      watched.push(seen.then(() => void delays.push(performance.now() - committed)));
      await wait(Math.max(0, 100 - (performance.now() - begun)));
    }
    await Promise.all(watched);
    // The other tests of the run may take the processors meanwhile: what is late is the exception, and none is lost.
    const inTime = delays.filter((delay) => delay < 2_000);
    expect(inTime.length / delays.length).toBeGreaterThanOrEqual(0.9);
  });

  it('is answered by the index in memory while the server is down, and catches up by itself', async () => {
    await server.kill();
    const foundMeanwhile = await find('řidičského průkazu');
    expect([foundMeanwhile.degraded, foundMeanwhile.nodes[0]?.slug]).toEqual([true, 'prukaz']);
    expect(await service.search.status()).toMatchObject({ degraded: true });
    const [entry = ''] = await publish(service.runner, [page('houpacka', 'Houpačka')]);
    await expect.poll(() => slugs('houpačky'), SOON).toEqual(['houpacka']);
    expect((await ask('{ pages { totalCount } suggest(prefix: "houp") { text } }')).errors).toEqual([]);
    await server.start();
    await recovered();
    await expect.poll(() => foundBy(lean, 'houpačka'), SOON).toEqual([entry]);
    await expect.poll(async () => (await service.search.status()).engine, SOON).toBe('meilisearch');
    expect(service.log.filter((line) => line.includes('The search engine answers again'))).not.toEqual([]);
    await withdraw(service.runner, [entry]);
  });

  it('is refused where there is no index in memory, in the language of the reader', async () => {
    await server.kill();
    try {
      await expect(lean.search.find(asked('řidičů'))).rejects.toMatchObject({ code: 'SEARCH_UNAVAILABLE' });
      const body = JSON.stringify({ query: '{ search(query: "řidičů") { totalCount } }' });
      const request = {
        method: 'POST',
        body,
        headers: { 'content-type': PLAIN_JSON, accept: 'application/graphql-response+json', 'accept-language': 'cs' },
      };
      const response = await lean.graphql.fetch(new Request(url, request), {});
      expect(response.status).toBe(503);
      expect(await response.json()).toMatchObject({
        data: { search: null },
        errors: [
          { message: expect.stringContaining('Vyhledávání teď nefunguje'), extensions: { code: 'SEARCH_UNAVAILABLE' } },
        ],
      });
      expect(await lean.search.status()).toMatchObject({ engine: 'meilisearch', degraded: true, documents: 0 });
    } finally {
      await server.start();
    }
    await expect.poll(() => foundBy(lean, 'registr').catch(() => []), SOON).toHaveLength(1);
    await recovered();
  });

  it('waits for a server that hangs 800 ms at the most, then not at all, while catalogue reads do not notice', async () => {
    server.pause();
    try {
      const waits: number[] = [];
      for (let place = 0; place < 3; place += 1) {
        const { result, ms } = await timed(() => find('řidičů'));
        expect(result.degraded).toBe(true);
        waits.push(ms);
      }
      const { result, ms } = await timed(() => find('řidičů'));
      expect(result).toMatchObject({ degraded: true });
      const read = await timed(() => ask('{ pages(first: 1) { totalCount } }'));
      expect(
        waits.every((wait) => wait > 700 && wait < 3_000),
        String(waits),
      ).toBe(true);
      expect(ms).toBeLessThan(750);
      expect(read.ms).toBeLessThan(750);
    } finally {
      server.resume();
    }
    await recovered();
  });

  it('fills an index again that was lost, by one of the instances', async () => {
    const before = await Promise.all([other, lean].map((app) => foundBy(app, 'řidičů')));
    const authorization = { authorization: `Bearer ${server.key}` };
    const { results } = (await (await fetch(`${server.url}/indexes`, { headers: authorization })).json()) as {
      results: { uid: string }[];
    };
    expect(results).toHaveLength(1);
    await fetch(`${server.url}/indexes/${results[0]?.uid}`, { method: 'DELETE', headers: authorization });
    await expect.poll(isDegraded, SOON).toBe(true);
    await recovered();
    await expect
      .poll(() => Promise.all([other, lean].map((app) => foundBy(app, 'řidičů').catch(() => null))), SOON)
      .toEqual(before);
    const swaps = await (await fetch(`${server.url}/tasks?types=indexSwap`, { headers: authorization })).json();
    expect((swaps as { total: number }).total).toBe(2);
  });

  it('never tells its key', () => {
    const lines = [...service.log, ...log];
    expect(lines.filter((line) => line.includes('could not be kept right'))).not.toEqual([]);
    expect(lines.filter((line) => line.includes('did not answer'))).not.toEqual([]);
    expect(lines.filter((line) => line.includes(server.key))).toEqual([]);
  });
});
