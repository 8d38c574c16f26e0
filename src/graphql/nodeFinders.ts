/** How objects of each type are found by their ids: what `node` asks beside the types that it knows itself. */
import type { Context } from './context.ts';

/** Finds the objects with the ids that the viewer may see, in any order: hidden ones are as missing ones. */
export type NodeFinder = (context: Context, ids: string[]) => Promise<{ id: string }[]>;

const finders = new Map<string, NodeFinder>();

/** Lets `node` and `nodes` find objects of a type; a room says it beside the type. */
export function addNodeFinder(typeName: string, find: NodeFinder): void {
  finders.set(typeName, find);
}

/** How objects of the type are found; undefined for a type that no room has said. */
export function nodeFinder(typeName: string): NodeFinder | undefined {
  return finders.get(typeName);
}
