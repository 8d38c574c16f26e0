import { DomainError } from './errors.ts';
import { say } from './messages.ts';
import type { Role, Viewer } from './viewer.ts';

/**
 * What each role may call: the one table of permissions. An action that is not listed for a role is denied.
 * Which rows a caller sees is decided by each room's visibility, which fields by the schema.
 */
export const PERMISSIONS = {
  'entry.readPublic': ['ANONYMOUS', 'CITIZEN', 'REPRESENTATIVE', 'INTEGRATOR', 'EDITOR', 'APPROVER', 'ADMIN'],
  'entry.readSignedIn': ['CITIZEN', 'REPRESENTATIVE', 'INTEGRATOR', 'EDITOR', 'APPROVER', 'ADMIN'],
  'entry.readDrafts': ['EDITOR', 'APPROVER', 'ADMIN'],
  'entry.edit': ['EDITOR', 'APPROVER', 'ADMIN'],
  'entry.submit': ['EDITOR', 'APPROVER', 'ADMIN'],
  'entry.review': ['APPROVER', 'ADMIN'],
  'entry.publish': ['APPROVER', 'ADMIN'],
  'entry.withdraw': ['APPROVER', 'ADMIN'],
  'release.edit': ['EDITOR', 'APPROVER', 'ADMIN'],
  'release.publish': ['APPROVER', 'ADMIN'],
  'preview.share': ['EDITOR', 'APPROVER', 'ADMIN'],
  'audit.read': ['APPROVER', 'ADMIN'],
  'organization.save': ['EDITOR', 'APPROVER', 'ADMIN'],
  'organization.end': ['APPROVER', 'ADMIN'],
  'category.save': ['EDITOR', 'APPROVER', 'ADMIN'],
  'territory.save': ['EDITOR', 'APPROVER', 'ADMIN'],
  'search.readMisses': ['EDITOR', 'APPROVER', 'ADMIN'],
  'search.readStatus': ['ADMIN'],
  'session.start': ['ADMIN'],
  'session.manage': ['CITIZEN', 'REPRESENTATIVE', 'EDITOR', 'APPROVER', 'ADMIN'],
} as const satisfies Record<string, readonly Role[]>;

export type Action = keyof typeof PERMISSIONS;

/** Whether one of the viewer's roles may take the action. */
export function may(viewer: Viewer, action: Action): boolean {
  return PERMISSIONS[action].some((role) => viewer.roles.has(role));
}

/**
 * @throws DomainError when {@link may} says no: UNAUTHENTICATED for who has not signed in, SESSION_EXPIRED or
 *   SESSION_REVOKED for who had, FORBIDDEN for all others.
 */
export function assertMay(viewer: Viewer, action: Action): void {
  if (may(viewer, action)) return;
  if (viewer.endedSession === 'EXPIRED')
    throw new DomainError('SESSION_EXPIRED', say('Your session has expired: sign in again for {action}.', { action }));
  if (viewer.endedSession === 'REVOKED')
    throw new DomainError('SESSION_REVOKED', say('Your session was ended: sign in again for {action}.', { action }));
  if (viewer.roles.has('ANONYMOUS'))
    throw new DomainError('UNAUTHENTICATED', say('Sign in: {action} is not for everybody.', { action }));
  throw new DomainError('FORBIDDEN', say('Your roles do not allow {action}.', { action }));
}
