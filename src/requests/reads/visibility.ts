import { may } from '../../kernel/permissions.ts';
import type { Viewer } from '../../kernel/viewer.ts';

/**
 * Which requests the viewer may see: part of every query of them. The agency sees all, representatives those of the
 * organizations that they act for, all others none. A hidden request answers as a missing one.
 */
export function requestsVisibleTo(viewer: Viewer): object {
  if (may(viewer, 'request.readAll')) return {};
  const organizations = may(viewer, 'request.read') ? [...(viewer.organizations ?? [])] : [];
  return { organizationId: { in: organizations } };
}
