import { DomainError } from './errors.ts';
import { say } from './messages.ts';
import type { Role, TokenScope, Viewer } from './viewer.ts';

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
  'file.upload': ['REPRESENTATIVE', 'INTEGRATOR', 'EDITOR', 'APPROVER', 'ADMIN'],
  'file.receive': ['ADMIN'],
  'request.read': ['REPRESENTATIVE', 'INTEGRATOR', 'EDITOR', 'APPROVER', 'ADMIN'],
  'request.readAll': ['EDITOR', 'APPROVER', 'ADMIN'],
  'request.write': ['REPRESENTATIVE', 'INTEGRATOR', 'ADMIN'],
  'request.sendMessage': ['REPRESENTATIVE', 'INTEGRATOR', 'EDITOR', 'APPROVER', 'ADMIN'],
  'request.review': ['EDITOR', 'APPROVER', 'ADMIN'],
  'request.decide': ['APPROVER', 'ADMIN'],
  'request.readNumbers': ['EDITOR', 'APPROVER', 'ADMIN'],
  'request.remind': ['ADMIN'],
  'mail.manage': ['ADMIN'],
  'search.readMisses': ['EDITOR', 'APPROVER', 'ADMIN'],
  'search.readStatus': ['ADMIN'],
  'session.start': ['ADMIN'],
  'session.manage': ['CITIZEN', 'REPRESENTATIVE', 'EDITOR', 'APPROVER', 'ADMIN'],
  'session.revokeAny': ['ADMIN'],
  'token.manage': ['REPRESENTATIVE', 'ADMIN'],
  'grant.manage': ['REPRESENTATIVE', 'ADMIN'],
  'invitation.accept': ['CITIZEN'],
  'pin.edit': ['CITIZEN'],
  'consent.edit': ['CITIZEN'],
  'ownData.export': ['CITIZEN', 'REPRESENTATIVE', 'EDITOR', 'APPROVER', 'ADMIN'],
  'ownData.erase': ['CITIZEN'],
  'ownData.expire': ['ADMIN'],
} as const satisfies Record<string, readonly Role[]>;

export type Action = keyof typeof PERMISSIONS;

/** What each scope of an API token lets do, of what its role may; a scope never lets do more. */
export const SCOPE_ACTIONS: Readonly<Record<TokenScope, readonly Action[]>> = {
  CATALOGUE_SIGNED_IN: ['entry.readSignedIn'],
  REQUESTS_READ: ['request.read'],
  REQUESTS_WRITE: ['request.read', 'request.write', 'request.sendMessage', 'file.upload'],
};

/** Whether one of the viewer's roles may take the action, and the scopes of their token, if they came with one, let them. */
export function may({ roles, scopes }: Viewer, action: Action): boolean {
  const allowed: readonly Role[] = PERMISSIONS[action];
  if (!allowed.some((role) => roles.has(role))) return false;
  if (!scopes || allowed.includes('ANONYMOUS')) return true;
  return [...scopes].some((scope) => SCOPE_ACTIONS[scope].includes(action));
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
  if (viewer.scopes) throw new DomainError('FORBIDDEN', say('Your token does not allow {action}.', { action }));
  throw new DomainError('FORBIDDEN', say('Your roles do not allow {action}.', { action }));
}

/** Whether the viewer acts for the organization: as one of its own, or as an administrator for all. */
export function actsFor({ roles, organizations }: Viewer, organizationId: string): boolean {
  return roles.has('ADMIN') || (organizations?.has(organizationId) ?? false);
}

/** @throws DomainError FORBIDDEN when {@link actsFor} says no. */
export function assertActsFor(viewer: Viewer, organizationId: string): void {
  if (actsFor(viewer, organizationId)) return;
  throw new DomainError('FORBIDDEN', say('You do not act for this organization.'));
}
