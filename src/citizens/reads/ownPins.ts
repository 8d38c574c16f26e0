import { visibleTo } from '../../catalogue/reads/visibility.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import type { Context } from '../../graphql/context.ts';

const SHOWN = {
  entryId: true,
  pinnedAt: true,
  entry: { select: { kind: true, tombstone: true } },
} satisfies Prisma.PinSelect;

/** A pin with what became of its entry, when that was withdrawn. */
export type ShownPin = Prisma.PinGetPayload<{ select: typeof SHOWN }>;

/**
 * The viewer's pins in their order: those of entries that they may see now, or that were withdrawn where they could see
 * them. Others keep their place and are not told of.
 */
export function ownPins({ runner, viewer }: Context): Promise<ShownPin[]> {
  const visible = visibleTo(viewer);
  return runner.database.pin.findMany({
    where: { personId: viewer.personId ?? '', entry: { OR: [{ live: visible }, { tombstone: visible }] } },
    orderBy: { position: 'asc' },
    select: SHOWN,
  });
}
