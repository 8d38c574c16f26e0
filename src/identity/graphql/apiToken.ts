/** API tokens: listing, issuing, rotating and revoking them. */
import type { ApiToken } from '../../generated/prisma/client.ts';
import { builder } from '../../graphql/builder.ts';
import { connectionTypes, planPage, toConnection } from '../../graphql/connection.ts';
import { type Context, chooseLocale, run } from '../../graphql/context.ts';
import { localeArgument } from '../../graphql/localized.ts';
import { ERRORS, IDEMPOTENCY_KEY, type Outcome, outcomeOf } from '../../graphql/payload.ts';
import { idOf } from '../../kernel/ids.ts';
import { scopesIn, tokenState } from '../apiTokens.ts';
import { type ApiTokenResult, issueApiToken } from '../commands/tokens/issueApiToken.ts';
import { revokeApiToken } from '../commands/tokens/revokeApiToken.ts';
import { rotateApiToken } from '../commands/tokens/rotateApiToken.ts';
import { OneTimeSecret } from '../oneTimeSecret.ts';
import { NEWEST, ofOrganization, ownRows, TokenScopeEnum } from './shared.ts';

const ApiTokenStateEnum = builder.enumType('ApiTokenState', {
  description: 'Whether an API token is good.',
  values: {
    ACTIVE: { description: 'It is good.' },
    EXPIRED: { description: 'Its time is over; calls with it answer TOKEN_EXPIRED.' },
    REVOKED: { description: 'It was revoked; calls with it answer TOKEN_REVOKED.' },
  } satisfies Record<ReturnType<typeof tokenState>, object>,
});

export const ApiTokenRef = builder.objectRef<ApiToken>('ApiToken');

builder.node(ApiTokenRef, {
  authScopes: { may: 'token.manage' },
  description: 'A token by which a system calls the API for an organization: `Authorization: Bearer roz_…`.',
  id: { resolve: ({ id }) => id },
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What it is for, in the words of whoever issued it.' }),
    scopes: t.field({
      type: [TokenScopeEnum],
      description: 'What it may do beyond what everybody may.',
      resolve: ({ scopes }) => scopesIn(scopes),
    }),
    state: t.field({
      type: ApiTokenStateEnum,
      description: 'Whether it is good now.',
      resolve: (token, _args, { runner }) => tokenState(token, runner.clock()),
    }),
    author: t.exposeString('author', { description: 'Pseudonym of whoever issued it.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was issued.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'From when on it is not good any more.' }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was last used, to the minute; null when it never was.',
    }),
    revokedAt: t.expose('revokedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was revoked; null when it was not.',
    }),
    rotatedAt: t.expose('rotatedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When another token took its place; null when none did.',
    }),
  }),
});

interface ApiTokenAnswer {
  readonly token: ApiToken;
  /** Null when the secret was shown before. */
  readonly secret: string | null;
}

const ApiTokenPayloadRef = builder.objectRef<Outcome<ApiTokenAnswer>>('ApiTokenPayload').implement({
  description: 'What a mutation of an API token did.',
  fields: (t) => ({
    apiToken: t.field({
      type: ApiTokenRef,
      nullable: true,
      description: 'The token, as it is now; null when there are errors.',
      resolve: ({ result }) => result?.token ?? null,
    }),
    secret: t.string({
      nullable: true,
      description:
        'The secret of a token that was issued just now. It is not kept and never shown again, not even for the same ' +
        'idempotency key: whoever loses it rotates the token.',
      resolve: ({ result }) => result?.secret ?? null,
    }),
    errors: t.field(ERRORS),
  }),
});

/** The outcome of a command of tokens, with the secret if the token has the one that was made for this call. */
function tokenOutcome(
  context: Context,
  work: (secret: OneTimeSecret) => Promise<ApiTokenResult>,
): Promise<Outcome<ApiTokenAnswer>> {
  return outcomeOf(async () => {
    const secret = new OneTimeSecret('apiToken');
    const { tokenId: id } = await work(secret);
    const token = await context.runner.database.apiToken.findUniqueOrThrow({ where: { id } });
    return { token, secret: token.hash === secret.hash ? secret.reveal() : null };
  });
}

