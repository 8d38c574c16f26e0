/** What a viewer may do with an entry as it stands: what the commands would say, without trying. */
import { may } from '../kernel/permissions.ts';
import type { Viewer } from '../kernel/viewer.ts';
import { canTake, OPEN_STATES, type VersionState } from './lifecycle.ts';

/** What can be tried with an entry. */
export const ABILITIES = ['edit', 'submit', 'approve', 'publish', 'withdraw'] as const;
export type Abilities = Readonly<Record<(typeof ABILITIES)[number], boolean>>;

/** How an entry stands: the version that is being worked on, and whether readers see one. */
export interface Standing {
  readonly open: { readonly state: VersionState; readonly authors: readonly string[] } | null;
  readonly isLive: boolean;
}

export const NOTHING: Abilities = { edit: false, submit: false, approve: false, publish: false, withdraw: false };

/** States of versions that say how an entry stands. */
export const STANDING_STATES = [...OPEN_STATES, 'PUBLISHED'] as const;

/** The rules of the commands, asked of the same tables: permissions, lifecycle, and four eyes. */
export function abilitiesOf(viewer: Viewer, { open, isLive }: Standing): Abilities {
  return {
    edit: may(viewer, 'entry.edit') && (open === null || open.state === 'DRAFT'),
    submit: may(viewer, 'entry.submit') && open !== null && canTake('submit', open.state),
    approve:
      may(viewer, 'entry.review') &&
      open !== null &&
      canTake('approve', open.state) &&
      !open.authors.includes(viewer.actor),
    publish: may(viewer, 'entry.publish') && open !== null && canTake('publish', open.state),
    withdraw: may(viewer, 'entry.withdraw') && isLive,
  };
}
