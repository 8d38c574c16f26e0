import { describe, expect, test } from 'vitest';
import { OPEN_STATES } from '../../src/catalogue/lifecycle.ts';
import {
  canTakeRelease,
  JOINABLE_STATES,
  nextReleaseState,
  RELEASE_STATES,
  RELEASE_TRANSITIONS,
  type ReleaseState,
  type ReleaseTransition,
} from '../../src/catalogue/releaseLifecycle.ts';

/** Every transition that there is, written a second time and by state. */
const EXPECTED: Record<ReleaseState, Partial<Record<ReleaseTransition, ReleaseState>>> = {
  OPEN: { change: 'OPEN', schedule: 'SCHEDULED', publish: 'PUBLISHED', discard: 'DISCARDED' },
  SCHEDULED: { unschedule: 'OPEN', publish: 'PUBLISHED' },
  PUBLISHED: {},
  DISCARDED: {},
};

const all = RELEASE_STATES.flatMap((state) => RELEASE_TRANSITIONS.map((transition) => ({ state, transition })));

describe('the life of a release', () => {
  test('the expectations speak of every state and every transition', () => {
    expect(Object.keys(EXPECTED)).toEqual([...RELEASE_STATES]);
    const used = Object.values(EXPECTED).flatMap(Object.keys);
    expect(new Set(used)).toEqual(new Set(RELEASE_TRANSITIONS));
  });

  test.each(all)('$transition from $state', ({ state, transition }) => {
    const to = EXPECTED[state][transition];
    expect(canTakeRelease(transition, state)).toBe(to !== undefined);
    if (to) expect(nextReleaseState(transition, state)).toBe(to);
    else {
      expect(() => nextReleaseState(transition, state)).toThrow(
        expect.objectContaining({ code: 'ILLEGAL_TRANSITION', message: expect.stringContaining(state) }),
      );
    }
  });

  test('versions that are being worked on can be added, but for those with a time of their own', () => {
    expect([...JOINABLE_STATES, 'SCHEDULED']).toEqual([...OPEN_STATES]);
  });
});
