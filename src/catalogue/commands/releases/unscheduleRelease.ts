import { defineCommand } from '../../../journal/command.ts';
import { cancelJobs } from '../../../journal/jobs.ts';
import { RELEASE_JOB } from '../../jobs.ts';
import { claimRelease, type ReleaseResult, type ReleaseTarget, takeReleaseStep } from './releaseSteps.ts';

/** Takes back the time at which a release was to be published; it is open again. */
export const unscheduleRelease = defineCommand({
  name: 'unscheduleRelease',
  action: 'release.publish',
  async run(context, input: ReleaseTarget): Promise<ReleaseResult> {
    // The job first, as the worker has it: the other way round each would wait for the other.
    await cancelJobs(context.tx, RELEASE_JOB, input.releaseId);
    const release = await claimRelease(context, input);
    return takeReleaseStep(context, 'unschedule', release, { data: { publishAt: null } });
  },
});
