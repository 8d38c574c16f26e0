/** Queries that are run by a plan are answered as the reference implementation answers them. */
import fc from 'fast-check';
import {
  type ExecutionResult,
  execute,
  GraphQLEnumType,
  GraphQLInt,
  GraphQLInterfaceType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLSchema,
  GraphQLString,
  parse,
  validate,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { planOf } from '../../src/graphql/plans/plan.ts';
import { runPlan } from '../../src/graphql/plans/run.ts';

/** How a field behaves when it is resolved: by its path, so that both ways meet the same. */
type Behaviour = 'now' | 'later' | 'null' | 'nullLater' | 'throws' | 'rejects' | 'error';
const BEHAVIOURS: readonly Behaviour[] = ['now', 'later', 'null', 'nullLater', 'throws', 'rejects', 'error'];

interface World {
  behave(path: string): Behaviour;
}

const word = new GraphQLScalarType({
  name: 'Word',
  serialize: (value) => {
    if (value === 'refused') throw new Error('no word');
    return `<${value}>`;
  },
});
const colour = new GraphQLEnumType({ name: 'Colour', values: { RED: { value: 1 }, BLUE: { value: 2 } } });

/** A field that behaves as the world says. */
function behaving<Value>(value: (args: Record<string, unknown>) => Value) {
  return (
    _source: unknown,
    args: Record<string, unknown>,
    world: World,
    info: { path: PathLike; fieldName: string },
  ) => {
    const place = keysOf(info.path).join('.');
    const fault = new Error(`fault of ${info.fieldName}`);
    switch (world.behave(place)) {
      case 'now':
        return value(args);
      case 'later':
        return Promise.resolve().then(() => value(args));
      case 'null':
        return null;
      case 'nullLater':
        return Promise.resolve(null);
      case 'throws':
        throw fault;
      case 'rejects':
        return Promise.reject(fault);
      case 'error':
        return fault;
    }
  };
}

interface PathLike {
  readonly prev: PathLike | undefined;
  readonly key: string | number;
}
const keysOf = (path: PathLike | undefined): (string | number)[] => (path ? [...keysOf(path.prev), path.key] : []);

const node: GraphQLInterfaceType = new GraphQLInterfaceType({
  name: 'Node',
  fields: () => ({ name: { type: GraphQLString }, child: { type: thing } }),
  resolveType: (value: { kind: string }) => (value.kind === 'late' ? Promise.resolve('Other') : value.kind),
});
const fields = () => ({
  name: { type: GraphQLString, resolve: behaving(() => 'name') },
  plain: { type: GraphQLString },
  count: {
    type: new GraphQLNonNull(GraphQLInt),
    args: { by: { type: GraphQLInt, defaultValue: 1 } },
    resolve: behaving(({ by }) => by),
  },
  word: { type: word, resolve: behaving(() => 'word') },
  refused: { type: word, resolve: behaving(() => 'refused') },
  colour: { type: colour, args: { is: { type: colour } }, resolve: behaving(({ is }) => is ?? 1) },
  child: { type: thing, resolve: behaving(() => ({ plain: 'child' })) },
  sure: { type: new GraphQLNonNull(thing), resolve: behaving(() => ({ plain: 'sure' })) },
  things: {
    type: new GraphQLList(new GraphQLNonNull(thing)),
    resolve: behaving(() => ['a', 'b'].map((plain) => Promise.resolve({ plain }))),
  },
  mixed: {
    type: new GraphQLList(new GraphQLNonNull(thing)),
    resolve: behaving(() => [Promise.resolve({ plain: 'later' }), { plain: 'now' }]),
  },
  holes: { type: new GraphQLNonNull(new GraphQLList(thing)), resolve: behaving(() => [{ plain: 'd' }, null]) },
  table: { type: new GraphQLList(new GraphQLList(GraphQLInt)), resolve: behaving(() => [[1, 2], null, [3]]) },
  nodes: {
    type: new GraphQLList(node),
    resolve: behaving(() => [{ kind: 'Thing' }, { kind: 'late' }, { kind: 'Query' }]),
  },
  scalarForList: { type: new GraphQLList(GraphQLInt), resolve: behaving(() => 'none') },
});
const thing: GraphQLObjectType = new GraphQLObjectType({ name: 'Thing', interfaces: () => [node], fields });
const other: GraphQLObjectType = new GraphQLObjectType({
  name: 'Other',
  interfaces: () => [node],
  fields: () => ({ ...fields(), only: { type: GraphQLString, resolve: behaving(() => 'only') } }),
  isTypeOf: (value: { kind?: string }) => (value.kind === 'late' ? Promise.resolve(true) : false),
});
const query = new GraphQLObjectType({
  name: 'Query',
  fields: () => ({ top: { type: thing, resolve: behaving(() => ({ plain: 'top' })) }, ...fields() }),
});
const schema = new GraphQLSchema({ query, types: [thing, other] });

const leaf = fc.constantFrom(
  ...['name', 'plain', 'count', 'count(by: 3)', 'again: count(by: $by)', 'word', 'refused', 'colour', '__typename'],
  ...['colour(is: BLUE)', 'hue: colour(is: $is)', 'table', 'scalarForList', 'constructor: name'],
);
const { selection } = fc.letrec<{ selection: string; field: string }>((tie) => ({
  field: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'query' },
    leaf,
    fc
      .tuple(fc.constantFrom('child', 'sure', 'things', 'holes', 'kid: child'), tie('selection'))
      .map(([name, of]) => `${name} ${of}`),
    fc
      .tuple(tie('selection'), leaf)
      .map(([of, one]) => `nodes { name ... on Thing { ${one} child ${of} } ... on Other { only } ...f }`),
  ),
  selection: fc.array(tie('field'), { minLength: 1, maxLength: 4 }).map((all) => `{ ${all.join(' ')} }`),
}));
const documents = selection.map(
  (set) =>
    `query ($by: Int = 2, $is: Colour) { top ${set} ...g } fragment f on Node { name child { count } } fragment g on Query { child { name } }`,
);

