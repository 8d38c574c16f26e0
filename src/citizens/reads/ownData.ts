/** All that is kept of a person: one table says what is told of each model that refers to them. */
import type { Prisma } from '../../generated/prisma/client.ts';
import type { Database } from '../../platform/database.ts';

/**
 * What the export selects of each relation of a person. A model that refers to a person and is not here fails a test. Hashes of
 * secrets and the sealed profile say nothing without the browser's secret and are left out.
 */
export const OWN_DATA = {
  sessions: {
    select: {
      id: true,
      roles: true,
      level: true,
      ico: true,
      createdAt: true,
      lastUsedAt: true,
      expiresAt: true,
      endedAt: true,
    },
    orderBy: { createdAt: 'asc' },
  },
  grants: {
    select: {
      id: true,
      organizationId: true,
      role: true,
      source: true,
      createdAt: true,
      validUntil: true,
      endedAt: true,
    },
    orderBy: { createdAt: 'asc' },
  },
  pins: {
    select: { entryId: true, kind: true, position: true, pinnedAt: true },
    orderBy: { position: 'asc' },
  },
} as const satisfies Prisma.PersonInclude;

export type OwnData = Prisma.PersonGetPayload<{ include: typeof OWN_DATA }>;

/** All that is kept of the person; null when nothing is. */
export function readOwnData({ person }: Pick<Database, 'person'>, personId: string): Promise<OwnData | null> {
  return person.findUnique({ where: { id: personId }, include: OWN_DATA });
}
