/** All that is kept of a person: one table says what is told of each model that refers to them. */
import type { Prisma } from '../../generated/prisma/client.ts';
import type { Viewer } from '../../kernel/viewer.ts';
import type { Database } from '../../platform/database.ts';
import { type Mention, mentionsOf } from '../pseudonyms.ts';

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

/** What is told of API tokens that somebody issued. */
const ISSUED_TOKEN = {
  id: true,
  organizationId: true,
  name: true,
  createdAt: true,
  expiresAt: true,
  revokedAt: true,
} as const;

/** What is told of invitations that somebody made, each with the grant that it became. */
const ISSUED_INVITATION = {
  id: true,
  organizationId: true,
  role: true,
  createdAt: true,
  expiresAt: true,
  acceptedAt: true,
  revokedAt: true,
  grant: { select: { createdAt: true, validUntil: true, endedAt: true } },
} as const;

export type OwnData = Prisma.PersonGetPayload<{ include: typeof OWN_DATA }> & {
  readonly apiTokens: Prisma.ApiTokenGetPayload<{ select: typeof ISSUED_TOKEN }>[];
  readonly invitations: Prisma.InvitationGetPayload<{ select: typeof ISSUED_INVITATION }>[];
  readonly mentions: Mention[];
};

/** All that is kept of the viewer; null when nothing is. */
export async function readOwnData(database: Database, { actor, personId = '' }: Viewer): Promise<OwnData | null> {
  const person = await database.person.findUnique({ where: { id: personId }, include: OWN_DATA });
  if (!person) return null;
  const own = { where: { author: actor }, orderBy: { createdAt: 'asc' } } as const;
  const [apiTokens, invitations, mentions] = await Promise.all([
    database.apiToken.findMany({ ...own, select: ISSUED_TOKEN }),
    database.invitation.findMany({ ...own, select: ISSUED_INVITATION }),
    mentionsOf(database, actor),
  ]);
  return { ...person, apiTokens, invitations, mentions };
}
