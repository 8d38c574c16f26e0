/** What mutations of organizations answer. */
import { builder } from '../../graphql/builder.ts';
import { ERRORS, type Outcome } from '../../graphql/payload.ts';
import type { Issue } from '../../kernel/errors.ts';
import { idOf } from '../../kernel/ids.ts';
import { OrganizationRef } from './organization.ts';

/** Payload of a mutation whose command answers the organization's id. */
export const OrganizationPayloadRef = builder.objectRef<Outcome<string>>('OrganizationPayload').implement({
  description: 'What a mutation of an organization did.',
  fields: (t) => ({
    organization: t.field({
      type: OrganizationRef,
      nullable: true,
      description: 'The organization, as it is now; null when there are errors.',
      resolve: ({ result: id }, _args, context) =>
        id === null ? null : context.live.organization.findUnique({ where: { id } }),
    }),
    errors: t.field(ERRORS),
  }),
});

/** The id of an organization from its global id. */
export const organizationIdOf = (globalId: string, path?: Issue['path']): string =>
  idOf('Organization', globalId, path);
