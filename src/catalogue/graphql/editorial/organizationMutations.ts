/** Ends of organizations, which concern the entries that they provide. */
import { builder } from '../../../graphql/builder.ts';
import { run } from '../../../graphql/context.ts';
import { IDEMPOTENCY_KEY, outcomeOf } from '../../../graphql/payload.ts';
import { OrganizationPayloadRef, organizationIdOf } from '../../../organizations/graphql/organizationPayload.ts';
import { closeOrganization } from '../../commands/organizations/closeOrganization.ts';
import { mergeOrganization } from '../../commands/organizations/mergeOrganization.ts';

const MergeInput = builder.inputType('MergeOrganizationInput', {
  description: 'Input of `mergeOrganization`.',
  fields: (t) => ({
    organizationId: t.id({ required: true, description: 'Global id of the organization that ends.' }),
    expectedRevision: t.int({ required: true, description: 'Revision of it that the caller looked at.' }),
    intoId: t.id({ required: true, description: 'Global id of the organization that it becomes part of.' }),
    reason: t.string({ required: true, description: 'Why, in a line for those who keep the catalogue.' }),
    idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
  }),
});

const CloseInput = builder.inputType('CloseOrganizationInput', {
  description: 'Input of `closeOrganization`.',
  fields: (t) => ({
    organizationId: t.id({ required: true, description: 'Global id of the organization.' }),
    expectedRevision: t.int({ required: true, description: 'Revision of it that the caller looked at.' }),
    closedOn: t.field({ type: 'Date', description: 'Day on which it ended; today when left out.' }),
    successorId: t.id({ description: 'Global id of the organization that took over.' }),
    reason: t.string({ description: 'Why, in a line for those who keep the catalogue.' }),
    movesEntries: t.boolean({ description: 'Whether its entries go to the successor; they stay with it otherwise.' }),
    idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
  }),
});

builder.mutationFields((t) => ({
  mergeOrganization: t.field({
    type: OrganizationPayloadRef,
    authScopes: { may: mergeOrganization.action },
    description: 'Merges an organization into another one, which takes over its entries in all their versions.',
    args: { input: t.arg({ type: MergeInput, required: true, description: 'Which organization, and into which.' }) },
    resolve: (_root, { input: { organizationId, intoId, idempotencyKey, ...input } }, context) =>
      outcomeOf(() => {
        const ids = {
          organizationId: organizationIdOf(String(organizationId), ['organizationId']),
          intoId: organizationIdOf(String(intoId), ['intoId']),
        };
        return run(context, mergeOrganization, { ...input, ...ids }, idempotencyKey);
      }),
  }),
  closeOrganization: t.field({
    type: OrganizationPayloadRef,
    authScopes: { may: closeOrganization.action },
    description: 'Closes an organization, with a successor or without one. It stays to be found.',
    args: { input: t.arg({ type: CloseInput, required: true, description: 'Which organization, and who follows.' }) },
    resolve: (_root, { input: { organizationId, successorId, idempotencyKey, ...input } }, context) =>
      outcomeOf(() => {
        const closing = {
          ...input,
          organizationId: organizationIdOf(String(organizationId), ['organizationId']),
          successorId: successorId ? organizationIdOf(String(successorId), ['successorId']) : null,
        };
        return run(context, closeOrganization, closing, idempotencyKey);
      }),
  }),
}));
