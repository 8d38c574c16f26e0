/** What mutations of organizations answer. */
import { builder } from '../../graphql/builder.ts';
import { ErrorRef, type Outcome } from '../../graphql/payload.ts';
import { DomainError } from '../../kernel/errors.ts';
import { decodeGlobalId } from '../../kernel/ids.ts';
import { say } from '../messages.ts';
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
    errors: t.field({
      type: [ErrorRef],
      description: 'Why nothing was done; empty when it was.',
      resolve: ({ errors }) => [...errors],
    }),
  }),
});

/** @throws DomainError INVALID_ID when the global id is not of an organization. */
export function organizationIdOf(globalId: string): string {
  const { typeName, id } = decodeGlobalId(globalId);
  if (typeName === 'Organization') return id;
  throw new DomainError('INVALID_ID', say('This is the id of a {type}, not of an organization.', { type: typeName }));
}
