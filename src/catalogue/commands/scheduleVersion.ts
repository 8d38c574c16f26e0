import { defineCommand } from '../../journal/command.ts';
import { putOff } from '../../journal/jobs.ts';
import { assertFuture } from '../../kernel/localTime.ts';
import { PUBLISH_JOB } from '../jobs.ts';
import { claimVersion, takeStep, type VersionResult, type VersionTarget } from './steps.ts';

/** Sets the time at which an approved version is published. */
export const scheduleVersion = defineCommand({
  name: 'scheduleVersion',
  action: 'entry.publish',
  async run(context, input: VersionTarget & { publishAt: Date }): Promise<VersionResult> {
    const { tx, now } = context;
    assertFuture(input.publishAt, now, ['publishAt']);
    const claimed = await claimVersion(context, input);
    await takeStep(
      context,
      'schedule',
      claimed,
      { publishAt: input.publishAt },
      { publishAt: input.publishAt.toISOString() },
    );
    await putOff(tx, { kind: PUBLISH_JOB, subject: claimed.version.id, runAt: input.publishAt }, now);
    return { entryId: claimed.entryId, versionId: claimed.version.id, revision: claimed.revision };
  },
});
