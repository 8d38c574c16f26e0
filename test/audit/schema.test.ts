/** The schema is a contract: kept in a file, described throughout, and of the shape that clients expect. */
import { readFileSync } from 'node:fs';
import graphqlPlugin from '@graphql-eslint/eslint-plugin';
import { ESLint, type Linter } from 'eslint';
import { isInterfaceType, isObjectType, parse, visit } from 'graphql';
import { describe, expect, it } from 'vitest';
import { printedSchema, SCHEMA_FILE } from '../../src/graphql/print.ts';
import { schema } from '../../src/graphql/schema.ts';
import { projectRoot } from '../../src/platform/projectRoot.ts';
import { rootFields } from '../testkit/everything.ts';

const contract = readFileSync(SCHEMA_FILE, 'utf8');

/** Root fields whose answers have no texts of their own in several languages. */
const WITHOUT_TEXTS = new Set([
  'auditRecords',
  'myData',
  'rateLimit',
  'release',
  'releases',
  'searchesWithoutResult',
  'searchStatus',
  'viewer',
]);

describe('the schema', () => {
  it('is the one in schema.graphql; `npm run schema` brings the file up to date', () => {
    expect(printedSchema()).toBe(contract);
  });

  it('describes every type, field, argument and value by a sentence', () => {
    expect(undescribed(contract)).toEqual([]);
  });

  it.each([
    ['nothing', 'type Query { a: Int }'],
    ['a field without', '"""All."""\ntype Query { a: Int }'],
    ['an argument without', '"""All."""\ntype Query {\n"""A field."""\na(b: Int): Int }'],
    ['no sentence', '"""All"""\nenum A {\n"""A value."""\nB }'],
  ])('would be found out with %s', (_name, sdl) => expect(undescribed(sdl).length).toBeGreaterThan(0));

  it('lets every root field be read in a chosen language', () => {
    expect(rootFields(schema).filter(({ name, args }) => !args.has('locale') && !WITHOUT_TEXTS.has(name))).toEqual([]);
  });

  it('never nulls the whole answer for one field that fails', () => {
    const strict = rootFields(schema).filter(({ type }) => String(type).endsWith('!'));
    expect(strict.map(({ name }) => name)).toEqual(['nodes']);
  });
});

/** Definitions without a description that ends like a sentence. */
function undescribed(sdl: string): string[] {
  const found: string[] = [];
  visit(parse(sdl), {
    enter(node) {
      if (!/(Type|Field|InputValue|EnumValue|Directive)Definition$/.test(node.kind)) return;
      const { name, description } = node as { name: { value: string }; description?: { value: string } };
      if (!/\S.*\.$/s.test(description?.value ?? '')) found.push(`${node.kind} ${name.value}`);
    },
  });
  return found;
}

const isNode = (name: string) => {
  const type = schema.getType(name);
  return (isObjectType(type) || isInterfaceType(type)) && type.getInterfaces().some((one) => one.name === 'Node');
};

/** Messages of graphql-eslint's rules for schemas. */
async function lint(sdl: string): Promise<string[]> {
  const { configs, parser, rules } = graphqlPlugin;
  const withoutId = Object.keys(schema.getTypeMap()).filter((name) => !isNode(name));
  const config: Linter.Config = {
    files: ['**/*.graphql'],
    plugins: { '@graphql-eslint': { rules } as never },
    languageOptions: { parser, parserOptions: { graphQLConfig: { schema: sdl } } },
    rules: {
      ...configs['flat/schema-recommended'].rules,
      ...configs['flat/schema-relay'].rules,
      '@graphql-eslint/relay-edge-types': ['error', { listTypeCanWrapOnlyEdgeType: false }],
      '@graphql-eslint/strict-id-in-types': ['error', { exceptions: { types: withoutId } }],
    } as Linter.RulesRecord,
  };
  const eslint = new ESLint({ cwd: projectRoot(), overrideConfigFile: true, overrideConfig: [config] });
  const [result] = await eslint.lintText(sdl, { filePath: SCHEMA_FILE });
  return result?.messages.map(({ ruleId, line, message }) => `${line} ${ruleId}: ${message}`) ?? ['not linted'];
}

describe("graphql-eslint's rules", () => {
  it('are kept, but for the suffix of CooperationType, which is what the thing is called', async () => {
    const messages = await lint(contract);
    // Audit records have no global id: theirs is a number in the order of writing.
    const auditEdge = /Edge type's field `node` must implement `Node`/;
    const suffix = 'Type "CooperationType" should not have "Type" suffix';
    // Hits stand in the order of how well they fit: nobody reads them from the last one.
    const searchBackward = /Field `search` must contain an argument `(last|before)`/;
    const isExcepted = (message: string) =>
      message.endsWith(suffix) || auditEdge.test(message) || searchBackward.test(message);
    expect(messages.filter((message) => !isExcepted(message))).toEqual([]);
    expect(messages).toHaveLength(4);
  });

  it.each([
    ['a name that repeats its type', /(?<=type Tile [^{]*\{)/, '\ntileName: String', /no-typename-prefix/],
    ['a list without Relay arguments', /(?<=type Query \{)/, '\n"A list."\nall: TileConnection', /relay-arguments/],
    ['an object without an id', /(?<=type Tile [^}]*)"""[^"]*"""\s*id: ID!/, '', /strict-id-in-types/],
  ])('would find %s', async (_name, place, change, rule) => {
    const changed = contract.replace(place, change);
    expect(changed).not.toBe(contract);
    expect(await lint(changed)).toContainEqual(expect.stringMatching(rule));
  });
});
