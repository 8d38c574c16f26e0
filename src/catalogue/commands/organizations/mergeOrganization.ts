import { defineCommand } from '../../../journal/command.ts';
import type { OrganizationTarget } from '../../../organizations/commands/claimOrganization.ts';
import { endOrganization } from './endOrganization.ts';

/** The organization that ends, and the one that it becomes part of. */
export interface Merge extends OrganizationTarget {
  readonly intoId: string;
  /** Why, in a line for those who keep the catalogue. */
  readonly reason: string;
}

/** Merges an organization into another one, which takes over its entries. Answers the id of the one that ends. */
export const mergeOrganization = defineCommand({
  name: 'mergeOrganization',
  action: 'organization.end',
  run: (context, { intoId, reason, ...target }: Merge): Promise<string> =>
    endOrganization(
      context,
      { ...target, status: 'MERGED', reason, closedOn: context.now, successorId: intoId, movesEntries: true },
      'intoId',
    ),
});
