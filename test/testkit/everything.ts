/** Queries that ask for all that the schema has. */
import {
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInputObjectType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';

/** A root field with the arguments that it takes. */
export interface RootField {
  readonly name: string;
  readonly type: GraphQLOutputType;
  readonly args: ReadonlyMap<string, GraphQLInputType>;
}

/** All root fields of queries. */
export function rootFields(schema: GraphQLSchema): RootField[] {
  return Object.values(schema.getQueryType()?.getFields() ?? {}).map(({ name, type, args }) => {
    return { name, type, args: new Map(args.map((arg) => [arg.name, arg.type])) };
  });
}

/** Names of the conditions of the filter that a root field takes. */
export function conditionsOf({ args }: RootField): string[] {
  const filter = args.get('filter');
  const type = filter && getNamedType(filter);
  return isInputObjectType(type) ? Object.keys(type.getFields()) : [];
}

/**
 * A query of a root field and of every field below it, `depth` objects deep. Answers name fields after their types
 * (`Tile_title`), so that fields of different types never meet.
 * @param args as they stand in the query, such as `(slug: "ridici")`
 * @param without fields that are not asked for, such as `Organization.endReason`
 */
export function everythingOf(
  schema: GraphQLSchema,
  { name, type }: RootField,
  args: string,
  depth = 5,
  without: ReadonlySet<string> = new Set(),
): string {
  const fragments = new Map<string, string>();
  const selection = (of: GraphQLNamedType, left: number): string | null => {
    if (isLeafType(of)) return '';
    if (left === 0) return null;
    const key = `${of.name}_${left}`;
    if (!fragments.has(key)) {
      fragments.set(key, '');
      fragments.set(key, `fragment ${key} on ${of.name} { __typename ${fieldsOf(of, left).join(' ')} }`);
    }
    return `{ ...${key} }`;
  };
  const fieldsOf = (of: GraphQLNamedType, left: number): string[] => {
    if (isAbstractType(of)) {
      return schema.getPossibleTypes(of).map((possible) => `... on ${possible.name} ${selection(possible, left)}`);
    }
    if (!isObjectType(of)) return [];
    const fields = Object.values(of.getFields()).filter(
      (field) => !field.args.some(isRequiredArgument) && !without.has(`${of.name}.${field.name}`),
    );
    return fields.flatMap((field) => {
      const below = selection(getNamedType(field.type), left - 1);
      return below === null ? [] : [`${of.name}_${field.name}: ${field.name} ${below}`];
    });
  };
  const query = `{ ${name}${args} ${selection(getNamedType(type), depth)} }`;
  return [query, ...fragments.values()].join('\n');
}
