/** The life of a release: which states there are, and the one table of what leads from which to which. */
import { DomainError } from '../kernel/errors.ts';
import type { Message } from '../kernel/message.ts';
import { eitherOf } from '../kernel/messages.ts';
import type { VersionState } from './lifecycle.ts';
import { say } from './messages.ts';

/** States of a release; the last two are final. */
export const RELEASE_STATES = ['OPEN', 'SCHEDULED', 'PUBLISHED', 'DISCARDED'] as const;
export type ReleaseState = (typeof RELEASE_STATES)[number];

/** States in which a version can be added to a release: on its way to being published, by nothing else. */
export const JOINABLE_STATES = ['DRAFT', 'IN_REVIEW', 'APPROVED'] as const satisfies readonly VersionState[];

/** Beside the states, what happens to a release, as errors say it. */
const TRANSITIONS = {
  /** Adding and removing versions: what is scheduled stays as it was when its time was set. */
  change: { from: ['OPEN'], to: 'OPEN', said: say('be changed') },
  schedule: { from: ['OPEN'], to: 'SCHEDULED', said: say('be scheduled') },
  unschedule: { from: ['SCHEDULED'], to: 'OPEN', said: say('be unscheduled') },
  publish: { from: ['OPEN', 'SCHEDULED'], to: 'PUBLISHED', said: say('be published') },
  discard: { from: ['OPEN'], to: 'DISCARDED', said: say('be discarded') },
} as const satisfies Record<string, { from: readonly ReleaseState[]; to: ReleaseState; said: Message }>;

export type ReleaseTransition = keyof typeof TRANSITIONS;
export const RELEASE_TRANSITIONS = Object.keys(TRANSITIONS) as ReleaseTransition[];

/** Whether the transition may be taken from the state. */
export function canTakeRelease(transition: ReleaseTransition, state: ReleaseState): boolean {
  return (TRANSITIONS[transition].from as readonly ReleaseState[]).includes(state);
}

/**
 * The state that the transition leads to.
 * @throws DomainError ILLEGAL_TRANSITION naming the states that it can be taken from.
 */
export function nextReleaseState(transition: ReleaseTransition, state: ReleaseState): ReleaseState {
  if (canTakeRelease(transition, state)) return TRANSITIONS[transition].to;
  const sources = eitherOf(TRANSITIONS[transition].from);
  throw new DomainError(
    'ILLEGAL_TRANSITION',
    say('A release that is {state} cannot {transition}: it must be {sources}.', {
      state,
      transition: TRANSITIONS[transition].said,
      sources,
    }),
  );
}
