import { type CommandContext, defineCommand } from '../../../journal/command.ts';
import { DomainError } from '../../../kernel/errors.ts';
import type { Role } from '../../../kernel/viewer.ts';
import { isInForce } from '../../grants.ts';
import { say } from '../../messages.ts';
import { endSessions } from '../../sessions.ts';

/** Whose sessions: one person's, those of everybody with a role, or all of them. */
export type RevocationTarget = { readonly personId: string } | { readonly role: Role } | { readonly everybody: true };

/** How many sessions, or API tokens, ended. */
export interface RevocationResult {
  readonly ended: number;
}

/**
 * Ends sessions at once, the caller's own among them. INTEGRATOR means API tokens, which come without sessions; the
 * sessions of everybody are those of people.
 * @throws DomainError NOT_FOUND for a person who is not known
 */
export const revokeSessions = defineCommand({
  name: 'revokeSessions',
  action: 'session.revokeAny',
  async run(context, target: RevocationTarget): Promise<RevocationResult> {
    const ended = await endAll(context, target);
    const [name, value] = Object.entries(target)[0] as [string, string | boolean];
    const isPerson = 'personId' in target;
    context.audit({
      action: 'session.revokeAny',
      objectType: isPerson ? 'person' : 'session',
      objectId: isPerson ? target.personId : EVERY_SESSION,
      details: { [name]: value, ended },
    });
    return { ended };
  },
});

/** Stands in the audit log for sessions that are not of one person. */
const EVERY_SESSION = '00000000-0000-0000-0000-000000000000';

async function endAll({ tx, now }: CommandContext, target: RevocationTarget): Promise<number> {
  const circumstances = { now, reason: 'EMERGENCY' } as const;
  if ('everybody' in target) return (await endSessions(tx, {}, circumstances)).length;
  if ('personId' in target) {
    const { personId } = target;
    if (!(await tx.person.findUnique({ where: { id: personId }, select: { id: true } }))) {
      throw new DomainError('NOT_FOUND', say('There is no such person.'));
    }
    return (await endSessions(tx, { personId }, circumstances)).length;
  }
  if (target.role === 'INTEGRATOR') {
    return (await tx.apiToken.updateMany({ where: { revokedAt: null }, data: { revokedAt: now } })).count;
  }
  const granted = await tx.grant.findMany({
    where: { role: target.role, ...isInForce(now) },
    select: { personId: true },
    distinct: ['personId'],
  });
  const byGrant = { personId: { in: granted.map((one) => one.personId) } };
  return (await endSessions(tx, { OR: [{ roles: { has: target.role } }, byGrant] }, circumstances)).length;
}
