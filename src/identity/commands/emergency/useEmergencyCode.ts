import { defineCommand } from '../../../journal/command.ts';
import { DomainError } from '../../../kernel/errors.ts';
import { say } from '../../messages.ts';
import { isOneTimeSecret } from '../../oneTimeSecret.ts';
import { hashOf } from '../../secrets.ts';
import { type SignedInPerson, type StartedSession, startSession } from '../startSession.ts';

export interface EmergencyEntry {
  readonly code: string;
  /** Secret of the session that the browser had until now, if any: it ends. */
  readonly replaces?: string | undefined;
}

/** Whoever comes in by a code: no issuer knows them. */
const ADMINISTRATOR: SignedInPerson = {
  realm: 'OFFICIALS',
  pseudonym: 'emergency',
  roles: ['ADMIN'],
  level: null,
  ico: null,
  issuerSession: null,
  profile: { name: null, idToken: null },
};

/**
 * Begins an administrator's session by a code from the server, once; of two who try, one gets in.
 * @throws DomainError FORBIDDEN for a code that is not good, any more or at all
 */
export const useEmergencyCode = defineCommand({
  name: 'useEmergencyCode',
  action: 'session.start',
  async run(context, { code, replaces }: EmergencyEntry): Promise<StartedSession> {
    const { tx, now, audit } = context;
    const hash = isOneTimeSecret('emergency', code) ? hashOf(code) : '';
    const [used] = await tx.emergencyCode.updateManyAndReturn({
      where: { hash, usedAt: null, expiresAt: { gt: now } },
      data: { usedAt: now },
    });
    if (!used) throw new DomainError('FORBIDDEN', say('The code is not good, or not any more.'));
    const session = await startSession.run(context, { person: ADMINISTRATOR, replaces });
    audit({
      action: 'emergencyCode.use',
      objectType: 'emergencyCode',
      objectId: used.id,
      details: { personId: session.personId, sessionId: session.sessionId },
    });
    return session;
  },
});
