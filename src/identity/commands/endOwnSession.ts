import { defineCommand } from '../../journal/command.ts';
import { DomainError } from '../../kernel/errors.ts';
import { say } from '../messages.ts';
import { endSessions } from '../sessions.ts';

export interface EndOwnSessionInput {
  readonly sessionId: string;
}

/** Ends one of the viewer's own sessions, the one in use (a sign-out) or another one; one that has ended stays so. */
export const endOwnSession = defineCommand({
  name: 'endOwnSession',
  action: 'session.manage',
  async run({ tx, viewer, now, audit }, { sessionId }: EndOwnSessionInput): Promise<EndOwnSessionInput> {
    const { personId } = viewer;
    const own = personId && (await tx.session.findFirst({ where: { id: sessionId, personId } }));
    if (!own) throw new DomainError('NOT_FOUND', say('There is no such session of yours.'));
    const reason = sessionId === viewer.sessionId ? 'SIGNED_OUT' : 'REVOKED';
    const ended = await endSessions(tx, { id: sessionId, personId }, { now, reason });
    if (ended.length > 0 && own.realm === 'OFFICIALS') {
      audit({ action: 'session.end', objectType: 'person', objectId: personId, details: { reason } });
    }
    return { sessionId };
  },
});