/** What an answer says: its data in order, and which places of it are empty for which errors. */
function said({ data, errors = [] }: ExecutionResult): unknown {
  const told = new Map<string, string>();
  for (const { message, path = [], locations } of errors) {
    const place = emptyPlace(data, path);
    // What empties the places above it depends on which of several faults is first.
    const isOwn = place.length === path.length;
    told.set(place.join('.'), isOwn ? JSON.stringify({ message, locations }) : 'a fault below');
  }
  return { data: JSON.stringify(data), errors: Object.fromEntries(told) };
}

/** Where on the way to a fault the answer is empty. */
function emptyPlace(data: unknown, path: readonly (string | number)[]): readonly (string | number)[] {
  let value = data;
  for (const [depth, key] of path.entries()) {
    if (value === null || value === undefined) return path.slice(0, depth);
    value = (value as Record<string | number, unknown>)[key];
  }
  return path;
}

async function bothWays(source: string, variableValues: Record<string, unknown>, world: World) {
  const document = parse(source);
  const args = { schema, document, variableValues, contextValue: world };
  const plan = planOf(schema, document, undefined);
  const planned = await (plan && runPlan(plan, args));
  if (!planned) throw new Error(`no plan for ${source}`);
  return { planned, reference: await execute(args) };
}

describe('a query that is run by its plan', () => {
  it('is answered as by graphql-js, whatever its fields do', async () => {
    let faults = 0;
    let answers = 0;
    await fc.assert(
      fc.asyncProperty(
        documents,
        fc.record({
          by: fc.option(fc.integer({ min: -9, max: 9 }), { nil: undefined }),
          is: fc.constantFrom('RED', 'BLUE', null),
        }),
        fc.array(fc.constantFrom(...BEHAVIOURS), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 0, max: 3 }),
        async (source, variables, behaviours, calm) => {
          // Fields of one name in different shapes cannot be merged; such documents are not executed.
          fc.pre(validate(schema, parse(source)).length === 0);
          const behave = (path: string): Behaviour => {
            const number = Array.from(path).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9_973, 7);
            return number % 4 < calm ? 'now' : (behaviours[number % behaviours.length] as Behaviour);
          };
          const { planned, reference } = await bothWays(source, variables, { behave });
          expect(said(planned)).toEqual(said(reference));
          faults += planned.errors?.length ?? 0;
          answers += planned.data?.['top'] ? 1 : 0;
        },
      ),
      { numRuns: 500 },
    );
    expect(faults).toBeGreaterThan(200);
    expect(answers).toBeGreaterThan(100);
  });

  it.each([
    ['nothing in it', new AggregateError([], 'all of nothing')],
    ['several in it', new AggregateError([new Error('one'), new Error('two')], 'both')],
  ])('has one error for a field that fails with %s', async (_what, error) => {
    const failing = new GraphQLSchema({
      query: new GraphQLObjectType({
        name: 'Query',
        fields: { sure: { type: new GraphQLNonNull(GraphQLString), resolve: () => Promise.reject(error) } },
      }),
    });
    const args = { schema: failing, document: parse('{ sure }') };
    const plan = planOf(failing, args.document, undefined);
    const planned = await (plan && runPlan(plan, args));
    expect(planned?.data).toBeNull();
    expect(said(planned as ExecutionResult)).toEqual(said(await execute(args)));
  });

  it('leaves no rejection to nobody when an item of a list is refused before others are looked at', async () => {
    const items = () => [null, Promise.reject(new Error('nobody waits for it'))];
    const sure = new GraphQLList(new GraphQLNonNull(GraphQLInt));
    const failing = new GraphQLSchema({
      query: new GraphQLObjectType({ name: 'Query', fields: { ls: { type: sure, resolve: items } } }),
    });
    const document = parse('{ ls }');
    const plan = planOf(failing, document, undefined);
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', note);
    const result = await (plan && runPlan(plan, { schema: failing, document }));
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
    expect(result).toMatchObject({ data: { ls: null }, errors: [{ path: ['ls', 0] }] });
  });

  it('leaves no rejection to nobody when a later item of a list is refused first', async () => {
    const document = parse('{ mixed { plain count } name }');
    const plan = planOf(schema, document, undefined);
    const world: World = {
      behave: (path) => (path === 'mixed.1.count' ? 'throws' : path === 'mixed.0.count' ? 'rejects' : 'now'),
    };
    const result = await (plan && runPlan(plan, { schema, document, contextValue: world }));
    expect(result).toMatchObject({ data: { mixed: null, name: 'name' }, errors: [{ path: ['mixed', 1, 'count'] }] });
    await new Promise((resolve) => setImmediate(resolve));
  });

  it('resolves nothing further once it is stopped', async () => {
    const asked: string[] = [];
    const document = parse('{ child { name sure { name } } name }');
    const world: World = {
      behave: (path) => {
        asked.push(path);
        return 'later';
      },
    };
    const plan = planOf(schema, document, undefined);
    const controller = new AbortController();
    const result = plan && runPlan(plan, { schema, document, contextValue: world }, controller.signal);
    controller.abort(new Error('enough'));
    await result;
    expect(asked).toEqual(['child', 'name']);
  });

  it('tells each row the same arguments, and no run those of another', async () => {
    const document = parse('query ($by: Int) { things { count(by: $by) } }');
    const plan = planOf(schema, document, undefined);
    expect(planOf(schema, document, undefined)).toBe(plan);
    for (const by of [4, 5]) {
      const args = { schema, document, variableValues: { by }, contextValue: { behave: () => 'now' } };
      const { data } = (await (plan && runPlan(plan, args))) ?? {};
      expect(data).toEqual({ things: [{ count: by }, { count: by }] });
    }
  });

  it.each([
    ['a mutation', 'mutation { name }'],
    ['a directive', 'query ($yes: Boolean!) { name @include(if: $yes) }'],
    ['a name that is no property', '{ __proto__: name }'],
    ['no operation of the name', 'query One { name } query Two { name }'],
  ])('does not exist for %s', (_what, source) => {
    expect(planOf(schema, parse(source), undefined)).toBeNull();
  });

  it('leaves variables that do not fit to whoever says so', () => {
    const document = parse('query ($by: Int!) { count(by: $by) }');
    const plan = planOf(schema, document, undefined);
    expect(plan && runPlan(plan, { schema, document, variableValues: { by: 'many' } })).toBeNull();
    expect(plan && runPlan(plan, { schema, document })).toBeNull();
  });
});
