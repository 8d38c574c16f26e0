import { defineCommand } from '../../../journal/command.ts';
import { claimRelease, type ReleaseResult, type ReleaseTarget, takeReleaseStep } from './releaseSteps.ts';
import { takeOut } from './removeFromRelease.ts';

/** Gives up an open release; its versions stay as they are and can go into another one. */
export const discardRelease = defineCommand({
  name: 'discardRelease',
  action: 'release.edit',
  async run(context, input: ReleaseTarget): Promise<ReleaseResult> {
    const release = await claimRelease(context, input);
    const result = await takeReleaseStep(context, 'discard', release);
    await takeOut(context, release, await context.tx.version.findMany({ where: { releaseId: release.id } }));
    return result;
  },
});
