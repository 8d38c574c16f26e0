import { defineCommand } from '../../journal/command.ts';
import { newId } from '../../kernel/ids.ts';
import type { LevelOfAssurance } from '../../kernel/viewer.ts';
import { grantByIssuer } from '../grants.ts';
import { limitsOf } from '../limits.ts';
import type { Realm, SessionRole } from '../realms.ts';
import { hashOf, newSecret, seal } from '../secrets.ts';
import { endSessions, PROFILE, type SealedProfile } from '../sessions.ts';

/** Whom an issuer vouches for, once all it said has been checked. */
export interface SignedInPerson {
  readonly realm: Realm;
  /** See `pseudonymOf`. */
  readonly pseudonym: string;
  readonly roles: readonly SessionRole[];
  readonly level: LevelOfAssurance | null;
  readonly ico: string | null;
  /** Hash of the issuer's name and its identifier of its own session. */
  readonly issuerSession: string | null;
  readonly profile: SealedProfile;
}

export interface StartSessionInput {
  readonly person: SignedInPerson;
  /** Secret of the session that the browser had until now, if any: it ends. */
  readonly replaces?: string | undefined;
}

export interface StartedSession {
  /** For the browser alone. */
  readonly secret: string;
  readonly sessionId: string;
  readonly personId: string;
}

/** Begins a session with a secret of its own, whatever the browser had before; sign-in and step-up alike. */
export const startSession = defineCommand({
  name: 'startSession',
  action: 'session.start',
  async run({ tx, now, audit }, { person, replaces }: StartSessionInput): Promise<StartedSession> {
    const { realm, pseudonym, roles, level, ico, issuerSession, profile } = person;
    if (roles.length === 0) throw new Error('a session without a role would allow less than none');
    const expiresAt = new Date(now.getTime() + limitsOf(roles).absolute);
    const { id: personId } = await tx.person.upsert({
      where: { realm_pseudonym: { realm, pseudonym } },
      create: { id: newId(), realm, pseudonym, level, createdAt: now, lastSeenAt: now },
      update: { level, lastSeenAt: now },
      select: { id: true },
    });
    if (replaces) await endSessions(tx, { hash: hashOf(replaces) }, { now, reason: 'REPLACED' });
    const secret = newSecret();
    const sessionId = newId();
    await tx.session.create({
      data: {
        id: sessionId,
        hash: hashOf(secret),
        personId,
        realm,
        roles: [...roles],
        level,
        ico,
        issuerSession,
        sealed: seal(profile, secret, PROFILE),
        createdAt: now,
        lastUsedAt: now,
        expiresAt,
      },
    });
    if (realm === 'OFFICIALS') {
      const own = roles.includes('REPRESENTATIVE') ? ico : null;
      await grantByIssuer({ tx, now, audit }, { personId, ico: own, until: expiresAt });
    }
    // Officials answer for what they do; when citizens come and go is nobody's business.
    if (realm === 'OFFICIALS') {
      audit({ action: 'session.start', objectType: 'person', objectId: personId, details: { roles: roles.join(' ') } });
    }
    return { secret, sessionId, personId };
  },
});
