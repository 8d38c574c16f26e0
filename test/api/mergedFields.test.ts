/** Fields that are asked for in several places of a document: of each place everything is read that is asked for there. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DATABASES } from '../testkit/databases.ts';
import { PLAIN_JSON, type Service, startService } from '../testkit/service.ts';

describe.each(DATABASES)('fields that are merged on %s', (database) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService(database);
  });
  afterAll(() => service.stop());

  const ask = async <Data>(body: object): Promise<Data> => {
    const { data, errors } = await service.post(JSON.stringify(body), { 'content-type': PLAIN_JSON });
    expect(errors).toEqual([]);
    return data as Data;
  };

  it('are read whole where a fragment stands beside more of the same field', async () => {
    const query = `fragment R on CatalogueEntry { related { slug } }
      { entries(first: 80) { nodes { kind ...R ... on Tile { related { shortText } } } } }`;
    type Found = { nodes: { kind: string; related: object[] }[] };
    const { entries } = await ask<{ entries: Found }>({ query });
    const shown = entries.nodes.flatMap(({ kind, related }) => related.map((one) => `${kind} ${Object.keys(one)}`));
    expect(shown).toContain('TILE slug,shortText');
    expect(shown).toContain('FORM slug');
    expect(shown.filter((one) => one.startsWith('TILE') !== one.endsWith('shortText'))).toEqual([]);
  });

  it('are read whole for each alias', async () => {
    const query = `fragment R on Tile { organization { slug } title }
      { a: tile(slug: "cssz") { ...R } b: tile(slug: "cssz") { ...R targetUrl } }`;
    const { a, b } = await ask<{ a: object; b: object }>({ query });
    expect(b).toEqual({ ...a, targetUrl: expect.stringContaining('https://') });
  });

  it('are read whole when variables say that more is asked for than before', async () => {
    const query = `query ($more: Boolean!) {
      tiles(first: 1) { nodes { slug } } tiles(first: 1) @include(if: $more) { nodes { targetUrl title } } }`;
    for (const more of [false, true, false]) {
      const { tiles } = await ask<{ tiles: { nodes: object[] } }>({ query, variables: { more } });
      const fields = more ? ['slug', 'targetUrl', 'title'] : ['slug'];
      expect(tiles.nodes.map((node) => Object.keys(node))).toEqual([fields]);
    }
  });

  it('are read whole for each operation of a document', async () => {
    const query = `fragment F on Query { tile(slug: "cssz") { slug } }
      query A { ...F } query B { ...F tile(slug: "cssz") { targetUrl } }`;
    expect(await ask({ query, operationName: 'A' })).toEqual({ tile: { slug: 'cssz' } });
    expect(await ask({ query, operationName: 'B' })).toEqual({
      tile: { slug: 'cssz', targetUrl: expect.stringContaining('https://') },
    });
  });

  it('are read by one statement, whatever their order', async () => {
    const statements = async (fields: string) => {
      service.database.statements.length = 0;
      await ask({ query: `{ tiles(first: 2) { nodes { ${fields} } } }` });
      return [...service.database.statements];
    };
    const [first] = await statements('targetUrl slug shortText');
    expect(await statements('shortText slug targetUrl')).toEqual([first]);
  });
});
