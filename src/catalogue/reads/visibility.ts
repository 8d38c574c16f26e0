import { may } from '../../kernel/permissions.ts';
import type { Viewer } from '../../kernel/viewer.ts';

/** Which live entries the viewer may see: part of every query of them. A hidden entry answers as a missing one. */
export function visibleTo(viewer: Viewer): { audience: { in: string[] } } {
  const audiences = [
    ...(may(viewer, 'entry.readPublic') ? ['PUBLIC'] : []),
    ...(may(viewer, 'entry.readSignedIn') ? ['SIGNED_IN'] : []),
  ];
  return { audience: { in: audiences } };
}
