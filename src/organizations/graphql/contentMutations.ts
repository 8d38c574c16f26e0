/** Creating organizations and changing what is said of them. */
import { builder } from '../../graphql/builder.ts';
import { run } from '../../graphql/context.ts';
import { IDEMPOTENCY_KEY, outcomeOf } from '../../graphql/payload.ts';
import { fromInput, inputFields, useInputType } from '../../graphql/zodInput.ts';
import { createOrganization } from '../commands/createOrganization.ts';
import { reviseOrganization } from '../commands/reviseOrganization.ts';
import { organizationContent, organizationDetails, organizationKind } from '../content.ts';
import { OrganizationKindEnum } from './organizationFilter.ts';
import { OrganizationPayloadRef, organizationIdOf } from './organizationPayload.ts';

useInputType(organizationKind, OrganizationKindEnum);

const ContentInput = builder.inputType('OrganizationContentInput', {
  description: 'What is said of an organization.',
  fields: (t) => inputFields(t as never, 'OrganizationContentInput', organizationContent) as never,
});

const PatchInput = builder.inputType('OrganizationPatchInput', {
  description: 'A change of what is said of an organization: an absent field stays as it is, null clears it.',
  fields: (t) => inputFields(t as never, 'OrganizationPatchInput', organizationDetails, true) as never,
});

interface CreateInput {
  readonly content: object;
  readonly idempotencyKey?: string | null;
}

const CreateInputRef = builder.inputRef<CreateInput>('CreateOrganizationInput').implement({
  description: 'Input of `createOrganization`.',
  fields: (t) => ({
    content: t.field({ type: ContentInput as never, required: true, description: 'What is said of it.' }),
    idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
  }),
});

interface ReviseInput {
  readonly organizationId: string;
  readonly expectedRevision: number;
  readonly patch: object;
  readonly idempotencyKey?: string | null;
}

const ReviseInputRef = builder.inputRef<ReviseInput>('ReviseOrganizationInput').implement({
  description: 'Input of `reviseOrganization`.',
  fields: (t) => ({
    organizationId: t.id({ required: true, description: 'Global id of the organization.' }),
    expectedRevision: t.int({ required: true, description: 'Revision of it that the caller looked at.' }),
    patch: t.field({ type: PatchInput as never, required: true, description: 'What is to be changed.' }),
    idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
  }),
});

builder.mutationFields((t) => ({
  createOrganization: t.field({
    type: OrganizationPayloadRef,
    authScopes: { may: createOrganization.action },
    description: 'Creates an organization, which is shown at once: organizations have no drafts.',
    args: { input: t.arg({ type: CreateInputRef, required: true, description: 'What is to be created.' }) },
    resolve: (_root, { input }, context) =>
      outcomeOf(() => {
        const content = fromInput(organizationContent, input.content, { path: ['content'] });
        return run(context, createOrganization, content, input.idempotencyKey);
      }),
  }),
  reviseOrganization: t.field({
    type: OrganizationPayloadRef,
    authScopes: { may: reviseOrganization.action },
    description:
      'Changes what is said of an organization. Its slug stays for ever; `renameOrganization` gives it another name.',
    args: { input: t.arg({ type: ReviseInputRef, required: true, description: 'Which one, and what is changed.' }) },
    resolve: (_root, { input: { organizationId, expectedRevision, patch, idempotencyKey } }, context) =>
      outcomeOf(() => {
        const target = {
          organizationId: organizationIdOf(String(organizationId), ['organizationId']),
          expectedRevision,
        };
        const change = fromInput(organizationDetails, patch, { path: ['patch'], isPatch: true }) as object;
        return run(context, reviseOrganization, { ...target, patch: change }, idempotencyKey);
      }),
  }),
}));
