/** Who is told of what by mail: a table. */
import type { RequestEventKind } from '../requests/events.ts';
import type { RequestState, Side } from '../requests/workflow.ts';

/** The mailbox that the applicant gave, or that of the agency. */
export const RECIPIENTS = ['APPLICANT', 'AGENCY'] as const satisfies readonly Side[];
export type Recipient = (typeof RECIPIENTS)[number];

/** What decides about an event beside its kind. */
export interface EventCircumstances {
  /** State of the request. */
  readonly state: RequestState;
  /** Side that wrote the message, for one that was posted. */
  readonly writer: Side | null;
}

const ALWAYS: Partial<Record<RequestEventKind, readonly Recipient[]>> = {
  SUBMITTED: ['APPLICANT', 'AGENCY'],
  CLAIMED: ['APPLICANT'],
  CHANGES_REQUESTED: ['APPLICANT'],
  APPROVED: ['APPLICANT'],
  REJECTED: ['APPLICANT'],
  WITHDRAWN: ['AGENCY'],
};

/** The recipients of an event; nobody is told of what they did themselves, but of what they have set going. */
export function recipientsOf(event: RequestEventKind, { state, writer }: EventCircumstances): readonly Recipient[] {
  if (event === 'MESSAGE_POSTED') return writer === 'APPLICANT' ? ['AGENCY'] : ['APPLICANT'];
  if (event === 'REMINDER') return state === 'CHANGES_REQUESTED' ? ['APPLICANT'] : ['AGENCY'];
  return ALWAYS[event] ?? [];
}
