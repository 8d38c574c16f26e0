import { defineCommand } from '../../journal/command.ts';
import { assertMay } from '../../kernel/permissions.ts';
import { assertFourEyes } from '../lifecycle.ts';
import { publishClaimed } from './publishing.ts';
import { type ClaimedVersion, claimVersion, takeStep, type VersionResult, type VersionTarget } from './steps.ts';

/** Versions to be approved, and whether to publish them in the same transaction. */
export interface Approval {
  readonly versions: readonly VersionTarget[];
  readonly publish?: boolean | null;
}

/**
 * Approves versions in review: all of them or none.
 * @throws DomainError FORBIDDEN when the viewer wrote in one of them.
 */
export const approveVersions = defineCommand({
  name: 'approveVersions',
  action: 'entry.review',
  async run(context, { versions, publish }: Approval): Promise<VersionResult[]> {
    const { viewer } = context;
    if (publish) assertMay(viewer, 'entry.publish');
    const claimed: ClaimedVersion[] = [];
    for (const target of versions) {
      const one = await claimVersion(context, target);
      assertFourEyes(one.version.authors, viewer.actor);
      if (!publish) await takeStep(context, 'approve', one, { approver: viewer.actor });
      claimed.push(one);
    }
    if (publish) await publishClaimed(context, claimed, { approver: viewer.actor });
    return claimed.map(({ entryId, version, revision }) => ({ entryId, versionId: version.id, revision }));
  },
});
