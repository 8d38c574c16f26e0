import { defineCommand } from '../../journal/command.ts';
import { cancelJobs } from '../../journal/jobs.ts';
import { PUBLISH_JOB } from '../jobs.ts';
import { claimVersion, takeStep, type VersionResult, type VersionTarget } from './steps.ts';

/** Takes back the time at which a version was to be published; it stays approved. */
export const unscheduleVersion = defineCommand({
  name: 'unscheduleVersion',
  action: 'entry.publish',
  async run(context, input: VersionTarget): Promise<VersionResult> {
    // The job first, as the worker does: the other way round the two could wait for each other.
    await cancelJobs(context.tx, PUBLISH_JOB, input.versionId);
    const claimed = await claimVersion(context, input);
    await takeStep(context, 'unschedule', claimed, { publishAt: null });
    return { entryId: claimed.entryId, versionId: claimed.version.id, revision: claimed.revision };
  },
});
