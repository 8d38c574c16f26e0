/** What a query asks for, worked out once for its document: which fields of which type, and how their values become the answer. */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  getOperationAST,
  isAbstractType,
  Kind,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  typeFromAST,
  visit,
} from 'graphql';
import { completionOf } from './complete.ts';
import type { FieldPlan, QueryPlan, Selection } from './types.ts';

const plans = new WeakMap<DocumentNode, Map<string, QueryPlan | null>>();

/**
 * The plan of an operation, kept as long as its document is; null when the operation is none that plans are made for: a mutation, a query with
 * directives, or with a name that an object of JavaScript cannot have.
 */
export function planOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
): QueryPlan | null {
  const ofDocument = plans.get(document) ?? new Map<string, QueryPlan | null>();
  const name = operationName ?? '';
  const known = ofDocument.get(name);
  if (known !== undefined) return known;
  const made = makePlan(schema, document, operationName);
  plans.set(document, ofDocument.set(name, made));
  return made;
}

const NOTHING: Selection = { fields: [], blank: {} };

function makePlan(schema: GraphQLSchema, document: DocumentNode, operationName: string | null | undefined) {
  const operation = getOperationAST(document, operationName);
  const type = schema.getQueryType();
  if (operation?.operation !== 'query' || !type || !isPlain(document)) return null;
  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
  }
  const plan = { schema, operation, fragments, selection: NOTHING, fields: 0 };
  plan.selection = select(plan, type, [operation.selectionSet]);
  return plan;
}

/** Whether fields are asked for come what may, and answers can be objects of JavaScript. */
function isPlain(document: DocumentNode): boolean {
  let plain = true;
  visit(document, {
    Directive: () => {
      plain = false;
    },
    Name: ({ value }) => {
      if (value === '__proto__') plain = false;
    },
  });
  return plain;
}

/** Selections of a field's values by their type, worked out when the first value comes. */
function selectionsOf(plan: QueryPlan, nodes: readonly FieldNode[]): FieldPlan['selectionOf'] {
  const known = new Map<GraphQLObjectType, Selection>();
  return (type) => {
    const present = known.get(type);
    if (present) return present;
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    const made = select(plan, type, sets);
    known.set(type, made);
    return made;
  };
}

function select(plan: QueryPlan, type: GraphQLObjectType, sets: readonly SelectionSetNode[]): Selection {
  const nodes = new Map<string, FieldNode[]>();
  const visited = new Set<string>();
  for (const set of sets) collect(plan, type, set, { nodes, visited });
  const fields = Array.from(nodes, ([name, asked]) => fieldPlan(plan, type, name, asked)).filter((one) => one !== null);
  return { fields, blank: Object.fromEntries(fields.map(({ name }) => [name, null])) };
}

/** CollectFields of the specification (6.3.2), without directives. */
function collect(
  plan: QueryPlan,
  type: GraphQLObjectType,
  { selections }: SelectionSetNode,
  into: { readonly nodes: Map<string, FieldNode[]>; readonly visited: Set<string> },
): void {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) {
      const name = (selection.alias ?? selection.name).value;
      const same = into.nodes.get(name);
      if (same) same.push(selection);
      else into.nodes.set(name, [selection]);
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      if (isFor(plan.schema, selection, type)) collect(plan, type, selection.selectionSet, into);
    } else if (!into.visited.has(selection.name.value)) {
      into.visited.add(selection.name.value);
      const fragment = plan.fragments[selection.name.value];
      if (fragment && isFor(plan.schema, fragment, type)) collect(plan, type, fragment.selectionSet, into);
    }
  }
}

function isFor(
  schema: GraphQLSchema,
  { typeCondition }: Pick<FragmentDefinitionNode, 'typeCondition'> | { readonly typeCondition?: undefined },
  type: GraphQLObjectType,
): boolean {
  if (!typeCondition) return true;
  const wanted = typeFromAST(schema, typeCondition);
  return wanted === type || (isAbstractType(wanted) && schema.isSubType(wanted, type));
}

function fieldPlan(
  plan: QueryPlan,
  parentType: GraphQLObjectType,
  name: string,
  nodes: readonly FieldNode[],
): FieldPlan | null {
  const definition = definitionOf(plan.schema, parentType, (nodes[0] as FieldNode).name.value);
  if (!definition) return null;
  const property = definition.name;
  plan.fields += 1;
  return {
    name,
    place: plan.fields - 1,
    plan,
    parentType,
    definition,
    nodes,
    resolve: definition.resolve ?? ((source) => (source as Record<string, unknown>)[property]),
    complete: completionOf(definition.type),
    selectionOf: selectionsOf(plan, nodes),
  };
}

function definitionOf(schema: GraphQLSchema, type: GraphQLObjectType, name: string) {
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
  if (type === schema.getQueryType()) {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  }
  return type.getFields()[name];
}
