/** Leave of people to act for organizations. */
import type { Grant } from '../../generated/prisma/client.ts';
import { builder } from '../../graphql/builder.ts';
import { connectionTypes, planPage, toConnection } from '../../graphql/connection.ts';
import { type Context, chooseLocale, run } from '../../graphql/context.ts';
import { localeArgument } from '../../graphql/localized.ts';
import { ERRORS, IDEMPOTENCY_KEY, type Outcome, outcomeOf } from '../../graphql/payload.ts';
import { encodeGlobalId, idOf } from '../../kernel/ids.ts';
import { acceptanceOf, acceptInvitation, type GrantResult } from '../commands/grants/acceptInvitation.ts';
import { revokeGrant } from '../commands/grants/revokeGrant.ts';
import type { GRANT_ROLES, GRANT_SOURCES } from '../grants.ts';
import { NEWEST, ofOrganization, ownRows } from './shared.ts';

const GrantRoleEnum = builder.enumType('GrantRole', {
  description: 'What a grant lets a person be for an organization.',
  values: {
    REPRESENTATIVE: { description: 'They act for it: manage its tokens, invitations and grants.' },
  } satisfies Record<(typeof GRANT_ROLES)[number], object>,
});

const GrantSourceEnum = builder.enumType('GrantSource', {
  description: 'Where leave to act for an organization comes from.',
  values: {
    INVITATION: { description: 'An invitation that the person accepted.' },
    OFFICIALS_ISSUER: {
      description: 'The issuer of officials names their organization, as long as they are signed in.',
    },
  } satisfies Record<(typeof GRANT_SOURCES)[number], object>,
});

export const GrantRef = builder.objectRef<Grant>('Grant');

builder.node(GrantRef, {
  description: 'Leave of a person to act for an organization: seen by those who act for it, and by the person.',
  id: { resolve: ({ id }) => id },
  fields: (t) => ({
    person: t.id({
      description: 'Global id of the person, who is a pseudonym here; administrators pass it to `revokeSessions`.',
      resolve: ({ personId }) => encodeGlobalId('Person', personId),
    }),
    role: t.field({ type: GrantRoleEnum, description: 'What it lets them be.', resolve: ({ role }) => role as never }),
    source: t.field({
      type: GrantSourceEnum,
      description: 'Where it comes from.',
      resolve: ({ source }) => source as never,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'From when on it holds.' }),
    validUntil: t.expose('validUntil', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when it holds; null for no end.',
    }),
    endedAt: t.expose('endedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was taken back or replaced; null when it was not.',
    }),
    isInForce: t.boolean({
      description: 'Whether it holds now.',
      resolve: ({ endedAt, validUntil }, _args, { runner }) =>
        !endedAt && (validUntil === null || validUntil > runner.clock()),
    }),
  }),
});

const GrantPayloadRef = builder.objectRef<Outcome<Grant>>('GrantPayload').implement({
  description: 'What a mutation of a grant did.',
  fields: (t) => ({
    grant: t.field({
      type: GrantRef,
      nullable: true,
      description: 'The grant, as it is now; null when there are errors.',
      resolve: ({ result }) => result,
    }),
    errors: t.field(ERRORS),
  }),
});

function grantOutcome(context: Context, work: () => Promise<GrantResult>): Promise<Outcome<Grant>> {
  return outcomeOf(async () => {
    const { grantId: id } = await work();
    return context.runner.database.grant.findUniqueOrThrow({ where: { id } });
  });
}

const AcceptInvitationInput = builder.inputType('AcceptInvitationInput', {
  description: 'Input of `acceptInvitation`.',
  fields: (t) => ({
    token: t.string({ required: true, description: 'The secret of the invitation.' }),
    idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
  }),
});

const RevokeGrantInput = builder.inputType('RevokeGrantInput', {
  description: 'Input of `revokeGrant`.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Global id of the grant.' }),
    idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
  }),
});

builder.mutationFields((t) => ({
  acceptInvitation: t.field({
    authScopes: { may: acceptInvitation.action },
    type: GrantPayloadRef,
    description:
      'Accepts an invitation to act for an organization. For citizens who have signed in at the level SUBSTANTIAL or ' +
      'HIGH; others are answered STEP_UP_REQUIRED.',
    args: { input: t.arg({ type: AcceptInvitationInput, required: true, description: 'The invitation.' }) },
    resolve: (_root, { input: { token, idempotencyKey } }, context) =>
      grantOutcome(context, () => run(context, acceptInvitation, acceptanceOf(token), idempotencyKey)),
  }),
  revokeGrant: t.field({
    authScopes: { may: revokeGrant.action },
    type: GrantPayloadRef,
    description: 'Takes leave to act for an organization back, at once.',
    args: { input: t.arg({ type: RevokeGrantInput, required: true, description: 'The grant.' }) },
    resolve: (_root, { input: { id, idempotencyKey } }, context) =>
      grantOutcome(context, () => run(context, revokeGrant, { grantId: idOf('Grant', id) }, idempotencyKey)),
  }),
}));

builder.queryField('grants', (t) =>
  t.connection(
    {
      authScopes: { may: 'grant.manage' },
      type: GrantRef,
      nullable: true,
      description:
        'Leave of people to act for organizations that the viewer acts for, newest first; all for administrators.',
      args: {
        organization: t.arg.id({ description: 'Global id of the one organization whose grants to list.' }),
        locale: t.arg({ type: 'Locale', ...localeArgument }),
      },
      resolve: async (_root, { organization, locale, ...args }, context, info) => {
        chooseLocale(context, info, locale);
        const { grant } = context.runner.database;
        const where = { AND: [ownRows(context.viewer), ofOrganization(organization)] };
        const page = planPage(args, NEWEST);
        const rows = await grant.findMany({ ...page.query, where: { AND: [where, page.query.where] } });
        return toConnection(page, rows, (take) => grant.count({ where, take }));
      },
    },
    ...connectionTypes('Grant', 'grants'),
  ),
);
