/** The life of a request: its states, the one table of what leads from which to which, and who may take each step. */
import { DomainError } from '../kernel/errors.ts';
import type { Message } from '../kernel/message.ts';
import { eitherOf } from '../kernel/messages.ts';
import { type Action, may } from '../kernel/permissions.ts';
import type { Viewer } from '../kernel/viewer.ts';
import { say } from './messages.ts';

/** States of a request; the last three are final. */
export const REQUEST_STATES = [
  'DRAFT',
  'SUBMITTED',
  'IN_REVIEW',
  'CHANGES_REQUESTED',
  'APPROVED',
  'REJECTED',
  'WITHDRAWN',
] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

/** States in which nothing is decided: the applicant can still withdraw. */
export const OPEN_REQUEST_STATES = [
  'DRAFT',
  'SUBMITTED',
  'IN_REVIEW',
  'CHANGES_REQUESTED',
] as const satisfies readonly RequestState[];

/** The two sides of a request. */
export const SIDES = ['APPLICANT', 'AGENCY'] as const;
export type Side = (typeof SIDES)[number];

interface Step {
  readonly from: readonly RequestState[];
  /** Null for a step that leaves the state as it is. */
  readonly to: RequestState | null;
  readonly side: Side;
  /** What whoever takes the step must be allowed, by kernel/permissions.ts. */
  readonly action: Action;
  /** What happens to a request, as errors say it. */
  readonly said: Message;
}

const TRANSITIONS = {
  revise: {
    from: ['DRAFT', 'CHANGES_REQUESTED'],
    to: null,
    side: 'APPLICANT',
    action: 'request.write',
    said: say('be revised'),
  },
  submit: {
    from: ['DRAFT', 'CHANGES_REQUESTED'],
    to: 'SUBMITTED',
    side: 'APPLICANT',
    action: 'request.write',
    said: say('be submitted'),
  },
  withdraw: {
    from: OPEN_REQUEST_STATES,
    to: 'WITHDRAWN',
    side: 'APPLICANT',
    action: 'request.write',
    said: say('be withdrawn'),
  },
  claim: {
    from: ['SUBMITTED', 'IN_REVIEW'],
    to: 'IN_REVIEW',
    side: 'AGENCY',
    action: 'request.review',
    said: say('be claimed'),
  },
  requestChanges: {
    from: ['IN_REVIEW'],
    to: 'CHANGES_REQUESTED',
    side: 'AGENCY',
    action: 'request.review',
    said: say('be sent back for changes'),
  },
  approve: { from: ['IN_REVIEW'], to: 'APPROVED', side: 'AGENCY', action: 'request.decide', said: say('be approved') },
  reject: { from: ['IN_REVIEW'], to: 'REJECTED', side: 'AGENCY', action: 'request.decide', said: say('be rejected') },
} as const satisfies Record<string, Step>;

export type RequestTransition = keyof typeof TRANSITIONS;
export const REQUEST_TRANSITIONS = Object.keys(TRANSITIONS) as RequestTransition[];

/** The permission that a step needs. */
export function actionOf(transition: RequestTransition): Action {
  return TRANSITIONS[transition].action;
}

/** The side that takes a step. */
export function sideOfStep(transition: RequestTransition): Side {
  return TRANSITIONS[transition].side;
}

/** What a request is to the rules. */
export interface RequestStanding {
  readonly organizationId: string;
  readonly state: RequestState;
  readonly authors: readonly string[];
  readonly reviewer: string | null;
  readonly claimers: readonly string[];
}

/** Whether the state allows the step. */
export function allowsStep(transition: RequestTransition, state: RequestState): boolean {
  return (TRANSITIONS[transition].from as readonly RequestState[]).includes(state);
}

/** Whether a person may take the step, whatever the state: roles, and who has had a hand in the request before. */
export function mayTakePart(transition: RequestTransition, standing: RequestStanding, viewer: Viewer): boolean {
  const { side, action } = TRANSITIONS[transition];
  return may(viewer, action) && (side === 'APPLICANT' || objectionTo(transition, standing, viewer) === null);
}

/**
 * The state that the step leads to.
 * @throws DomainError ILLEGAL_TRANSITION naming the states that it can be taken from; FORBIDDEN for who may not take it.
 */
export function nextRequestState(
  transition: RequestTransition,
  standing: RequestStanding,
  viewer: Viewer,
): RequestState {
  const { state } = standing;
  if (!allowsStep(transition, state)) throw illegal(transition, state);
  const objection = TRANSITIONS[transition].side === 'AGENCY' ? objectionTo(transition, standing, viewer) : null;
  if (objection) throw new DomainError('FORBIDDEN', objection);
  return TRANSITIONS[transition].to ?? state;
}

/** The error of a step that the state does not allow. */
export function illegal(transition: RequestTransition, state: RequestState): DomainError {
  const said = say('A request that is {state} cannot {transition}: it must be {sources}.', {
    state,
    transition: TRANSITIONS[transition].said,
    sources: eitherOf(TRANSITIONS[transition].from),
  });
  return new DomainError('ILLEGAL_TRANSITION', said);
}

/** Why somebody of the agency may not take the step, for what they did with the request before; null when they may. */
function objectionTo(transition: RequestTransition, standing: RequestStanding, viewer: Viewer): Message | null {
  const { authors, reviewer, claimers, organizationId } = standing;
  const { actor, organizations } = viewer;
  if (authors.includes(actor) || organizations?.has(organizationId))
    return say('Who wrote in a request, or acts for the applicant, does not handle it for the agency.');
  if (TRANSITIONS[transition].action === 'request.decide') {
    return claimers.includes(actor) ? say('Who claimed a request does not decide it: another approver must.') : null;
  }
  const isHandling = transition === 'claim' || reviewer === actor || may(viewer, 'request.decide');
  return isHandling ? null : say('Another editor handles this request: claim it first.');
}
