import { describe, expect, test } from 'vitest';
import {
  assertFourEyes,
  canTake,
  nextState,
  OPEN_STATES,
  TRANSITION_NAMES,
  VERSION_STATES,
} from '../../src/catalogue/lifecycle.ts';

/** What the workflow allows, written down a second time, by state. */
const ALLOWED: Record<string, Record<string, string>> = {
  DRAFT: { submit: 'IN_REVIEW', discard: 'DISCARDED' },
  IN_REVIEW: { requestChanges: 'CHANGES_REQUESTED', approve: 'APPROVED', discard: 'DISCARDED' },
  CHANGES_REQUESTED: { resubmit: 'IN_REVIEW', discard: 'DISCARDED' },
  APPROVED: { schedule: 'SCHEDULED', publish: 'PUBLISHED', discard: 'DISCARDED' },
  SCHEDULED: { unschedule: 'APPROVED', publish: 'PUBLISHED' },
  PUBLISHED: { supersede: 'SUPERSEDED', withdraw: 'WITHDRAWN' },
  SUPERSEDED: {},
  WITHDRAWN: {},
  DISCARDED: {},
};

const pairs = VERSION_STATES.flatMap((state) => TRANSITION_NAMES.map((transition) => [state, transition] as const));

describe('the life of a version', () => {
  test.each(pairs)('from %s: %s', (state, transition) => {
    const next = ALLOWED[state]?.[transition];
    expect(canTake(transition, state)).toBe(next !== undefined);
    if (next) expect(nextState(transition, state)).toBe(next);
    else expect(() => nextState(transition, state)).toThrow(`A version that is ${state} cannot be `);
  });

  test('every state but the first is reached by some transition', () => {
    const reached = new Set(Object.values(ALLOWED).flatMap((steps) => Object.values(steps)));
    expect([...reached, 'DRAFT'].toSorted()).toEqual([...VERSION_STATES].toSorted());
  });

  test('what is being worked on can still be published or given up', () => {
    for (const state of OPEN_STATES) expect(Object.keys(ALLOWED[state] ?? {})).not.toHaveLength(0);
  });

  test('nobody approves what they wrote, alone or with others', () => {
    expect(() => assertFourEyes(['eva', 'adam'], 'adam')).toThrow('cannot approve');
    expect(() => assertFourEyes(['eva'], 'adam')).not.toThrow();
  });
});
