import type { Viewer } from '../kernel/viewer.ts';
import type { ActiveSession } from './sessions.ts';

/** The viewer whom a session is of, with the roles that the issuer gave. */
export function viewerOf({ id, personId, realm, roles, level, profile }: ActiveSession): Viewer {
  return {
    actor: `${realm === 'CITIZENS' ? 'citizen' : 'official'}:${personId}`,
    roles: new Set(roles),
    personId,
    sessionId: id,
    ...(level && { level }),
    ...(profile.name !== null && { displayName: profile.name }),
  };
}
