/** Every field and every mutation as every role: what docs/permissions.md says is what the schema does. */
import { readFileSync } from 'node:fs';
import SchemaBuilder from '@pothos/core';
import { type GraphQLObjectType, isObjectType } from 'graphql';
import { describe, expect, it, test } from 'vitest';
import { accessPlugin } from '../../src/graphql/accessPlugin.ts';
import { gatesOfSchema, PERMISSIONS_FILE, permissionsPage } from '../../src/graphql/permissionsPage.ts';
import { schema } from '../../src/graphql/schema.ts';
import { DomainError } from '../../src/kernel/errors.ts';
import { may } from '../../src/kernel/permissions.ts';
import { ROLES, type Role, type Viewer } from '../../src/kernel/viewer.ts';

const as = (role: Role): Viewer => ({ actor: 'somebody', roles: new Set([role]) });
const DENIALS = ['UNAUTHENTICATED', 'FORBIDDEN'];
const gates = gatesOfSchema();
const objects = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type)) as GraphQLObjectType[];

/** How the table denies a field to a role, when the field is resolved with nothing behind it; null when it does not. */
async function denialOf(type: string, field: string, role: Role): Promise<string | null> {
  const parentType = schema.getType(type) as GraphQLObjectType;
  const { resolve } = parentType.getFields()[field] ?? {};
  // Anything behind the gate fails for want of a database; a gate that stands open is found out by that.
  const context = { viewer: as(role), localeByRootField: new Map(), instantByRootField: new Map(), loaders: new Map() };
  const info = { parentType, fieldName: field, path: { key: field, prev: undefined, typename: type }, fieldNodes: [] };
  try {
    await resolve?.({}, { input: {} }, context, info as never);
    return null;
  } catch (error) {
    return error instanceof DomainError && DENIALS.includes(error.code) ? error.code : null;
  }
}

describe('docs/permissions.md', () => {
  it('is the page that the schema and the table make; `npm run permissions` brings it up to date', () => {
    expect(readFileSync(PERMISSIONS_FILE, 'utf8')).toBe(permissionsPage());
  });

  it('has every field of every object, each query and mutation with its action', () => {
    const fields = objects
      .filter(({ name }) => !name.startsWith('__'))
      .flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`));
    expect(gates.map(({ type, field }) => `${type}.${field}`).sort()).toEqual(fields.sort());
    expect(gates.filter(({ type, action }) => /^(Query|Mutation)$/.test(type) && !action)).toEqual([]);
  });
});

describe('every field as every role', () => {
  test.each(ROLES)('%s is denied what the table does not give, and nothing else', async (role) => {
    const wrong: string[] = [];
    for (const { type, field, action } of gates) {
      const isGated = action !== null && !may(as(role), action);
      const expected = isGated ? (role === 'ANONYMOUS' ? 'UNAUTHENTICATED' : 'FORBIDDEN') : null;
      const denial = await denialOf(type, field, role);
      if (denial !== expected) wrong.push(`${type}.${field}: ${denial}, not ${expected}`);
    }
    expect(wrong).toEqual([]);
  });

  it('costs a field without a gate nothing: it is resolved by what it was defined with', () => {
    const { slug, kind } = (schema.getType('Tile') as GraphQLObjectType).getFields();
    for (const field of [slug, kind]) expect(String(field?.resolve)).not.toMatch(/runSteps|RequestCache/);
    const { slug: gated } = (schema.getType('EditorialEntry') as GraphQLObjectType).getFields();
    expect(String(gated?.resolve)).toMatch(/runSteps|RequestCache/);
  });
});

describe('a new field', () => {
  const build = (add: (builder: ReturnType<typeof newBuilder>) => void) => () => {
    const builder = newBuilder();
    builder.queryType({});
    builder.mutationType({});
    add(builder);
    return builder.toSchema();
  };
  const newBuilder = () => new SchemaBuilder<object>({ plugins: [accessPlugin] } as never);
  const gate = { authScopes: { may: 'entry.edit' } } as object;

  it.each([
    ['query', build((b) => b.queryField('secrets', (t) => t.string({ resolve: () => '' }))), /Query\.secrets does not/],
    ['mutation', build((b) => b.mutationField('wipe', (t) => t.string({ resolve: () => '' }))), /Mutation\.wipe does/],
    [
      'field with a gate that a denial would null more than',
      build((b) => {
        const ref = b.objectRef<object>('Thing').implement({
          fields: (t) => ({ secret: t.string({ ...gate, nullable: false, resolve: () => '' }) }),
        });
        b.queryField('thing', (t) => t.field({ ...gate, type: ref, resolve: () => ({}) }));
      }),
      /Thing\.secret is gated by entry\.edit: it must be nullable/,
    ],
  ])('that says not who may ask for it is not built: a %s', (_name, make, reason) => expect(make).toThrow(reason));

  it('of an object that not everybody may see is closed as the others are', async () => {
    const closed = gates.filter(({ type }) => type === 'EntryVersion');
    expect(closed.length).toBeGreaterThan(10);
    expect(new Set(closed.map(({ action }) => action))).toEqual(new Set(['entry.readDrafts']));
  });
});
