/** What happens to requests and people are told of. */

export const REQUEST_EVENTS = [
  'SUBMITTED',
  'CLAIMED',
  'CHANGES_REQUESTED',
  'APPROVED',
  'REJECTED',
  'WITHDRAWN',
  'MESSAGE_POSTED',
  'REMINDER',
] as const;
export type RequestEventKind = (typeof REQUEST_EVENTS)[number];

/** Something to be changed, or a reason: about one item of the checklist, or the request as a whole. */
export interface Remark {
  /** Code of the requirement or condition; null for the request as a whole. */
  readonly code: string | null;
  readonly text: string;
}

/** Kind of the job that tells people of an event; written in the transaction of the event. Its subject is the event's id. */
export const NOTIFY_JOB = 'notifyRequestEvent';

/** Payload of a {@link NOTIFY_JOB}. */
export interface NotifyPayload {
  readonly eventId: string;
  readonly requestId: string;
  readonly event: RequestEventKind;
}
