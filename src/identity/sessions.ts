/** Sessions as they are found and kept alive. They begin and end by the commands. */
import type { Prisma, Session } from '../generated/prisma/client.ts';
import type { LevelOfAssurance } from '../kernel/viewer.ts';
import type { Database, Transaction } from '../platform/database.ts';
import { readJson } from '../platform/directStatements.ts';
import { organizationsSql } from './grants.ts';
import { limitsOf } from './limits.ts';
import { type Realm, rolesIn, type SessionRole } from './realms.ts';
import { hashOf, isSecret, unseal } from './secrets.ts';

/** Why a session ended before its time. */
export type EndReason = 'SIGNED_OUT' | 'REPLACED' | 'REVOKED' | 'ISSUER_LOGOUT' | 'EMERGENCY' | 'ERASED';

/** What is kept of a person for the time of their session, readable with the browser's secret alone. */
export interface SealedProfile {
  /** Name to greet them by; null when the issuer gave none. */
  readonly name: string | null;
  /** For the issuer's logout; null where it takes none. */
  readonly idToken: string | null;
}

/** Purpose of the key that seals the profile. */
export const PROFILE = 'rozcestnik session profile';

/** A session that is alive. */
export interface ActiveSession {
  readonly id: string;
  readonly personId: string;
  readonly realm: Realm;
  readonly roles: readonly SessionRole[];
  readonly level: LevelOfAssurance | null;
  /** IČO of the organization that the officials' issuer vouches for. */
  readonly ico: string | null;
  readonly lastUsedAt: Date;
  /** Decrypts the profile, which few requests ask for. */
  openProfile(): SealedProfile;
  /** Ids of the organizations that the person may act for. */
  readonly organizations: ReadonlySet<string>;
}

/** What a secret leads to: a session, or the way in which it ended. One that is not known any more has expired. */
export type FoundSession =
  | { readonly state: 'ACTIVE'; readonly session: ActiveSession }
  | { readonly state: 'EXPIRED' | 'REVOKED' };

/** The session whose secret a browser sent: one statement at every request of who has signed in, so it goes past Prisma. */
export async function findSession(database: Database, secret: string, now: Date): Promise<FoundSession> {
  const text = `SELECT row_to_json(f)::text AS "json" FROM (
    SELECT s."id", s."personId", s."realm", s."roles", s."level", s."ico", s."lastUsedAt", s."expiresAt", s."endedAt",
      encode(s."sealed", 'base64') AS "sealed", ${organizationsSql('s."personId"', '$2::timestamptz')} AS "organizations"
    FROM "Session" s WHERE s."hash" = $1::text) f`;
  const values = [hashOf(secret), now.toISOString()];
  const row = isSecret(secret) ? await readJson(database, { text, values, isPlannedOnce: true }) : null;
  if (!row) return { state: 'EXPIRED' };
  const read = withInstants(row as SessionJson);
  const state = stateOf(read, now);
  return state === 'ACTIVE' ? { state, session: activeSession(read, secret) } : { state };
}

/** A session as the database writes it. */
type SessionJson = Pick<Session, 'id' | 'personId' | 'realm' | 'roles' | 'level' | 'ico'> & {
  readonly lastUsedAt: string;
  readonly expiresAt: string;
  readonly endedAt: string | null;
  /** In base64. */
  readonly sealed: string | null;
  readonly organizations: readonly string[];
};

function withInstants({ lastUsedAt, expiresAt, endedAt, ...row }: SessionJson) {
  return {
    ...row,
    lastUsedAt: new Date(lastUsedAt),
    expiresAt: new Date(expiresAt),
    endedAt: endedAt === null ? null : new Date(endedAt),
  };
}

type Times = Pick<Session, 'realm' | 'roles' | 'lastUsedAt' | 'expiresAt' | 'endedAt'>;

/** Whether a session is alive at `now`, or how it ended. */
export function stateOf(row: Times, now: Date): FoundSession['state'] {
  if (row.endedAt) return 'REVOKED';
  const { idle } = limitsOf(rolesIn(row.realm as Realm, row.roles));
  const idleSince = now.getTime() - row.lastUsedAt.getTime();
  return row.expiresAt <= now || idleSince >= idle ? 'EXPIRED' : 'ACTIVE';
}

function activeSession(row: ReturnType<typeof withInstants>, secret: string): ActiveSession {
  const { id, personId, ico, lastUsedAt, sealed } = row;
  const realm = row.realm as Realm;
  const openProfile = () =>
    sealed ? unseal<SealedProfile>(Buffer.from(sealed, 'base64'), secret, PROFILE) : { name: null, idToken: null };
  const level = row.level as LevelOfAssurance | null;
  const organizations = new Set(row.organizations);
  return { id, personId, realm, roles: rolesIn(realm, row.roles), level, ico, lastUsedAt, organizations, openProfile };
}

/** Milliseconds after which a use is noted anew: a read does not write every time. */
const TOUCH_INTERVAL = 60_000;

/** Notes that a session is in use. */
export async function touchSession(
  { session }: Pick<Database, 'session'>,
  { id, lastUsedAt }: Pick<ActiveSession, 'id' | 'lastUsedAt'>,
  now: Date,
): Promise<void> {
  if (now.getTime() - lastUsedAt.getTime() < TOUCH_INTERVAL) return;
  await session.updateMany({ where: { id, endedAt: null, lastUsedAt: { lt: now } }, data: { lastUsedAt: now } });
}

/** Ends those of the sessions that `where` picks which have not ended; answers their ids. */
export async function endSessions(
  { session }: Pick<Transaction, 'session'>,
  where: Prisma.SessionWhereInput,
  { now, reason }: { now: Date; reason: EndReason },
): Promise<string[]> {
  const ended = await session.updateManyAndReturn({
    where: { ...where, endedAt: null },
    data: { endedAt: now, endReason: reason, sealed: null },
    select: { id: true },
  });
  return ended.map(({ id }) => id);
}
