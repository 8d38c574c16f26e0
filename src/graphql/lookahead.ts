/** What is asked for below the field being resolved. */
import {
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLResolveInfo,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

type Field = GraphQLField<unknown, unknown>;

const HERE: string[][] = [[]];

/** By the nodes that are merged into a field: one of them may be merged with others elsewhere, or when variables say otherwise. */
const known = new WeakMap<readonly FieldNode[], Map<string[][], readonly Field[]>>();

/**
 * The fields that are asked for of the objects at a place below the field being resolved, whatever variables leave out of them included.
 * @param paths names of fields that lead to the objects, of which the field itself answers with them when left out. Always the same list for
 *   the same place
 */
export function fieldsAt(
  { fieldNodes, returnType, schema, fragments }: GraphQLResolveInfo,
  paths = HERE,
): readonly Field[] {
  const places = known.get(fieldNodes) ?? new Map<string[][], readonly Field[]>();
  known.set(fieldNodes, places);
  const present = places.get(paths);
  if (present) return present;

  const found = new Set<Field>();
  const collect = (type: GraphQLNamedType, set: SelectionSetNode | undefined, path: readonly string[]): void => {
    for (const node of set?.selections ?? []) collectOf(node, type, path);
  };
  const collectOf = (node: SelectionNode, type: GraphQLNamedType, [next, ...rest]: readonly string[]): void => {
    if (node.kind === Kind.FIELD) {
      const field = fieldOf(type, node.name.value);
      if (field && next === undefined) found.add(field);
      if (field && next === field.name) collect(getNamedType(field.type), node.selectionSet, rest);
      return;
    }
    const fragment = node.kind === Kind.FRAGMENT_SPREAD ? fragments[node.name.value] : node;
    const condition = fragment?.typeCondition && schema.getType(fragment.typeCondition.name.value);
    collect(condition ?? type, fragment?.selectionSet, next === undefined ? [] : [next, ...rest]);
  };
  for (const node of fieldNodes) {
    for (const path of paths) collect(getNamedType(returnType), node.selectionSet, path);
  }
  const fields = [...found];
  places.set(paths, fields);
  return fields;
}

function fieldOf(type: GraphQLNamedType, name: string): Field | undefined {
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
}
