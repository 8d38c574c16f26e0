import type { Territory } from './referenceData.ts';

/** Ids of the territories that contain `id`, nearest first, without itself. */
export function containing(territories: ReadonlyMap<string, Territory>, id: string): string[] {
  const parent = territories.get(id)?.parentId;
  return parent ? [parent, ...containing(territories, parent)] : [];
}

/** Ids of the territories inside `id`, without itself. */
export function within(territories: ReadonlyMap<string, Territory>, id: string): string[] {
  return [...territories.keys()].filter((other) => other !== id && containing(territories, other).includes(id));
}
