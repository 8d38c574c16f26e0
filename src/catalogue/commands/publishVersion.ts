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
    const claimed = await claimVersion(context, input);
    await cancelJobs(context.tx, PUBLISH_JOB, claimed.version.id);
    await publishClaimed(context, [claimed]);
    return { entryId: claimed.entryId, versionId: claimed.version.id, revision: claimed.revision };
  },
});
