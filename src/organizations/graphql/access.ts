/** The organizations that tokens, invitations and grants are about. */
import { builder } from '../../graphql/builder.ts';
import { ApiTokenRef } from '../../identity/graphql/apiToken.ts';
import { GrantRef } from '../../identity/graphql/grant.ts';
import { InvitationRef } from '../../identity/graphql/invitation.ts';
import { OrganizationRef } from './organization.ts';

builder.objectField(ApiTokenRef, 'organization', (t) =>
  t.field({
    type: OrganizationRef,
    nullable: true,
    description: 'The organization that it calls for.',
    resolve: ({ organizationId }, _args, { references }) => references.organization(organizationId),
  }),
);

builder.objectField(InvitationRef, 'organization', (t) =>
  t.field({
    type: OrganizationRef,
    nullable: true,
    description: 'The organization to act for.',
    resolve: ({ organizationId }, _args, { references }) => references.organization(organizationId),
  }),
);

builder.objectField(GrantRef, 'organization', (t) =>
  t.field({
    type: OrganizationRef,
    nullable: true,
    description: 'The organization that they may act for.',
    resolve: ({ organizationId }, _args, { references }) => references.organization(organizationId),
  }),
);
