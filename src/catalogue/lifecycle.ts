/** The life of a version: which states there are, and the one table of what leads from which to which. */
import { DomainError } from '../kernel/errors.ts';
import type { Message } from '../kernel/message.ts';
import { eitherOf } from '../kernel/messages.ts';
import { say } from './messages.ts';

/** States of a version; the last four are final. */
export const VERSION_STATES = [
  'DRAFT',
  'IN_REVIEW',
  'CHANGES_REQUESTED',
  'APPROVED',
  'SCHEDULED',
  'PUBLISHED',
  'SUPERSEDED',
  'WITHDRAWN',
  'DISCARDED',
] as const;
export type VersionState = (typeof VERSION_STATES)[number];

/** Beside the states, what happens to a version, as errors say it. */
const TRANSITIONS = {
  submit: { from: ['DRAFT'], to: 'IN_REVIEW', said: say('be submitted') },
  // What was sent back goes into review again as it is, where somebody answers the comments in another way.
  resubmit: { from: ['CHANGES_REQUESTED'], to: 'IN_REVIEW', said: say('be submitted again') },
  requestChanges: { from: ['IN_REVIEW'], to: 'CHANGES_REQUESTED', said: say('be sent back for changes') },
  approve: { from: ['IN_REVIEW'], to: 'APPROVED', said: say('be approved') },
  schedule: { from: ['APPROVED'], to: 'SCHEDULED', said: say('be scheduled') },
  unschedule: { from: ['SCHEDULED'], to: 'APPROVED', said: say('be unscheduled') },
  publish: { from: ['APPROVED', 'SCHEDULED'], to: 'PUBLISHED', said: say('be published') },
  supersede: { from: ['PUBLISHED'], to: 'SUPERSEDED', said: say('be superseded') },
  withdraw: { from: ['PUBLISHED'], to: 'WITHDRAWN', said: say('be withdrawn') },
  discard: {
    from: ['DRAFT', 'IN_REVIEW', 'CHANGES_REQUESTED', 'APPROVED'],
    to: 'DISCARDED',
    said: say('be discarded'),
  },
} as const satisfies Record<string, { from: readonly VersionState[]; to: VersionState; said: Message }>;

export type Transition = keyof typeof TRANSITIONS;
export const TRANSITION_NAMES = Object.keys(TRANSITIONS) as Transition[];

/** States in which an entry's next version is being worked on: an entry has one such version at the most. */
export const OPEN_STATES = ['DRAFT', 'IN_REVIEW', 'APPROVED', 'SCHEDULED'] as const satisfies readonly VersionState[];

/** Whether the transition may be taken from the state. */
export function canTake(transition: Transition, state: VersionState): boolean {
  return (TRANSITIONS[transition].from as readonly VersionState[]).includes(state);
}

/**
 * The state that the transition leads to.
 * @throws DomainError ILLEGAL_TRANSITION naming the states that it can be taken from.
 */
export function nextState(transition: Transition, state: VersionState): VersionState {
  if (canTake(transition, state)) return TRANSITIONS[transition].to;
  const sources = eitherOf(TRANSITIONS[transition].from);
  throw new DomainError(
    'ILLEGAL_TRANSITION',
    say('A version that is {state} cannot {transition}: it must be {sources}.', {
      state,
      transition: TRANSITIONS[transition].said,
      sources,
    }),
  );
}

/**
 * Nobody approves what they wrote, alone or with others.
 * @throws DomainError FORBIDDEN when the approver is one of the authors.
 */
export function assertFourEyes(authors: readonly string[], approver: string): void {
  if (!authors.includes(approver)) return;
  throw new DomainError('FORBIDDEN', say('Who wrote a version cannot approve it: another approver must.'));
}
