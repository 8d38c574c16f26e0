/**
 * What an operation costs: one point for each thing that it may make the service read and answer, whose parts cost nothing. Lists cost as much as
 * they may be long, so a page costs what `first` asks for, written as a number or given by a variable.
 */
import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { DEFAULT_PAGE, MAX_PAGE } from '../connection.ts';

/** The variables of a request as they came. */
export type Variables = Readonly<Record<string, unknown>>;

/** A cost that is known from the document, or that follows from the variables. */
type Cost = number | ((variables: Variables) => number);

/** What a field says of its cost, in its `extensions`; see {@link costs}. */
interface FieldCost {
  /** Points of the field itself, beside those of its objects: 1 for each that has an identity, 0 for parts of it. */
  readonly base?: number;
  /** Rows of a list without pages. */
  readonly size?: number;
}

/** Rows that a list without pages is taken to have. */
const USUAL_SIZE = 5;
/** Points of a mutation. */
const MUTATION = 10;
/** Points of a field of the introspection. */
const INTROSPECTION = { __schema: 100, __type: 10 } as const;

/** Options of a field that costs more or less than others: `t.field({ ...costs({ base: 10 }) })`. */
export function costs(cost: FieldCost): { extensions: { cost: FieldCost } } {
  return { extensions: { cost } };
}

/**
 * The cost of an operation of a document that is valid, as a function of the variables.
 * @param fragments of the document, by name
 */
export function costOf(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): (variables: Variables) => number {
  const root = schema.getRootType(operation.operation);
  if (!root) return () => 0;
  const cost = new Costs(schema, fragments, defaultsOf(operation)).selection(operation.selectionSet, root.name);
  return (variables) => value(cost, variables);
}

/** Values of variables that are left out. */
function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): ReadonlyMap<string, ValueNode> {
  return new Map(
    variableDefinitions.flatMap(({ variable, defaultValue }) =>
      defaultValue ? [[variable.name.value, defaultValue] as const] : [],
    ),
  );
}

class Costs {
  readonly #schema: GraphQLSchema;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #defaults: ReadonlyMap<string, ValueNode>;
  readonly #known = new Map<string, Cost>();

  constructor(
    schema: GraphQLSchema,
    fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    defaults: ReadonlyMap<string, ValueNode>,
  ) {
    this.#schema = schema;
    this.#fragments = fragments;
    this.#defaults = defaults;
  }

  /** An object is of one type: of what is asked for single types, the dearest counts. */
  selection({ selections }: SelectionSetNode, typeName: string): Cost {
    const always: Cost[] = [];
    const byType = new Map<string, Cost[]>();
    for (const selection of selections) {
      const condition = this.#conditionOf(selection);
      const isNarrower =
        condition !== undefined && condition !== typeName && isObjectType(this.#schema.getType(condition));
      const costs = isNarrower ? (byType.get(condition) ?? []) : always;
      costs.push(this.#unlessSkipped(selection, this.#of(selection, condition ?? typeName)));
      if (isNarrower) byType.set(condition, costs);
    }
    return sum([...always, most([...byType.values()].map(sum))]);
  }

  #conditionOf(selection: SelectionNode): string | undefined {
    if (selection.kind === Kind.INLINE_FRAGMENT) return selection.typeCondition?.name.value;
    if (selection.kind === Kind.FRAGMENT_SPREAD)
      return this.#fragments.get(selection.name.value)?.typeCondition.name.value;
    return undefined;
  }

  #of(selection: SelectionNode, typeName: string): Cost {
    if (selection.kind === Kind.FIELD) return this.#field(selection, typeName);
    if (selection.kind === Kind.INLINE_FRAGMENT) return this.selection(selection.selectionSet, typeName);
    const name = selection.name.value;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const fragment = this.#fragments.get(name);
    const cost = fragment ? once(this.selection(fragment.selectionSet, typeName)) : 0;
    this.#known.set(name, cost);
    return cost;
  }

