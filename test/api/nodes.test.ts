/** Whatever has a global id is found by it again. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeGlobalId, newId } from '../../src/kernel/ids.ts';
import { NodeByIdDocument, NodesByIdsDocument, SomeIdsDocument } from '../generated/graphql.ts';
import { ONE_DATABASE } from '../testkit/databases.ts';
import { type Service, startService } from '../testkit/service.ts';

const uuidOf = (globalId: string) => Buffer.from(globalId, 'base64url').toString().split(':')[1] ?? '';

describe.each(ONE_DATABASE)('objects by global id on %s', (database) => {
  let service: Service;
  let ids: string[];
  beforeAll(async () => {
    service = await startService(database);
    ids = Object.values(await service.read(SomeIdsDocument)).flatMap((object) =>
      typeof object === 'object' && object ? [object.id] : [],
    );
  });
  afterAll(() => service.stop());

  it('come one at a time, of whatever type', async () => {
    const found = [];
    for (const id of ids) found.push((await service.read(NodeByIdDocument, { id })).node);
    expect(found.map((node) => node?.id)).toEqual(ids);
    expect(found.map((node) => node?.__typename)).toEqual([
      ...['Tile', 'Form', 'Page'],
      ...['Organization', 'Category', 'Territory'],
    ]);
    expect(found[0]).toMatchObject({
      slug: 'ridici',
      title: 'Registr řidičů',
      longText: { markdown: expect.stringContaining('Registr') },
    });
    expect(found[1]).toMatchObject({ slug: 'op-zadost', identifier: expect.any(String) });
    expect(found[3]).toMatchObject({ slug: 'org-dia', ico: '17651921', name: 'Digitální a informační agentura' });
  });

  it('come together, each at the place of its id, with null for those that are missing', async () => {
    const missing = ['Tile', 'Page', 'Category', 'Organization'].map((type) => encodeGlobalId(type, newId()));
    const [tile = '', form = '', page = '', organization = '', category = '', territory = ''] = ids;
    const asked = [
      missing[0],
      territory,
      form,
      missing[1],
      tile,
      tile,
      missing[2],
      organization,
      page,
      missing[3],
      category,
    ];
    const { nodes } = await service.read(NodesByIdsDocument, { ids: asked as string[] });
    expect(nodes.map((node) => node?.id)).toEqual(asked.map((id) => (missing.includes(id ?? '') ? undefined : id)));
    expect(nodes[0]).toBeNull();
  });

  it('are not found by the id of another type around the right uuid', async () => {
    const types = [
      'Tile',
      'Form',
      'DataView',
      'CooperationType',
      'Requirement',
      'Page',
      'Organization',
      'Category',
      'Territory',
    ];
    for (const id of ids) {
      const wrong = types.map((type) => encodeGlobalId(type, uuidOf(id))).filter((other) => other !== id);
      expect((await service.read(NodesByIdsDocument, { ids: wrong })).nodes).toEqual(wrong.map(() => null));
      expect((await service.read(NodeByIdDocument, { id: wrong[0] ?? '' })).node).toBeNull();
    }
  });

  it('come up to a hundred at once', async () => {
    const many = Array.from({ length: 100 }, (_, place) => ids[place % ids.length] ?? '');
    const { nodes } = await service.read(NodesByIdsDocument, { ids: many });
    expect(nodes.map((node) => node?.id)).toEqual(many);
    expect((await service.read(NodesByIdsDocument, { ids: [] })).nodes).toEqual([]);
  });
});
