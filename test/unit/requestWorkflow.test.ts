/** The life of a request: every step from every state, and what must hold whatever people try. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DomainError } from '../../src/kernel/errors.ts';
import { ROLES, type Role, type Viewer } from '../../src/kernel/viewer.ts';
import { requestAbilities, sideOf } from '../../src/requests/abilities.ts';
import {
  actionOf,
  allowsStep,
  mayTakePart,
  nextRequestState,
  OPEN_REQUEST_STATES,
  REQUEST_STATES,
  REQUEST_TRANSITIONS,
  type RequestStanding,
  type RequestState,
  type RequestTransition,
  sideOfStep,
} from '../../src/requests/workflow.ts';

/** Every step that there is, written a second time and by state. */
const EXPECTED: Record<RequestState, Partial<Record<RequestTransition, RequestState>>> = {
  DRAFT: { revise: 'DRAFT', submit: 'SUBMITTED', withdraw: 'WITHDRAWN' },
  SUBMITTED: { claim: 'IN_REVIEW', withdraw: 'WITHDRAWN' },
  IN_REVIEW: {
    claim: 'IN_REVIEW',
    requestChanges: 'CHANGES_REQUESTED',
    approve: 'APPROVED',
    reject: 'REJECTED',
    withdraw: 'WITHDRAWN',
  },
  CHANGES_REQUESTED: { revise: 'CHANGES_REQUESTED', submit: 'SUBMITTED', withdraw: 'WITHDRAWN' },
  APPROVED: {},
  REJECTED: {},
  WITHDRAWN: {},
};

/** Who may be asked for each step, written a second time. */
const BY: Record<RequestTransition, readonly Role[]> = {
  revise: ['REPRESENTATIVE', 'INTEGRATOR', 'ADMIN'],
  submit: ['REPRESENTATIVE', 'INTEGRATOR', 'ADMIN'],
  withdraw: ['REPRESENTATIVE', 'INTEGRATOR', 'ADMIN'],
  claim: ['EDITOR', 'APPROVER', 'ADMIN'],
  requestChanges: ['EDITOR', 'APPROVER', 'ADMIN'],
  approve: ['APPROVER', 'ADMIN'],
  reject: ['APPROVER', 'ADMIN'],
};

const TOWN = 'town';
const somebody = (actor: string, role: Role, organizations: string[] = []): Viewer => {
  return { actor, roles: new Set([role]), organizations: new Set(organizations) };
};
const JANA = somebody('jana', 'REPRESENTATIVE', [TOWN]);
const EVA = somebody('eva', 'EDITOR');
const EMIL = somebody('emil', 'EDITOR');
const ADAM = somebody('adam', 'APPROVER');
const ALICE = somebody('alice', 'APPROVER');
const SARA = somebody('sara', 'ADMIN');

const request = (fields: Partial<RequestStanding> = {}): RequestStanding => {
  return { organizationId: TOWN, state: 'IN_REVIEW', authors: ['jana'], reviewer: 'eva', claimers: ['eva'], ...fields };
};
const all = REQUEST_STATES.flatMap((state) => REQUEST_TRANSITIONS.map((transition) => ({ state, transition })));

describe('the steps of a request', () => {
  test('the expectations speak of every state and every step', () => {
    expect(Object.keys(EXPECTED)).toEqual([...REQUEST_STATES]);
    expect(new Set(Object.values(EXPECTED).flatMap(Object.keys))).toEqual(new Set(REQUEST_TRANSITIONS));
    expect(Object.keys(BY)).toEqual(REQUEST_TRANSITIONS);
  });

  test.each(all)('$transition from $state', ({ state, transition }) => {
    const to = EXPECTED[state][transition];
    const viewer = sideOfStep(transition) === 'APPLICANT' ? JANA : ADAM;
    expect(allowsStep(transition, state)).toBe(to !== undefined);
    if (to) expect(nextRequestState(transition, request({ state }), viewer)).toBe(to);
    else {
      expect(() => nextRequestState(transition, request({ state }), viewer)).toThrow(
        expect.objectContaining({ code: 'ILLEGAL_TRANSITION', message: expect.stringContaining(state) }),
      );
    }
  });

  test.each(REQUEST_TRANSITIONS)('%s is for the roles that the table names', (transition) => {
    const standing = request({ authors: [] });
    const roles = ROLES.filter((role) => mayTakePart(transition, standing, somebody('x', role)));
    // Another editor than the one who handles a request claims it first.
    const expected = BY[transition].filter((role) => transition !== 'requestChanges' || role !== 'EDITOR');
    expect(roles).toEqual(expected);
    expect(actionOf(transition)).toMatch(/^request\./);
  });
});