  #field(node: FieldNode, typeName: string): Cost {
    const name = node.name.value;
    if (name in INTROSPECTION) return INTROSPECTION[name as keyof typeof INTROSPECTION];
    const parent = this.#schema.getType(typeName);
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
    // `__typename`, and what validation has refused.
    if (!field) return 0;
    const { base, size } = (field.extensions['cost'] ?? {}) as FieldCost;
    const type = getNamedType(field.type);
    const flat = base ?? (typeName === 'Mutation' ? MUTATION : 0);
    if (!isCompositeType(type)) return flat;
    const below = node.selectionSet ? this.selection(node.selectionSet, type.name) : 0;
    if (isConnection(type.name)) return sum([flat, 1, product(this.#pageSize(node, field), below)]);
    return sum([flat, product(this.#rows(node, field, typeName, size), sum([isThing(type) ? 1 : 0, below]))]);
  }

  /** Rows of a page: as many as `first` or `last` asks for. More than there may be is refused when the page is read. */
  #pageSize(node: FieldNode, { args }: GraphQLField<unknown, unknown>): Cost {
    const sizes = ['first', 'last'].filter((name) => args.some((arg) => arg.name === name));
    const given = sizes.map((name) => this.#argument(node, name)).filter((one) => one !== undefined);
    if (given.length === 0) return DEFAULT_PAGE;
    return mapped(given, (values) => pageOf(Math.max(...values.map((one) => (typeof one === 'number' ? one : 0)))));
  }

  /** Objects of a field. The rows of a page have been multiplied where the page was asked for. */
  #rows(node: FieldNode, field: GraphQLField<unknown, unknown>, parent: string, size: number | undefined): Cost {
    if (!isList(field.type) || (isConnection(parent) && size === undefined)) return 1;
    return this.#listSize(node, field, size);
  }

  /** Rows of a list without pages: of `ids`, as many as there are; `first` or what the field says; else the usual number. */
  #listSize(node: FieldNode, { args }: GraphQLField<unknown, unknown>, size = USUAL_SIZE): Cost {
    if (args.some(({ name }) => name === 'ids')) {
      const ids = this.#argument(node, 'ids');
      return ids === undefined ? 0 : mapped([ids], ([one]) => (Array.isArray(one) ? one.length : 1));
    }
    const first = args.some(({ name }) => name === 'first') ? this.#argument(node, 'first') : undefined;
    return first === undefined ? size : mapped([first], ([one]) => (typeof one === 'number' ? pageOf(one) : size));
  }

  #unlessSkipped({ directives = [] }: SelectionNode, cost: Cost): Cost {
    return directives.reduce<Cost>((whole, { name, arguments: args = [] }) => {
      const condition = args.find((arg) => arg.name.value === 'if');
      if (!condition || (name.value !== 'skip' && name.value !== 'include')) return whole;
      const taken = name.value === 'include';
      return product(
        mapped([this.#valueOf(condition.value)], ([one]) => (one === !taken ? 0 : 1)),
        whole,
      );
    }, cost);
  }

  #argument({ arguments: args = [] }: FieldNode, name: string): Given | undefined {
    const argument = args.find((arg) => arg.name.value === name);
    return argument ? this.#valueOf(argument.value) : undefined;
  }

  /** What a number, a list or a condition in the document is. */
  #valueOf(node: ValueNode): Given {
    switch (node.kind) {
      case Kind.INT:
        return { is: Number(node.value) };
      case Kind.BOOLEAN:
        return { is: node.value };
      case Kind.LIST:
        return { is: node.values };
      case Kind.VARIABLE: {
        const name = node.name.value;
        const otherwise = this.#defaults.get(name);
        const fallback = otherwise && this.#valueOf(otherwise);
        return {
          of: (variables) =>
            variables[name] === undefined && fallback && 'is' in fallback ? fallback.is : variables[name],
        };
      }
      default:
        return { is: null };
    }
  }
}

/** A value that stands in the document, or comes with the variables. */
type Given = { readonly is: unknown } | { readonly of: (variables: Variables) => unknown };

function mapped(given: readonly Given[], map: (values: readonly unknown[]) => number): Cost {
  if (given.every((one) => 'is' in one)) return map(given.map((one) => ('is' in one ? one.is : null)));
  return (variables) => map(given.map((one) => ('is' in one ? one.is : one.of(variables))));
}

const pageOf = (size: number) => Math.min(size > 0 ? size : DEFAULT_PAGE, MAX_PAGE);

const isConnection = (typeName: string) => typeName.endsWith('Connection');

/** Whether objects of the type have an identity, so that they have to be read; all others are parts of these. */
function isThing(type: GraphQLNamedType): boolean {
  return isAbstractType(type) || (isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node'));
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(type) || (isNonNullType(type) && isList(type.ofType));
}

function value(cost: Cost, variables: Variables): number {
  return typeof cost === 'number' ? cost : cost(variables);
}

function combined(costs: readonly Cost[], combine: (numbers: readonly number[]) => number): Cost {
  if (costs.every((cost) => typeof cost === 'number')) return combine(costs);
  return (variables) => combine(costs.map((cost) => value(cost, variables)));
}

const sum = (costs: readonly Cost[]) => combined(costs, (numbers) => numbers.reduce((one, other) => one + other, 0));
const most = (costs: readonly Cost[]) => combined(costs, (numbers) => Math.max(0, ...numbers));
const product = (...costs: readonly Cost[]) =>
  combined(costs, (numbers) => numbers.reduce((one, other) => one * other, 1));

/** A fragment that is spread in many places is computed once for the variables of a request. */
function once(cost: Cost): Cost {
  if (typeof cost === 'number') return cost;
  // Weakly: what somebody sent is not to stay with the document.
  const known = new WeakMap<Variables, number>();
  return (variables) => {
    const found = known.get(variables) ?? cost(variables);
    known.set(variables, found);
    return found;
  };
}
