/** The index as a file: whole and of the same origin, or not used. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EmbeddedEngine } from '../../src/search/engines/embedded.ts';
import { IndexSnapshot } from '../../src/search/snapshot/indexSnapshot.ts';
import { Suggestions } from '../../src/search/suggestions.ts';
import { collectionDocuments, collectionQueries, seededSynonyms } from '../testkit/searchCollection.ts';

const FILE = 'search-index.bin';
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rozcestnik-snapshot-'));
});
afterAll(() => rm(folder, { recursive: true }));

function indexIn(database = 'PGlite here') {
  const told: { file: string; reason?: string }[] = [];
  const log = { info: () => {}, warn: (facts: { file: string }) => void told.push(facts) } as never;
  const engine = new EmbeddedEngine();
  const suggestions = new Suggestions();
  engine.useSynonyms(seededSynonyms());
  return { engine, suggestions, told, snapshot: new IndexSnapshot({ folder, database }, { engine, suggestions, log }) };
}

async function stored() {
  const index = indexIn();
  await index.engine.put(collectionDocuments());
  index.suggestions.put(collectionDocuments());
  await index.snapshot.save();
  return index;
}

const answer = (engine: EmbeddedEngine, query: string) =>
  engine.search({ query, locale: 'cs', audiences: ['PUBLIC'], filter: {}, facets: ['kind'], offset: 0, limit: 20 });

describe('a stored index', () => {
  it('answers as the one that was stored, and takes changes', async () => {
    const before = await stored();
    const after = indexIn();
    expect(await after.snapshot.load()).toBe(true);
    expect(after.told).toEqual([]);
    expect(await after.engine.versions()).toEqual(await before.engine.versions());
    for (const { query } of collectionQueries()) {
      expect(await answer(after.engine, query)).toEqual(await answer(before.engine, query));
    }
    expect(after.suggestions.find('ridi', ['PUBLIC'], 5)).toEqual(before.suggestions.find('ridi', ['PUBLIC'], 5));
    const [document] = collectionDocuments();
    await after.engine.put([{ ...(document as object), id: 'nova', title: { cs: 'Krasohled' } } as never]);
    expect((await answer(after.engine, 'krasohled')).hits.map(({ id }) => id)).toEqual(['nova']);
    await after.engine.remove(['nova', 'ridici']);
    expect((await answer(after.engine, 'krasohled')).total).toBe(0);
    expect((await answer(after.engine, 'registr řidičů')).hits.map(({ id }) => id)).not.toContain('ridici');
    expect(await readdir(folder)).toEqual([FILE]);
  });

  it('is not used, and that is told, when it is damaged, cut off, foreign or of another database', async () => {
    await stored();
    const path = join(folder, FILE);
    const whole = await readFile(path);
    const changed = Buffer.from(whole);
    changed[whole.length - 9] = (changed[whole.length - 9] as number) ^ 1;
    const otherAnalyzer = Buffer.from(whole.toString('latin1').replace(/"analyzer":"\d+"/, '"analyzer":"0"'), 'latin1');
    const cases: [Buffer, RegExp][] = [
      [changed, /checksum/],
      [whole.subarray(0, whole.length - 1_000), /not complete/],
      [Buffer.from('{"parts": 1}\n'), /no header/],
      [Buffer.alloc(0), /no header/],
      [otherAnalyzer, /another analyzer/],
    ];
    for (const [content, reason] of cases) {
      await writeFile(path, content);
      const { engine, snapshot, told } = indexIn();
      expect(await snapshot.load()).toBe(false);
      expect(told).toMatchObject([{ file: path, reason: expect.stringMatching(reason) }]);
      expect((await engine.versions()).size).toBe(0);
    }
    await writeFile(path, whole);
    const elsewhere = indexIn('PostgreSQL elsewhere');
    expect(await elsewhere.snapshot.load()).toBe(false);
    expect(elsewhere.told).toMatchObject([{ reason: 'it was made by another database' }]);
    await rm(path);
    const none = indexIn();
    expect([await none.snapshot.load(), none.told]).toEqual([false, []]);
  });

  it('leaves the last one alone when it cannot be stored', async () => {
    const { engine, suggestions } = await stored();
    const told: object[] = [];
    const log = { info: () => {}, warn: (facts: object) => void told.push(facts) } as never;
    const place = { folder: join(folder, FILE, 'below-a-file'), database: 'x' };
    await new IndexSnapshot(place, { engine, suggestions, log }).save();
    expect(told).toHaveLength(1);
    expect(await indexIn().snapshot.load()).toBe(true);
  });
});