describe('who takes which part', () => {
  const refused = (transition: RequestTransition, standing: RequestStanding, viewer: Viewer) =>
    expect(() => nextRequestState(transition, standing, viewer)).toThrow(
      expect.objectContaining({ code: 'FORBIDDEN' }),
    );

  test('an approver decides who has not claimed it, neither now nor before', () => {
    expect(nextRequestState('approve', request(), ADAM)).toBe('APPROVED');
    refused('approve', request({ claimers: ['adam', 'eva'] }), ADAM);
    refused('reject', request({ reviewer: 'adam', claimers: ['adam'] }), ADAM);
    expect(nextRequestState('reject', request({ claimers: ['adam'] }), ALICE)).toBe('REJECTED');
  });

  test('nobody handles what they wrote in, or what their own organization asks for', () => {
    for (const transition of ['claim', 'requestChanges', 'approve', 'reject'] as const) {
      refused(transition, request({ authors: ['jana', 'sara'] }), SARA);
      refused(transition, request(), { ...ADAM, organizations: new Set([TOWN]) });
    }
  });

  test('one editor handles it until another one takes it over', () => {
    expect(nextRequestState('requestChanges', request(), EVA)).toBe('CHANGES_REQUESTED');
    refused('requestChanges', request(), EMIL);
    expect(nextRequestState('claim', request(), EMIL)).toBe('IN_REVIEW');
    expect(nextRequestState('requestChanges', request(), ALICE)).toBe('CHANGES_REQUESTED');
  });

  test('each writes for their own side, and for one alone', () => {
    expect(sideOf(JANA, request())).toBe('APPLICANT');
    expect(sideOf(EVA, request())).toBe('AGENCY');
    expect(sideOf(SARA, request())).toBe('AGENCY');
    expect(sideOf(SARA, request({ authors: ['sara'] }))).toBe('APPLICANT');
    expect(sideOf({ ...EVA, organizations: new Set([TOWN]) }, request())).toBe(null);
    expect(sideOf(somebody('x', 'CITIZEN'), request())).toBe(null);
    expect(sideOf(somebody('x', 'REPRESENTATIVE', ['elsewhere']), request())).toBe(null);
  });

  test('abilities are what the steps say', () => {
    expect(requestAbilities(EVA, request())).toMatchObject({ claim: false, requestChanges: true, approve: false });
    expect(requestAbilities(EMIL, request())).toMatchObject({ claim: true, requestChanges: false, addNote: true });
    expect(requestAbilities(ADAM, request())).toMatchObject({ approve: true, reject: true, revise: false });
    expect(requestAbilities(JANA, request())).toMatchObject({ withdraw: true, revise: false, approve: false });
    const elsewhere = somebody('x', 'REPRESENTATIVE', ['elsewhere']);
    expect(new Set(Object.values(requestAbilities(elsewhere, request())))).toEqual(new Set([false]));
  });
});

describe('whatever people try, in whatever order', () => {
  const people = [JANA, EVA, EMIL, ADAM, ALICE, SARA, { ...ALICE, actor: 'olga', organizations: new Set([TOWN]) }];
  const tries = fc.array(fc.tuple(fc.constantFrom(...REQUEST_TRANSITIONS), fc.constantFrom(...people)), {
    minLength: 5,
    maxLength: 40,
  });
  const starts = fc.constantFrom(
    request({ state: 'DRAFT', reviewer: null, claimers: [] }),
    request({ state: 'SUBMITTED', reviewer: null, claimers: [] }),
    request(),
  );

  /** What a request becomes by a step, as the commands write it; itself when the step is refused. */
  const taken = (standing: RequestStanding, transition: RequestTransition, viewer: Viewer): RequestStanding => {
    if (!mayTakePart(transition, standing, viewer)) return standing;
    try {
      const state = nextRequestState(transition, standing, viewer);
      const { actor } = viewer;
      const authors = sideOfStep(transition) === 'APPLICANT' ? [...standing.authors, actor] : standing.authors;
      const claimers = transition === 'claim' ? [...standing.claimers, actor] : standing.claimers;
      return { ...standing, state, authors, claimers, reviewer: transition === 'claim' ? actor : standing.reviewer };
    } catch (error) {
      expect(error).toBeInstanceOf(DomainError);
      return standing;
    }
  };

  test('nothing leads out of a decided state, and nobody decides who wrote, claimed or acts for the applicant', () => {
    const open: readonly RequestState[] = OPEN_REQUEST_STATES;
    let decided = 0;
    fc.assert(
      fc.property(starts, tries, (start, steps) => {
        let standing = start;
        for (const [transition, viewer] of steps) {
          const before = standing;
          standing = taken(standing, transition, viewer);
          if (!open.includes(before.state)) expect(standing).toBe(before);
          if (standing === before || !['APPROVED', 'REJECTED'].includes(standing.state)) continue;
          decided += 1;
          expect(before.authors).not.toContain(viewer.actor);
          expect(before.claimers).not.toContain(viewer.actor);
          expect(before.claimers).not.toEqual([]);
          expect(viewer.organizations).not.toContain(TOWN);
          expect(viewer.roles).not.toContain('EDITOR');
        }
      }),
      { numRuns: 2_000, seed: 6 },
    );
    expect(decided).toBeGreaterThan(20);
  });
});
