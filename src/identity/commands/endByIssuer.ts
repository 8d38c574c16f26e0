import { defineCommand } from '../../journal/command.ts';
import type { Realm } from '../realms.ts';
import { endSessions } from '../sessions.ts';

export interface EndByIssuerInput {
  readonly realm: Realm;
  /** Hash of the issuer's session that ended; */
  readonly issuerSession?: string;
  /** or the person all of whose sessions did. */
  readonly pseudonym?: string;
}

/** Ends the sessions that their issuer says have ended; those that it does not know of stay. */
export const endByIssuer = defineCommand({
  name: 'endByIssuer',
  action: 'session.start',
  async run({ tx, now, audit }, { realm, issuerSession, pseudonym }: EndByIssuerInput): Promise<{ ended: number }> {
    const person = pseudonym && (await tx.person.findUnique({ where: { realm_pseudonym: { realm, pseudonym } } }));
    const which = issuerSession ? { issuerSession } : person && { personId: person.id };
    if (!which) return { ended: 0 };
    const reason = 'ISSUER_LOGOUT';
    const ended = await endSessions(tx, { ...which, realm }, { now, reason });
    const people = await tx.session.findMany({ where: { id: { in: ended } }, select: { personId: true } });
    for (const { personId } of people) {
      audit({ action: 'session.end', objectType: 'person', objectId: personId, details: { reason } });
    }
    return { ended: ended.length };
  },
});
