import { defineCommand } from '../../../journal/command.ts';
import { invalidInput } from '../../../kernel/errors.ts';
import type { OrganizationTarget } from '../../../organizations/commands/claimOrganization.ts';
import { say } from '../../messages.ts';
import { endOrganization } from './endOrganization.ts';

/** The end of an organization. */
export interface Closing extends OrganizationTarget {
  /** Day on which it ended, such as 2026-11-23; today when absent. */
  readonly closedOn?: string | null;
  readonly successorId?: string | null;
  /** Why, in a line for those who keep the catalogue. */
  readonly reason?: string | null;
  /** Whether its entries go to the successor. */
  readonly movesEntries?: boolean | null;
}

/** Closes an organization. Its entries stay with it, unless a successor takes them over. Answers its id. */
export const closeOrganization = defineCommand({
  name: 'closeOrganization',
  action: 'organization.end',
  async run(context, { closedOn, successorId, movesEntries, reason, ...target }: Closing): Promise<string> {
    const day = closedOn ? new Date(closedOn) : context.now;
    const issues = [
      ...(day > context.now ? [{ path: ['closedOn'], message: say('must not be in the future') }] : []),
      ...(movesEntries && !successorId
        ? [{ path: ['successorId'], message: say('must be given when entries are to be moved') }]
        : []),
    ];
    if (issues.length > 0) throw invalidInput(say('The end of the organization'), issues);
    const ending = { ...target, status: 'CLOSED', closedOn: day, reason: reason ?? null } as const;
    return endOrganization(
      context,
      { ...ending, successorId: successorId ?? null, movesEntries: movesEntries ?? false },
      'successorId',
    );
  },
});
