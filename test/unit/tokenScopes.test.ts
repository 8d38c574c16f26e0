/** A scope narrows what a token may do, and never widens it. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Action, may, PERMISSIONS, SCOPE_ACTIONS } from '../../src/kernel/permissions.ts';
import { ROLES, TOKEN_SCOPES } from '../../src/kernel/viewer.ts';

const actions = Object.keys(PERMISSIONS) as Action[];

it('lets nothing that the roles alone do not let', () => {
  fc.assert(
    fc.property(fc.subarray([...ROLES]), fc.subarray([...TOKEN_SCOPES]), (roles, scopes) => {
      const wide = { actor: 'system', roles: new Set(roles) };
      const narrow = { ...wide, scopes: new Set(scopes) };
      expect(actions.filter((action) => may(narrow, action) && !may(wide, action))).toEqual([]);
    }),
  );
});

it('leads to all that a token may do beyond what everybody may, so that no action is out of reach', () => {
  const allowed = (action: Action): readonly string[] => PERMISSIONS[action];
  const beyond = actions.filter((one) => allowed(one).includes('INTEGRATOR') && !allowed(one).includes('ANONYMOUS'));
  expect(new Set(Object.values(SCOPE_ACTIONS).flat())).toEqual(new Set(beyond));
});
