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
  async run({ tx, now }, { realm, issuerSession, pseudonym }: EndByIssuerInput): Promise<{ ended: number }> {
    const circumstances = { now, reason: 'ISSUER_LOGOUT' } as const;
    if (issuerSession) return { ended: (await endSessions(tx, { issuerSession, realm }, circumstances)).length };
    const person = pseudonym && (await tx.person.findUnique({ where: { realm_pseudonym: { realm, pseudonym } } }));
    if (!person) return { ended: 0 };
    return { ended: (await endSessions(tx, { personId: person.id, realm }, circumstances)).length };
  },
});
