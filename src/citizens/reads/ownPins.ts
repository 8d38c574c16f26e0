import { visibleTo } from '../../catalogue/reads/visibility.ts';
import type { Pin, Tombstone } from '../../generated/prisma/client.ts';
import type { Context } from '../../graphql/context.ts';

/** A pin with what became of its entry, when that was withdrawn. */
export interface ShownPin extends Pin {
  readonly tombstone: Tombstone | null;
}

/**
 * The viewer's pins in their order: those of entries that they may see now, or that were withdrawn where they could see
 * them. Others keep their place and are not told of.
 */
export async function ownPins({ runner, live, viewer }: Context): Promise<ShownPin[]> {
  const { personId } = viewer;
  if (!personId) return [];
  const pins = await runner.database.pin.findMany({ where: { personId }, orderBy: { position: 'asc' } });
  const where = { AND: [{ id: { in: pins.map(({ entryId }) => entryId) } }, visibleTo(viewer)] };
  const [seen, withdrawn] = await Promise.all([
    live.liveEntry.findMany({ where, select: { id: true } }),
    live.tombstone.findMany({ where }),
  ]);
  const isSeen = new Set(seen.map(({ id }) => id));
  const tombstones = new Map(withdrawn.map((tombstone) => [tombstone.id, tombstone]));
  return pins.flatMap((pin) => {
    const tombstone = tombstones.get(pin.entryId) ?? null;
    return isSeen.has(pin.entryId) || tombstone ? [{ ...pin, tombstone }] : [];
  });
}
