/** The steps that commands of requests are made of. */
import type { CooperationRequest, Prisma } from '../../generated/prisma/client.ts';
import type { CommandContext } from '../../journal/command.ts';
import { conflictSince } from '../../journal/conflict.ts';
import { putOff } from '../../journal/jobs.ts';
import { DomainError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { assertActsFor } from '../../kernel/permissions.ts';
import { deadlinesOf } from '../dueDates.ts';
import { NOTIFY_JOB, type NotifyPayload, type Remark, type RequestEventKind } from '../events.ts';
import { say } from '../messages.ts';
import { requestsVisibleTo } from '../reads/visibility.ts';
import {
  nextRequestState,
  OPEN_REQUEST_STATES,
  type RequestStanding,
  type RequestState,
  type RequestTransition,
  sideOfStep,
} from '../workflow.ts';

/** Which request a command is about, as its caller last saw it. */
export interface RequestTarget {
  readonly requestId: string;
  /** Revision of the request that the caller saw. */
  readonly expectedRevision: number;
}

/** What a command of requests answers: JSON, so that an idempotency key can keep it. */
export interface RequestResult {
  readonly requestId: string;
  readonly revision: number;
}

/** A request with the types of its columns. */
export type KnownRequest = Omit<CooperationRequest, 'state'> & RequestStanding;

/** The error of a request that is not there, or not for the viewer. */
export function noSuchRequest(): DomainError {
  return new DomainError('NOT_FOUND', say('There is no such request.'));
}

/** The request, if the viewer may see it. @throws DomainError NOT_FOUND otherwise. */
export async function findRequest({ tx, viewer }: CommandContext, id: string): Promise<KnownRequest> {
  const where = { AND: [{ id }, requestsVisibleTo(viewer)] };
  const request = await tx.cooperationRequest.findFirst({ where });
  if (!request) throw noSuchRequest();
  return request as KnownRequest;
}

/**
 * Claims the next revision of a request for a step; of two that expect the same revision one gets it. Until the
 * transaction ends, nobody else changes the request.
 * @throws DomainError NOT_FOUND, CONFLICT with what has changed since, ILLEGAL_TRANSITION, FORBIDDEN.
 */
export async function claimForStep(
  context: CommandContext,
  transition: RequestTransition,
  { requestId: id, expectedRevision }: RequestTarget,
): Promise<KnownRequest> {
  const { tx, viewer } = context;
  const { count } = await tx.cooperationRequest.updateMany({
    where: { AND: [{ id, revision: expectedRevision }, requestsVisibleTo(viewer)] },
    data: { revision: expectedRevision + 1 },
  });
  const request = await findRequest(context, id);
  if (sideOfStep(transition) === 'APPLICANT') assertActsFor(viewer, request.organizationId);
  if (count === 0) {
    const revisions = { expected: expectedRevision, revision: request.revision };
    const said = say('The request has changed since revision {expected}; it is at revision {revision} now.', revisions);
    throw await conflictSince(tx, request, expectedRevision, said);
  }
  nextRequestState(transition, request, viewer);
  return request;
}

/** The event that people are told of after a step; none after one that is the applicant's own business. */
const EVENTS = {
  revise: null,
  submit: 'SUBMITTED',
  withdraw: 'WITHDRAWN',
  claim: 'CLAIMED',
  requestChanges: 'CHANGES_REQUESTED',
  approve: 'APPROVED',
  reject: 'REJECTED',
} as const satisfies Record<RequestTransition, RequestEventKind | null>;

/** What changes with a step, and what is said of it. */
export interface StepDetails {
  readonly data?: Prisma.CooperationRequestUncheckedUpdateInput;
  /** Paths of what changed, for the audit log. */
  readonly fields?: readonly string[];
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
  readonly remarks?: readonly Remark[];
  /** What was written; only its digest is kept in the audit log. */
  readonly change?: unknown;
}

/** Takes a step with a request that was claimed for it: its state and deadlines, the audit record, the event. */
export async function takeRequestStep(
  context: CommandContext,
  transition: RequestTransition,
  request: KnownRequest,
  { data = {}, fields = [], details = {}, remarks = [], change }: StepDetails = {},
): Promise<RequestResult> {
  const { tx, now, viewer, audit } = context;
  const { id, revision, state: from } = request;
  const to = nextRequestState(transition, request, viewer);
  const hasMoved = to !== from;
  await tx.cooperationRequest.update({
    where: { id },
    data: {
      ...data,
      ...(sideOfStep(transition) === 'APPLICANT' && { authors: [...new Set([...request.authors, viewer.actor])] }),
      state: to,
      changedAt: now,
      ...(hasMoved && deadlinesOf(to, now)),
      ...(isEnd(to) && { endedAt: now }),
    },
  });
  audit({
    action: `request.${transition}`,
    objectType: 'request',
    objectId: id,
    revision,
    fields: [...(hasMoved ? ['state'] : []), ...fields],
    details: { ...details, ...(hasMoved && { from, to }) },
    change: change ?? (remarks.length > 0 ? remarks : undefined),
  });
  const event = EVENTS[transition];
  if (event) await tell(context, id, event, { remarks });
  return { requestId: id, revision };
}

function isEnd(state: RequestState): boolean {
  return !(OPEN_REQUEST_STATES as readonly RequestState[]).includes(state);
}

/** Writes an event of a request, and the job that tells people of it. */
export async function tell(
  { tx, now, viewer }: Pick<CommandContext, 'tx' | 'now' | 'viewer'>,
  requestId: string,
  event: RequestEventKind,
  { remarks = [], messageId = null }: { readonly remarks?: readonly Remark[]; readonly messageId?: string | null } = {},
): Promise<void> {
  const eventId = newId();
  const said = remarks as unknown as Prisma.InputJsonArray;
  await tx.requestEvent.create({
    data: { id: eventId, requestId, kind: event, actor: viewer.actor, remarks: said, messageId, at: now },
  });
  const payload: NotifyPayload = { eventId, requestId, event };
  await putOff(tx, { kind: NOTIFY_JOB, subject: eventId, payload: { ...payload }, runAt: now }, now);
}
