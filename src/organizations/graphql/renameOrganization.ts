import { builder } from '../../graphql/builder.ts';
import { run } from '../../graphql/context.ts';
import { IDEMPOTENCY_KEY, outcomeOf } from '../../graphql/payload.ts';
import { fromInput, LocalizedTextInput } from '../../graphql/zodInput.ts';
import { LIMITS, line, localized } from '../../kernel/fields.ts';
import { renameOrganization } from '../commands/renameOrganization.ts';
import { OrganizationPayloadRef, organizationIdOf } from './organizationPayload.ts';

const RenameInput = builder.inputType('RenameOrganizationInput', {
  description: 'Input of `renameOrganization`.',
  fields: (t) => ({
    organizationId: t.id({ required: true, description: 'Global id of the organization.' }),
    expectedRevision: t.int({ required: true, description: 'Revision of it that the caller looked at.' }),
    name: t.field({ type: LocalizedTextInput, required: true, description: 'The new name; Czech is required.' }),
    idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
  }),
});

const nameSchema = localized(line(LIMITS.name));

builder.mutationField('renameOrganization', (t) =>
  t.field({
    type: OrganizationPayloadRef,
    authScopes: { may: renameOrganization.action },
    description:
      'Gives an organization another name; the one that it had is kept in `formerNames`, and its slug stays.',
    args: { input: t.arg({ type: RenameInput, required: true, description: 'Which organization, and its new name.' }) },
    resolve: (_root, { input: { organizationId, name, expectedRevision, idempotencyKey } }, context) =>
      outcomeOf(() => {
        const target = {
          organizationId: organizationIdOf(String(organizationId), ['organizationId']),
          expectedRevision,
        };
        return run(
          context,
          renameOrganization,
          { ...target, name: fromInput(nameSchema, name, { path: ['name'] }) },
          idempotencyKey,
        );
      }),
  }),
);
