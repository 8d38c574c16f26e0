/** Finding requests: one, or lists for the two sides. */
import { builder } from '../../graphql/builder.ts';
import { connectionTypes, type Order, planPage, toConnection } from '../../graphql/connection.ts';
import { type Context, chooseLocale } from '../../graphql/context.ts';
import { type DateTimeRange, DateTimeRangeInput, inRange, isOneOf } from '../../graphql/filter.ts';
import { localeArgument } from '../../graphql/localized.ts';
import { idOf } from '../../kernel/ids.ts';
import type { RequestState } from '../workflow.ts';
import { RequestRef, visibleRequests } from './request.ts';
import { RequestStateEnum } from './shared.ts';

interface RequestConditions {
  states?: RequestState[] | null;
  types?: string[] | null;
  organizations?: string[] | null;
  isMine?: boolean | null;
  awaitsMyDecision?: boolean | null;
  isOverdue?: boolean | null;
  created?: DateTimeRange | null;
  submitted?: DateTimeRange | null;
}

const RequestFilter = builder.inputRef<RequestConditions>('CooperationRequestFilter').implement({
  description: 'Which requests to list; all the conditions given hold together.',
  fields: (t) => ({
    states: t.field({ type: [RequestStateEnum], description: 'In one of these states.' }),
    types: t.stringList({ description: 'For at least one of the types of cooperation with these codes.' }),
    organizations: t.idList({ description: 'Of one of the organizations with these global ids.' }),
    isMine: t.boolean({ description: 'Written or handled by the viewer (true), or by others alone (false).' }),
    awaitsMyDecision: t.boolean({ description: 'In review, and neither written nor claimed by the viewer.' }),
    isOverdue: t.boolean({ description: 'With the next step late (true) or not (false).' }),
    created: t.field({ type: DateTimeRangeInput, description: 'Begun in this span.' }),
    submitted: t.field({ type: DateTimeRangeInput, description: 'First submitted in this span.' }),
  }),
});

function requestWhere(filter: RequestConditions | null | undefined, { viewer, runner }: Context): object {
  if (!filter) return {};
  const { actor } = viewer;
  const mine = { OR: [{ authors: { has: actor } }, { reviewer: actor }] };
  const theirs = { authors: { has: actor } };
  const undecided = { state: 'IN_REVIEW', NOT: { OR: [theirs, { claimers: { has: actor } }] } };
  const whenGiven = (value: boolean | null | undefined, condition: object) =>
    typeof value === 'boolean' ? [value ? condition : { NOT: condition }] : [];
  return {
    AND: [
      ...isOneOf('state', filter.states),
      ...(filter.types ? [{ types: { hasSome: filter.types } }] : []),
      ...isOneOf(
        'organizationId',
        filter.organizations?.map((id) => idOf('Organization', id)),
      ),
      ...whenGiven(filter.isMine, mine),
      ...whenGiven(filter.awaitsMyDecision, undecided),
      // Without a due date nothing is late; a comparison with none would be neither true nor false.
      ...whenGiven(filter.isOverdue, { AND: [{ dueAt: { not: null } }, { dueAt: { lte: runner.clock() } }] }),
      ...inRange('createdAt', filter.created),
      ...inRange('submittedAt', filter.submitted),
    ],
  };
}

const ORDERS = {
  NEWEST: { column: 'createdAt', holds: 'instant', direction: 'desc' },
  OLDEST: { column: 'createdAt', holds: 'instant', direction: 'asc' },
  LAST_CHANGED: { column: 'changedAt', holds: 'instant', direction: 'desc' },
  DUE_FIRST: { column: 'dueAt', holds: 'instant', direction: 'asc' },
} as const satisfies Record<string, Order>;

const RequestOrderEnum = builder.enumType('CooperationRequestOrder', {
  description: 'Orders of requests.',
  values: {
    NEWEST: { description: 'The last begun first.' },
    OLDEST: { description: 'The first begun first.' },
    LAST_CHANGED: { description: 'The last changed first.' },
    DUE_FIRST: { description: 'The most urgent first: those alone that have a due date.' },
  } satisfies Record<keyof typeof ORDERS, object>,
});

builder.queryFields((t) => ({
  request: t.field({
    authScopes: { may: 'request.read' },
    type: RequestRef,
    nullable: true,
    description: 'The request with the given id; null when there is none that the viewer may see.',
    args: {
      id: t.arg.id({ required: true, description: 'Global id of the request.' }),
      locale: t.arg({ type: 'Locale', ...localeArgument }),
    },
    resolve: (_root, { id, locale }, context, info) => {
      chooseLocale(context, info, locale);
      const where = visibleRequests(context, { id: idOf('CooperationRequest', id) });
      return context.runner.database.cooperationRequest.findFirst({ where });
    },
  }),
  requests: t.connection(
    {
      authScopes: { may: 'request.read' },
      type: RequestRef,
      nullable: true,
      description: 'Requests: those of the organizations that the viewer acts for, and all of them for the agency.',
      args: {
        filter: t.arg({ type: RequestFilter, description: 'Which requests to list; all when left out.' }),
        orderBy: t.arg({ type: RequestOrderEnum, description: 'Order of the list; NEWEST when left out.' }),
        locale: t.arg({ type: 'Locale', ...localeArgument }),
      },
      resolve: async (_root, { filter, orderBy, locale, ...args }, context, info) => {
        chooseLocale(context, info, locale);
        const { cooperationRequest } = context.runner.database;
        const order = ORDERS[orderBy ?? 'NEWEST'];
        const page = planPage(args, order);
        const hasPlace = order.column === 'dueAt' ? { dueAt: { not: null } } : {};
        const where = visibleRequests(context, { AND: [requestWhere(filter, context), hasPlace] });
        const rows = await cooperationRequest.findMany({ ...page.query, where: { AND: [where, page.query.where] } });
        return toConnection(page, rows, (take) => cooperationRequest.count({ where, take }));
      },
    },
    ...connectionTypes('CooperationRequest', 'requests'),
  ),
}));
