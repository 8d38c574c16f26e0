/** Everywhere that the schema takes a value from outside, and documents that put a value there. */
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';

/** A place for a text: a root field, an argument, and the way down into it. */
export interface Place {
  readonly kind: 'query' | 'mutation';
  readonly field: GraphQLField<unknown, unknown>;
  readonly argument: GraphQLArgument;
  readonly path: readonly string[];
  /** Name of the scalar. */
  readonly type: string;
}

/** How deep inputs are followed. */
const DEPTH = 4;
/** How often an input is met on one way down: filters hold filters, and the second of them stands for all further ones. */
const OCCURRENCES = 2;

/** Every place of the schema that takes a value of one of the scalars. */
export function placesFor(schema: GraphQLSchema, scalars: ReadonlySet<string>): Place[] {
  const roots = [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
  ] as const;
  return roots.flatMap(([kind, type]) =>
    Object.values(type?.getFields() ?? {}).flatMap((field) =>
      field.args.flatMap((argument) =>
        leavesOf(argument.type, scalars, []).map(({ path, type: name }) => ({
          kind,
          field,
          argument,
          path,
          type: name,
        })),
      ),
    ),
  );
}

function leavesOf(
  type: GraphQLInputType,
  scalars: ReadonlySet<string>,
  above: readonly string[],
): { path: string[]; type: string }[] {
  const named = getNamedType(type);
  if (isLeafType(named)) return scalars.has(named.name) ? [{ path: [], type: named.name }] : [];
  if (!isInputObjectType(named) || above.length === DEPTH) return [];
  const way = [...above, named.name];
  if (way.filter((name) => name === named.name).length > OCCURRENCES) return [];
  return Object.values(named.getFields()).flatMap((field) =>
    leavesOf(field.type, scalars, way).map(({ path, type: name }) => ({
      path: [field.name, ...path],
      type: name,
    })),
  );
}

/** Arguments of the place's field: what it needs, and `value` in the place. */
export function argumentsWith({ field, argument, path }: Place, value: unknown): Record<string, unknown> {
  const needed = field.args.filter((one) => isRequiredArgument(one)).map((one) => [one.name, sampleOf(one.type)]);
  return { ...Object.fromEntries(needed), [argument.name]: sampleOf(argument.type, path, value) };
}

/** A value that fits the type, with `value` at the end of the path. */
function sampleOf(type: GraphQLInputType, path: readonly string[] | null = null, value?: unknown): unknown {
  if (isNonNullType(type)) return sampleOf(type.ofType, path, value);
  if (isListType(type)) return [sampleOf(type.ofType, path, value)];
  if (isInputObjectType(type)) {
    const [next, ...rest] = path ?? [];
    const entries = Object.values(type.getFields()).flatMap((field) => {
      if (field.name === next) return [[field.name, sampleOf(field.type, rest, value)] as const];
      return isRequiredInputField(field) ? [[field.name, sampleOf(field.type)] as const] : [];
    });
    return Object.fromEntries(entries);
  }
  if (path) return value;
  if (isEnumType(type)) return type.getValues()[0]?.name;
  return SOMETHING[type.name] ?? 'něco';
}

const SOMETHING: Readonly<Record<string, unknown>> = {
  Int: 1,
  Float: 1.5,
  Boolean: false,
  ID: 'VGlsZTowMTkzNmQ2OS0wMDAwLTcwMDAtODAwMC0wMDAwMDAwMDAwMDA',
  DateTime: '2030-01-01T00:00:00Z',
  Date: '2030-01-01',
  URL: 'https://example.org/',
  Locale: 'cs',
  EmailAddress: 'nekdo@example.org',
};

/** Document and variables that ask for several places at once: a request is dearer than a field. */
export function requestFor(places: readonly { readonly place: Place; readonly value: unknown }[]) {
  const definitions: string[] = [];
  const variables: Record<string, unknown> = {};
  const fields = places.map(({ place, value }, n) => {
    const args = Object.entries(argumentsWith(place, value)).map(([name, given]) => {
      const type = place.field.args.find((one) => one.name === name)?.type;
      definitions.push(`$v${n}_${name}: ${type}`);
      variables[`v${n}_${name}`] = given;
      return `${name}: $v${n}_${name}`;
    });
    const selection = isLeafType(getNamedType(place.field.type)) ? '' : ' { __typename }';
    return `a${n}: ${place.field.name}(${args.join(', ')})${selection}`;
  });
  const kind = places[0]?.place.kind ?? 'query';
  return { query: `${kind} (${definitions.join(', ')}) { ${fields.join(' ')} }`, variables };
}
