import type { Viewer } from '../kernel/viewer.ts';
import type { ActiveSession } from './sessions.ts';

/** The viewer whom a session is of, with the roles that the issuer gave; acting for an organization is being its representative. */
export function viewerOf({ id, personId, realm, roles, level, organizations, openProfile }: ActiveSession): Viewer {
  return {
    actor: `${realm === 'CITIZENS' ? 'citizen' : 'official'}:${personId}`,
    roles: new Set([...roles, ...(organizations.size > 0 ? (['REPRESENTATIVE'] as const) : [])]),
    organizations,
    personId,
    sessionId: id,
    ...(level && { level }),
    displayName: () => openProfile().name,
  };
}
