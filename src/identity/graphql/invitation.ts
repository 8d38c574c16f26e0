/** Invitations to act for an organization. */
import type { Invitation } from '../../generated/prisma/client.ts';
import { builder } from '../../graphql/builder.ts';
import { connectionTypes, planPage, toConnection } from '../../graphql/connection.ts';
import { type Context, chooseLocale, run } from '../../graphql/context.ts';
import { localeArgument } from '../../graphql/localized.ts';
import { ERRORS, IDEMPOTENCY_KEY, type Outcome, outcomeOf } from '../../graphql/payload.ts';
import { idOf } from '../../kernel/ids.ts';
import { type InvitationResult, inviteRepresentative } from '../commands/grants/inviteRepresentative.ts';
import { revokeInvitation } from '../commands/grants/revokeInvitation.ts';
import { OneTimeSecret } from '../oneTimeSecret.ts';
import { NEWEST, ofOrganization, ownRows } from './shared.ts';

export const InvitationRef = builder.objectRef<Invitation>('Invitation');

builder.node(InvitationRef, {
  authScopes: { may: 'grant.manage' },
  description: 'An invitation to act for an organization, for whoever has its secret; good once.',
  id: { resolve: ({ id }) => id },
  fields: (t) => ({
    author: t.exposeString('author', { description: 'Pseudonym of whoever invites.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when it can be accepted.' }),
    validUntil: t.expose('validUntil', {
      type: 'DateTime',
      nullable: true,
      description: 'End of the leave that it gives; null for leave without an end.',
    }),
    acceptedAt: t.expose('acceptedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was accepted; null when it was not.',
    }),
    revokedAt: t.expose('revokedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was taken back; null when it was not.',
    }),
    isOpen: t.boolean({
      description: 'Whether it can be accepted now.',
      resolve: ({ acceptedAt, revokedAt, expiresAt }, _args, { runner }) =>
        !acceptedAt && !revokedAt && expiresAt > runner.clock(),
    }),
  }),
});

interface InvitationAnswer {
  readonly invitation: Invitation;
  /** Null when the secret was shown before. */
  readonly token: string | null;
}

const InvitationPayloadRef = builder.objectRef<Outcome<InvitationAnswer>>('InvitationPayload').implement({
  description: 'What a mutation of an invitation did.',
  fields: (t) => ({
    invitation: t.field({
      type: InvitationRef,
      nullable: true,
      description: 'The invitation, as it is now; null when there are errors.',
      resolve: ({ result }) => result?.invitation ?? null,
    }),
    token: t.string({
      nullable: true,
      description:
        'The secret for whoever is invited, shown this once: a front end puts it into the fragment of a link, and passes ' +
        'it to `acceptInvitation` once they have signed in.',
      resolve: ({ result }) => result?.token ?? null,
    }),
    errors: t.field(ERRORS),
  }),
});

/** The outcome of a command of invitations, with the secret if the invitation has the one that was made for this call. */
function invitationOutcome(
  context: Context,
  work: (secret: OneTimeSecret) => Promise<InvitationResult>,
): Promise<Outcome<InvitationAnswer>> {
  return outcomeOf(async () => {
    const secret = new OneTimeSecret('invitation');
    const { invitationId: id } = await work(secret);
    const invitation = await context.runner.database.invitation.findUniqueOrThrow({ where: { id } });
    return { invitation, token: invitation.hash === secret.hash ? secret.reveal() : null };
  });
}

const InviteRepresentativeInput = builder.inputType('InviteRepresentativeInput', {
  description: 'Input of `inviteRepresentative`.',
  fields: (t) => ({
    organization: t.id({ required: true, description: 'Global id of the organization to act for.' }),
    expiresIn: t.string({
      description: 'How long it can be accepted: an ISO 8601 duration; P7D when left out, P30D at the most.',
    }),
    validUntil: t.field({
      type: 'DateTime',
      description: 'End of the leave that it gives; without an end when left out.',
    }),
    idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
  }),
});

const RevokeInvitationInput = builder.inputType('RevokeInvitationInput', {
  description: 'Input of `revokeInvitation`.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Global id of the invitation.' }),
    idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
  }),
});

builder.mutationFields((t) => ({
  inviteRepresentative: t.field({
    authScopes: { may: inviteRepresentative.action },
    type: InvitationPayloadRef,
    description: 'Invites a person to act for an organization that the caller acts for.',
    args: { input: t.arg({ type: InviteRepresentativeInput, required: true, description: 'The invitation.' }) },
    resolve: (_root, { input: { organization, idempotencyKey, ...input } }, context) =>
      invitationOutcome(context, (secret) =>
        run(
          context,
          inviteRepresentative,
          { ...input, organizationId: idOf('Organization', organization), secret },
          idempotencyKey,
        ),
      ),
  }),
  revokeInvitation: t.field({
    authScopes: { may: revokeInvitation.action },
    type: InvitationPayloadRef,
    description: 'Takes an invitation back that was not accepted yet.',
    args: { input: t.arg({ type: RevokeInvitationInput, required: true, description: 'The invitation.' }) },
    resolve: (_root, { input: { id, idempotencyKey } }, context) =>
      invitationOutcome(context, () =>
        run(context, revokeInvitation, { invitationId: idOf('Invitation', id) }, idempotencyKey),
      ),
  }),
}));

builder.queryField('invitations', (t) =>
  t.connection(
    {
      authScopes: { may: 'grant.manage' },
      type: InvitationRef,
      nullable: true,
      description:
        'Invitations to act for organizations that the viewer acts for, newest first; all for administrators.',
      args: {
        organization: t.arg.id({ description: 'Global id of the one organization whose invitations to list.' }),
        locale: t.arg({ type: 'Locale', ...localeArgument }),
      },
      resolve: async (_root, { organization, locale, ...args }, context, info) => {
        chooseLocale(context, info, locale);
        const { invitation } = context.runner.database;
        const where = { AND: [ownRows(context.viewer), ofOrganization(organization)] };
        const page = planPage(args, NEWEST);
        const rows = await invitation.findMany({ ...page.query, where: { AND: [where, page.query.where] } });
        return toConnection(page, rows, (take) => invitation.count({ where, take }));
      },
    },
    ...connectionTypes('Invitation', 'invitations'),
  ),
);
