/** How long sessions last. */
import type { SessionRole } from './realms.ts';

/** Times in milliseconds. */
export interface SessionLimits {
  /** Longest time without a request. */
  readonly idle: number;
  /** Longest time since sign-in, used or not. */
  readonly absolute: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** By role: the more a role can do, the shorter an unattended browser stays dangerous. */
export const SESSION_LIMITS: Readonly<Record<SessionRole, SessionLimits>> = {
  CITIZEN: { idle: 30 * MINUTE, absolute: 8 * HOUR },
  REPRESENTATIVE: { idle: 30 * MINUTE, absolute: 10 * HOUR },
  EDITOR: { idle: 30 * MINUTE, absolute: 10 * HOUR },
  APPROVER: { idle: 30 * MINUTE, absolute: 10 * HOUR },
  ADMIN: { idle: 15 * MINUTE, absolute: 4 * HOUR },
};

/** The limits of a session with these roles: the shortest of each. */
export function limitsOf(roles: readonly SessionRole[]): SessionLimits {
  const limits = roles.map((role) => SESSION_LIMITS[role]);
  return {
    idle: Math.min(...limits.map(({ idle }) => idle)),
    absolute: Math.min(...limits.map(({ absolute }) => absolute)),
  };
}
