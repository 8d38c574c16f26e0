/** What the types of tokens, invitations and grants share. */
import { builder } from '../../graphql/builder.ts';
import type { Order } from '../../graphql/connection.ts';
import { idOf } from '../../kernel/ids.ts';
import type { TokenScope, Viewer } from '../../kernel/viewer.ts';

export const NEWEST: Order = { column: 'createdAt', holds: 'instant', direction: 'desc' };

export const TokenScopeEnum = builder.enumType('TokenScope', {
  description:
    'What an API token may do beyond what everybody may. A scope narrows what the role may, and never widens it.',
  values: {
    CATALOGUE_SIGNED_IN: { description: 'Reading entries that are for people who have signed in.' },
    REQUESTS_READ: { description: "Reading the requests for cooperation of the token's organization." },
    REQUESTS_WRITE: {
      description:
        "Reading and writing the requests for cooperation of the token's organization, the drafts of its entries in them, " +
        'and messages to the agency.',
    },
  } satisfies Record<TokenScope, object>,
});

/** Rows of the organizations that the viewer acts for; all of them for administrators. */
export function ownRows({ roles, organizations }: Viewer): object {
  return roles.has('ADMIN') ? {} : { organizationId: { in: [...(organizations ?? [])] } };
}

/** Condition for the one organization asked for, if any. */
export function ofOrganization(organization: string | null | undefined): object {
  return organization ? { organizationId: idOf('Organization', organization) } : {};
}
