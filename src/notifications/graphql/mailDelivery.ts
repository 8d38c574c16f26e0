/** Mails and what became of them, for those who run the service. */
import DataLoader from 'dataloader';
import type { MailDelivery } from '../../generated/prisma/client.ts';
import { builder } from '../../graphql/builder.ts';
import { connectionTypes, type Order, planPage, toConnection } from '../../graphql/connection.ts';
import { chooseLocale, loaderOf, run } from '../../graphql/context.ts';
import { enumValues } from '../../graphql/enumValues.ts';
import { localeArgument } from '../../graphql/localized.ts';
import { addNodeFinder } from '../../graphql/nodeFinders.ts';
import { ERRORS, IDEMPOTENCY_KEY, type Outcome, outcomeOf } from '../../graphql/payload.ts';
import { idOf } from '../../kernel/ids.ts';
import { may } from '../../kernel/permissions.ts';
import type { RequestEventKind } from '../../requests/events.ts';
import { RequestRef, visibleRequests } from '../../requests/graphql/request.ts';
import { RequestEventKindEnum, SideEnum } from '../../requests/graphql/shared.ts';
import { STUCK_STATES, sendMailAgain } from '../commands/sendMailAgain.ts';
import type { DeliveryState } from '../deliveries.ts';
import type { Recipient } from '../recipients.ts';

const MailStateEnum = builder.enumType('MailState', {
  description: 'What becomes of a mail.',
  values: enumValues<DeliveryState>({
    QUEUED: 'It waits to be handed over, for the first time or again.',
    SENDING: 'It is being handed over.',
    SENT: 'The mail server took it.',
    SKIPPED: 'There was nobody to send it to any more.',
    REFUSED: 'The mail server refused it for good, or did not take it in all its tries.',
    UNKNOWN:
      'It may have gone or not: the connection or the process ended before the answer. It is not sent again by itself.',
  }),
});

const MailRef = builder.objectRef<MailDelivery>('MailDelivery');

builder.node(MailRef, {
  authScopes: { may: 'mail.manage' },
  description: 'A mail about a request. Neither its text nor the address is kept: it is written when it is sent.',
  id: { resolve: ({ id }) => id },
  fields: (t) => ({
    state: t.field({
      type: MailStateEnum,
      description: 'What became of it.',
      resolve: ({ state }) => state as DeliveryState,
    }),
    event: t.field({
      type: RequestEventKindEnum,
      description: 'What it tells of.',
      resolve: ({ event }) => event as RequestEventKind,
    }),
    recipient: t.field({
      type: SideEnum,
      description: 'Whom it is for.',
      resolve: ({ recipient }) => recipient as Recipient,
    }),
    attempts: t.exposeInt('attempts', { description: 'How often it was handed over.' }),
    lastError: t.exposeString('lastError', {
      nullable: true,
      description: 'Code of the last failure, such as 550 or ECONNREFUSED; null when there was none.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was asked for.' }),
    sentAt: t.expose('sentAt', { type: 'DateTime', nullable: true, description: 'When the mail server took it.' }),
    request: t.field({
      type: RequestRef,
      nullable: true,
      description: 'The request that it is about.',
      resolve: ({ requestId }, _args, context) =>
        loaderOf(context, 'requests of mails', () => {
          return new DataLoader(async (ids: readonly string[]) => {
            const where = visibleRequests(context, { id: { in: [...ids] } });
            const found = await context.runner.database.cooperationRequest.findMany({ where });
            return ids.map((id) => found.find((one) => one.id === id) ?? null);
          });
        }).load(requestId),
    }),
  }),
});

addNodeFinder('MailDelivery', async ({ viewer, runner }, ids) => {
  return may(viewer, 'mail.manage') ? runner.database.mailDelivery.findMany({ where: { id: { in: ids } } }) : [];
});

const NEWEST: Order = { column: 'createdAt', holds: 'instant', direction: 'desc' };

builder.queryField('mailDeliveries', (t) =>
  t.connection(
    {
      authScopes: { may: 'mail.manage' },
      type: MailRef,
      nullable: true,
      description: 'Mails about requests, newest first. For administrators.',
      args: {
        states: t.arg({
          type: [MailStateEnum],
          description: 'In one of these states; REFUSED and UNKNOWN, which somebody has to look at, when left out.',
        }),
        locale: t.arg({ type: 'Locale', ...localeArgument }),
      },
      resolve: async (_root, { states, locale, ...args }, context, info) => {
        chooseLocale(context, info, locale);
        const page = planPage(args, NEWEST);
        const { mailDelivery } = context.runner.database;
        const where = { AND: [{ state: { in: states ?? [...STUCK_STATES] } }, page.query.where] };
        const found = await mailDelivery.findMany({ ...page.query, where });
        return toConnection(page, found, (take) =>
          mailDelivery.count({ where: { state: { in: states ?? [...STUCK_STATES] } }, take }),
        );
      },
    },
    ...connectionTypes('MailDelivery', 'mails'),
  ),
);

const MailPayloadRef = builder.objectRef<Outcome<string>>('MailPayload').implement({
  description: 'What a mutation of a mail did.',
  fields: (t) => ({
    mailDelivery: t.field({
      type: MailRef,
      nullable: true,
      description: 'The mail, as it is now; null when there are errors.',
      resolve: ({ result: id }, _args, { runner }) =>
        id === null ? null : runner.database.mailDelivery.findUnique({ where: { id } }),
    }),
    errors: t.field(ERRORS),
  }),
});

const SendAgainInput = builder.inputType('SendMailAgainInput', {
  description: 'Input of `sendMailAgain`.',
  fields: (t) => ({
    mailDeliveryId: t.id({ required: true, description: 'Global id of the mail.' }),
    idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
  }),
});

builder.mutationField('sendMailAgain', (t) =>
  t.field({
    type: MailPayloadRef,
    authScopes: { may: sendMailAgain.action },
    description:
      'Sends a mail again that was refused, once what was wrong is mended, or whose fate is unknown: the recipient may have ' +
      'it twice then, under the same Message-ID. For administrators.',
    args: { input: t.arg({ type: SendAgainInput, required: true, description: 'Which mail.' }) },
    resolve: (_root, { input: { mailDeliveryId, idempotencyKey } }, context) =>
      outcomeOf(() => {
        const deliveryId = idOf('MailDelivery', String(mailDeliveryId));
        return run(context, sendMailAgain, { deliveryId }, idempotencyKey);
      }),
  }),
);
