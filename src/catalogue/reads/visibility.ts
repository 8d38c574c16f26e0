import { may } from '../../kernel/permissions.ts';
import type { Viewer } from '../../kernel/viewer.ts';
import { EDITORS_KINDS } from '../kinds/registry.ts';

/**
 * Which live entries the viewer may see: part of every query of them. A hidden entry answers as a missing one.
 * What is for editors only is hidden from all others, whatever its audience.
 */
export function visibleTo(viewer: Viewer): { AND: object[] } {
  const isEditor = may(viewer, 'entry.readDrafts');
  return {
    AND: [{ audience: { in: audiencesOf(viewer) } }, ...(isEditor ? [] : [{ kind: { notIn: [...EDITORS_KINDS] } }])],
  };
}

/** Audiences whose entries the viewer may read. */
export function audiencesOf(viewer: Viewer): string[] {
  return [
    ...(may(viewer, 'entry.readPublic') ? ['PUBLIC'] : []),
    ...(may(viewer, 'entry.readSignedIn') ? ['SIGNED_IN'] : []),
  ];
}
