/** What the types of requests share: enumerations, loaders of what belongs to a request. */
import DataLoader from 'dataloader';
import { builder } from '../../graphql/builder.ts';
import { type Context, loaderOf } from '../../graphql/context.ts';
import { enumValues } from '../../graphql/enumValues.ts';
import type { REQUEST_EVENTS, RequestEventKind } from '../events.ts';
import type { RequestState, Side } from '../workflow.ts';

const STATE_DESCRIPTIONS: Record<RequestState, string> = {
  DRAFT: 'Being written by the applicant.',
  SUBMITTED: 'Waiting for an editor of the agency.',
  IN_REVIEW: 'Handled by an editor; an approver decides.',
  CHANGES_REQUESTED: 'Back with the applicant, who changes it and submits it again.',
  APPROVED: 'Approved: its entries are published, or scheduled.',
  REJECTED: 'Rejected, with reasons.',
  WITHDRAWN: 'Taken back by the applicant.',
};

export const RequestStateEnum = builder.enumType('CooperationRequestState', {
  description: 'States in the life of a request; the last three are final.',
  values: enumValues(STATE_DESCRIPTIONS),
});

const SIDE_DESCRIPTIONS: Record<Side, string> = {
  APPLICANT: 'The organization that asks.',
  AGENCY: 'The agency that runs the Portal.',
};

export const SideEnum = builder.enumType('RequestSide', {
  description: 'The two sides of a request.',
  values: enumValues(SIDE_DESCRIPTIONS),
});

export const RequestEventKindEnum = builder.enumType('RequestEventKind', {
  description: 'What happens to a request and people are told of.',
  values: {
    SUBMITTED: { description: 'It was submitted, for the first time or again.' },
    CLAIMED: { description: 'An editor handles it from then on.' },
    CHANGES_REQUESTED: { description: 'It was sent back to the applicant.' },
    APPROVED: { description: 'It was approved.' },
    REJECTED: { description: 'It was rejected.' },
    WITHDRAWN: { description: 'The applicant took it back.' },
    MESSAGE_POSTED: { description: 'One side wrote to the other.' },
    REMINDER: { description: 'The time for the next step is nearly over, or is over.' },
  } satisfies Record<(typeof REQUEST_EVENTS)[number], object> & Record<RequestEventKind, object>,
});

/** Rows that belong to requests, read with one statement for all requests of an answer. */
export function rowsOf<Row extends { readonly requestId: string }>(
  context: Context,
  name: string,
  requestId: string,
  find: (requestIds: string[]) => Promise<Row[]>,
): Promise<Row[]> {
  const loader = loaderOf(context, `${name} of requests`, () => {
    return new DataLoader(async (ids: readonly string[]) => {
      const rows = await find([...ids]);
      return ids.map((id) => rows.filter((row) => row.requestId === id));
    });
  });
  return loader.load(requestId);
}
