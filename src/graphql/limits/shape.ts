/**
 * The shape of an operation as it would be executed: every fragment is counted in each place where it is spread. A fragment
 * is measured once, so that measuring takes no longer than reading the document.
 */
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type InlineFragmentNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Limits } from './limits.ts';

/** What is counted of a selection. */
export interface Shape {
  /** Fields below each other; 0 for none. */
  readonly depth: number;
  readonly aliases: number;
  /** Fields of the selection itself. */
  readonly rootFields: number;
  readonly directives: number;
  readonly fields: number;
}

const EMPTY: Shape = { depth: 0, aliases: 0, rootFields: 0, directives: 0, fields: 0 };

/** A fragment that is spread in itself: it has no shape, and validation says so. */
export class FragmentCycle extends Error {
  override readonly name = 'FragmentCycle';
}

/**
 * The shape of every operation of a document.
 * @throws FragmentCycle
 */
export function shapesOf({ definitions }: DocumentNode): Shape[] {
  const fragments = new Map(definitions.filter(isFragment).map((fragment) => [fragment.name.value, fragment]));
  const measure = new Measure(fragments);
  return definitions
    .filter(isOperation)
    .map(({ selectionSet, directives }) => withDirectives(measure.selection(selectionSet), directives));
}

/** The names of the limits that a shape is held to. */
export type ShapeLimit = keyof Shape & keyof Limits;
const SHAPE_LIMITS: readonly ShapeLimit[] = ['depth', 'aliases', 'rootFields', 'directives', 'fields'];

/** The first limit that the shape exceeds; null for none. */
export function exceededBy(shape: Shape, limits: Limits): ShapeLimit | null {
  return SHAPE_LIMITS.find((limit) => shape[limit] > limits[limit]) ?? null;
}

const isFragment = (node: { kind: string }): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION;
const isOperation = (node: { kind: string }): node is OperationDefinitionNode =>
  node.kind === Kind.OPERATION_DEFINITION;

/** `__schema` and `__type`, but not `__typename`, which is a field like others. */
const isIntrospection = (name: string) => name === '__schema' || name === '__type';

class Measure {
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Shapes of fragments, null while one is being measured. */
  readonly #measured = new Map<string, Shape | null>();

  constructor(fragments: ReadonlyMap<string, FragmentDefinitionNode>) {
    this.#fragments = fragments;
  }

  selection({ selections }: SelectionSetNode): Shape {
    return selections.reduce((sum, selection) => added(sum, this.#of(selection)), EMPTY);
  }

  #of(selection: SelectionNode): Shape {
    const shape = selection.kind === Kind.FIELD ? this.#field(selection) : this.#spread(selection);
    return withDirectives(shape, selection.directives);
  }

  #field({ name, alias, selectionSet }: Extract<SelectionNode, { kind: Kind.FIELD }>): Shape {
    const below = selectionSet ? this.selection(selectionSet) : EMPTY;
    return {
      depth: isIntrospection(name.value) ? 1 : below.depth + 1,
      aliases: below.aliases + (alias ? 1 : 0),
      rootFields: 1,
      directives: below.directives,
      fields: below.fields + 1,
    };
  }

  #spread(node: FragmentSpreadNode | InlineFragmentNode): Shape {
    if (node.kind === Kind.INLINE_FRAGMENT) return this.selection(node.selectionSet);
    const name = node.name.value;
    const measured = this.#measured.get(name);
    if (measured) return measured;
    if (measured === null) throw new FragmentCycle(name);
    const fragment = this.#fragments.get(name);
    // Validation says that it is not there.
    if (!fragment) return EMPTY;
    this.#measured.set(name, null);
    const shape = withDirectives(this.selection(fragment.selectionSet), fragment.directives);
    this.#measured.set(name, shape);
    return shape;
  }
}

function added(one: Shape, other: Shape): Shape {
  return {
    depth: Math.max(one.depth, other.depth),
    aliases: one.aliases + other.aliases,
    rootFields: one.rootFields + other.rootFields,
    directives: one.directives + other.directives,
    fields: one.fields + other.fields,
  };
}

function withDirectives(shape: Shape, directives: readonly unknown[] = []): Shape {
  return directives.length === 0 ? shape : { ...shape, directives: shape.directives + directives.length };
}
