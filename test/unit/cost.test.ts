/** What operations cost: by variables as by numbers that stand in the document. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { buildSchema, type FragmentDefinitionNode, getOperationAST, Kind, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { costOf, type Variables } from '../../src/graphql/limits/cost.ts';
import { collectGarbage } from '../testkit/garbage.ts';

const schema = buildSchema(`
  interface Node { id: ID! }
  interface Entry implements Node { id: ID!, owner: Body }
  type Body implements Node { id: ID!, name: String, parent: Body }
  type Tile implements Node & Entry { id: ID!, owner: Body, themes: [Body!]!, text: Text, links: [Text!]! }
  type Form implements Node & Entry { id: ID!, owner: Body, office: Body }
  type Text { markdown: String, source: Body }
  type TileEdge { node: Tile!, cursor: String! }
  type PageInfo { endCursor: String }
  type TileConnection { edges: [TileEdge!]!, nodes: [Tile!]!, pageInfo: PageInfo!, totalCount: Int }
  type Query {
    tile(slug: String): Tile
    entry: Entry
    tiles(first: Int, last: Int, after: String): TileConnection
    nodes(ids: [ID!]!): [Node]!
    hints(first: Int): [Body!]
  }
  type Mutation { save: Tile }
`);

function costIn(document: string, variables: Variables = {}): number {
  return costsOf(document)(variables);
}

function costsOf(document: string): (variables: Variables) => number {
  const parsed = parse(document);
  expect(validate(schema, parsed)).toEqual([]);
  const operation = getOperationAST(parsed);
  const fragments = parsed.definitions.filter(
    (node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION,
  );
  if (!operation) throw new Error('no operation');
  return costOf(schema, operation, new Map(fragments.map((one) => [one.name.value, one])));
}

describe('the cost of an operation', () => {
  it('is computed without keeping what somebody sent with it', async () => {
    const cost = costsOf('query ($n: Int) { ...F } fragment F on Query { hints(first: $n) { name } }');
    const asked = () => {
      const variables = { n: 3, unused: 'long' };
      expect(cost(variables)).toBe(cost(variables));
      return new WeakRef(variables);
    };
    const sent = asked();
    // What was reached by a weak reference is held until the next turn.
    await nextTurn();
    collectGarbage();
    expect(sent.deref()).toBeUndefined();
  });

  it.each([
    ['{ __typename }', 0],
    ['{ tile { id text { markdown } } }', 1],
    ['{ tile { id owner { name parent { name } } } }', 3],
    ['{ tile { themes { name } links { source { name } } } }', 1 + 5 + 5],
    ['{ tiles { totalCount pageInfo { endCursor } } }', 1],
    ['{ tiles { nodes { id } } }', 1 + 20],
    ['{ tiles(first: 50) { nodes { id owner { name } themes { name } } } }', 1 + 50 * 7],
    ['{ tiles(first: 50) { edges { cursor node { id } } nodes { id } } }', 1 + 50 * 2],
    ['{ tiles(last: 7) { nodes { id } } }', 1 + 7],
    ['{ tiles(first: null) { nodes { id } } }', 1 + 20],
    ['{ nodes(ids: ["a", "b", "c"]) { id } }', 3],
    ['{ nodes(ids: "a") { id } }', 1],
    ['{ hints(first: 9) { name } }', 9],
    ['{ hints { name } }', 5],
    ['mutation { save { id } }', 11],
    ['{ __schema { types { name } } }', 100],
    ['{ a: tile { id } b: tile { id } }', 2],
    ['{ tile { ...F } b: tile { ...F } } fragment F on Tile { owner { name } themes { name } }', 2 * 7],
    ['{ entry { ... on Tile { themes { name } } ... on Form { office { name } } owner { name } } }', 1 + 5 + 1],
    ['{ entry { ...F } } fragment F on Entry { ... on Tile { owner { name } } ... on Tile { themes { name } } }', 7],
    ['{ tile @skip(if: true) { id } b: tile @include(if: false) { id } c: tile @include(if: true) { id } }', 1],
  ])('%s is %i', (document, cost) => expect(costIn(document)).toBe(cost));

  it.each([
    ['a size that is too large is that of the largest page', { n: 1_000_000 }, 101],
    ['a size that is negative is the usual one', { n: -1 }, 21],
    ['null is the usual size', { n: null }, 21],
    ['what is left out is the default', {}, 31],
    ['what is no number is the usual size', { n: '100' }, 21],
  ])('%s', (_name, variables, cost) => {
    expect(costIn('query ($n: Int = 30) { tiles(first: $n) { nodes { id } } }', variables)).toBe(cost);
  });

  it('counts the ids of a variable', () => {
    const document = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    expect([['a'], ['a', 'b', 'c']].map((ids) => costIn(document, { ids }))).toEqual([1, 3]);
  });

  it('leaves out what a variable skips, and nothing else', () => {
    const document =
      'query ($no: Boolean!, $n: Int) { tile @skip(if: $no) { id } tiles(first: $n) { ...F } } fragment F on TileConnection { nodes { owner @include(if: $no) { name } } }';
    expect(costIn(document, { no: true, n: 10 })).toBe(1 + 10 * 2);
    expect(costIn(document, { no: false, n: 10 })).toBe(1 + 1 + 10);
  });

  it('is the same by variables as by numbers', () => {
    fc.assert(
      fc.property(fc.integer({ min: -5, max: 200 }), fc.boolean(), (n, yes) => {
        const document = (size: string, condition: string) =>
          `{ tiles(first: ${size}) { nodes { owner @include(if: ${condition}) { name } ...F } } } fragment F on Tile { themes { parent { name } } }`;
        const written = costIn(document(String(n), String(yes)));
        expect(costIn(`query ($n: Int, $yes: Boolean!) ${document('$n', '$yes')}`, { n, yes })).toBe(written);
      }),
    );
  });

  it('is computed at once, however often fragments are spread', () => {
    const levels = Array.from(
      { length: 40 },
      (_, n) => `fragment F${n} on Body { a: parent { ...F${n + 1} } b: parent { ...F${n + 1} } }`,
    );
    const document = `query ($n: Int) { tiles(first: $n) { nodes { owner { ...F0 } } } } ${levels.join(' ')} fragment F40 on Body { name }`;
    const started = performance.now();
    expect(costIn(document, { n: 100 })).toBeGreaterThan(2 ** 40);
    expect(performance.now() - started).toBeLessThan(500);
  });
});
