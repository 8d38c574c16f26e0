/** Tells front ends how a request's session stands, and caches that answers to people are theirs alone. */
import type { Viewer } from '../kernel/viewer.ts';
import { sessionStateOf } from '../kernel/viewer.ts';

const HEADER = 'x-session-state';

const viewers = new WeakMap<Request, Viewer>();

/** Remembers who sent a request. */
export function noteViewer(request: Request, viewer: Viewer): void {
  viewers.set(request, viewer);
}

/** Headers that say so; none where nobody asked who sent the request. */
export function sessionHeaders(request: Request): Readonly<Record<string, string>> {
  const viewer = viewers.get(request);
  if (!viewer) return {};
  const state = sessionStateOf(viewer);
  return {
    ...(state !== 'NONE' && { [HEADER]: state }),
    ...(!viewer.roles.has('ANONYMOUS') && { 'cache-control': 'private, no-store' }),
  };
}
