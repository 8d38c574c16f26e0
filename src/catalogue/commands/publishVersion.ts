import { defineCommand } from '../../journal/command.ts';
import { cancelJobs } from '../../journal/jobs.ts';
import { PUBLISH_JOB } from '../jobs.ts';
import { publishClaimed } from './publishing.ts';
import { claimVersion, type VersionResult, type VersionTarget } from './steps.ts';

/** Publishes an approved or scheduled version now. */
export const publishVersion = defineCommand({
  name: 'publishVersion',
  action: 'entry.publish',
  async run(context, input: VersionTarget): Promise<VersionResult> {
    // The job first, as the worker does: the other way round the two could wait for each other.
    await cancelJobs(context.tx, PUBLISH_JOB, input.versionId);
    const claimed = await claimVersion(context, input);
    await publishClaimed(context, [claimed]);
    return { entryId: claimed.entryId, versionId: claimed.version.id, revision: claimed.revision };
  },
});
