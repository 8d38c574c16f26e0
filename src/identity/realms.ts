/** The two worlds that people sign in from. Nothing that one of them says ever counts in the other. */
import type { Role } from '../kernel/viewer.ts';

export const REALMS = ['CITIZENS', 'OFFICIALS'] as const;
export type Realm = (typeof REALMS)[number];

/** Roles that a session of the realm may give; whatever else an issuer says is not listened to. */
export const ROLES_OF_REALM = {
  CITIZENS: ['CITIZEN'],
  OFFICIALS: ['REPRESENTATIVE', 'EDITOR', 'APPROVER', 'ADMIN'],
} as const satisfies Record<Realm, readonly Role[]>;

/** A role that a session can give. */
export type SessionRole = (typeof ROLES_OF_REALM)[Realm][number];

/** Those of `roles` that the realm may give. */
export function rolesIn(realm: Realm, roles: readonly string[]): SessionRole[] {
  return ROLES_OF_REALM[realm].filter((role) => roles.includes(role));
}