const IssueApiTokenInput = builder.inputType('IssueApiTokenInput', {
  description: 'Input of `issueApiToken`.',
  fields: (t) => ({
    organization: t.id({ required: true, description: 'Global id of the organization that it is to call for.' }),
    name: t.string({ required: true, description: 'What it is for, up to 120 characters.' }),
    scopes: t.field({
      type: [TokenScopeEnum],
      required: true,
      description: 'What it may do beyond what everybody may; nothing more when empty.',
    }),
    expiresIn: t.string({
      description:
        'How long it is good: an ISO 8601 duration such as P90D, which it is when left out; P1Y at the most.',
    }),
    idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
  }),
});

const RotateApiTokenInput = builder.inputType('RotateApiTokenInput', {
  description: 'Input of `rotateApiToken`.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Global id of the token to be replaced.' }),
    overlap: t.string({
      description:
        'How long the old token stays good beside the new one, but never longer than before: an ISO 8601 duration such ' +
        'as PT1H; P7D when left out, P30D at the most.',
    }),
    expiresIn: t.string({
      description: 'How long the new token is good: an ISO 8601 duration; P90D when left out, P1Y at the most.',
    }),
    idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
  }),
});

const RevokeApiTokenInput = builder.inputType('RevokeApiTokenInput', {
  description: 'Input of `revokeApiToken`.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Global id of the token.' }),
    idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
  }),
});

builder.mutationFields((t) => ({
  issueApiToken: t.field({
    authScopes: { may: issueApiToken.action },
    type: ApiTokenPayloadRef,
    description: 'Issues an API token for an organization that the caller acts for; its secret is shown this once.',
    args: { input: t.arg({ type: IssueApiTokenInput, required: true, description: 'What the token is to be.' }) },
    resolve: (_root, { input: { organization, idempotencyKey, ...input } }, context) =>
      tokenOutcome(context, (secret) =>
        run(
          context,
          issueApiToken,
          { ...input, organizationId: idOf('Organization', organization), secret },
          idempotencyKey,
        ),
      ),
  }),
  rotateApiToken: t.field({
    authScopes: { may: rotateApiToken.action },
    type: ApiTokenPayloadRef,
    description: 'Puts a new token in the place of one, which stays good for a while so that systems can change over.',
    args: { input: t.arg({ type: RotateApiTokenInput, required: true, description: 'The token, and how long.' }) },
    resolve: (_root, { input: { id, idempotencyKey, ...input } }, context) =>
      tokenOutcome(context, (secret) =>
        run(context, rotateApiToken, { ...input, tokenId: idOf('ApiToken', id), secret }, idempotencyKey),
      ),
  }),
  revokeApiToken: t.field({
    authScopes: { may: revokeApiToken.action },
    type: ApiTokenPayloadRef,
    description: 'Revokes an API token at once.',
    args: { input: t.arg({ type: RevokeApiTokenInput, required: true, description: 'The token.' }) },
    resolve: (_root, { input: { id, idempotencyKey } }, context) =>
      tokenOutcome(context, () => run(context, revokeApiToken, { tokenId: idOf('ApiToken', id) }, idempotencyKey)),
  }),
}));

builder.queryField('apiTokens', (t) =>
  t.connection(
    {
      authScopes: { may: 'token.manage' },
      type: ApiTokenRef,
      nullable: true,
      description: 'API tokens of organizations that the viewer acts for, newest first; all for administrators.',
      args: {
        organization: t.arg.id({ description: 'Global id of the one organization whose tokens to list.' }),
        locale: t.arg({ type: 'Locale', ...localeArgument }),
      },
      resolve: async (_root, { organization, locale, ...args }, context, info) => {
        chooseLocale(context, info, locale);
        const { apiToken } = context.runner.database;
        const where = { AND: [ownRows(context.viewer), ofOrganization(organization)] };
        const page = planPage(args, NEWEST);
        const rows = await apiToken.findMany({ ...page.query, where: { AND: [where, page.query.where] } });
        return toConnection(page, rows, (take) => apiToken.count({ where, take }));
      },
    },
    ...connectionTypes('ApiToken', 'API tokens'),
  ),
);
