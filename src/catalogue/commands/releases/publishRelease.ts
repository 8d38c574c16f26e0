import { defineCommand } from '../../../journal/command.ts';
import { cancelJobs } from '../../../journal/jobs.ts';
import { RELEASE_JOB } from '../../jobs.ts';
import { publishClaimedRelease } from './publishing.ts';
import { claimRelease, type ReleaseResult, type ReleaseTarget } from './releaseSteps.ts';

/**
 * Publishes an open or scheduled release now: all its versions or none.
 * @throws DomainError NOT_FOUND, CONFLICT, ILLEGAL_TRANSITION naming each version that is not approved.
 */
export const publishRelease = defineCommand({
  name: 'publishRelease',
  action: 'release.publish',
  async run(context, input: ReleaseTarget): Promise<ReleaseResult> {
    // The job first, as the worker has it: the other way round each would wait for the other.
    await cancelJobs(context.tx, RELEASE_JOB, input.releaseId);
    const release = await claimRelease(context, input);
    return publishClaimedRelease(context, release, null);
  },
});
