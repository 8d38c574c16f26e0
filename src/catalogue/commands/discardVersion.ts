import { defineCommand } from '../../journal/command.ts';
import { assertNotHeld } from './releases/releaseSteps.ts';
import { claimVersion, takeStep, type VersionResult, type VersionTarget } from './steps.ts';

/** Gives up a version that was never published; it stays in the history. */
export const discardVersion = defineCommand({
  name: 'discardVersion',
  action: 'entry.edit',
  async run(context, input: VersionTarget): Promise<VersionResult> {
    const claimed = await claimVersion(context, input);
    await assertNotHeld(context, claimed.version);
    await takeStep(context, 'discard', claimed, { releaseId: null });
    return { entryId: claimed.entryId, versionId: claimed.version.id, revision: claimed.revision };
  },
});
