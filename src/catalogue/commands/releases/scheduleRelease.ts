import { defineCommand } from '../../../journal/command.ts';
import { putOff } from '../../../journal/jobs.ts';
import { assertFuture } from '../../../kernel/localTime.ts';
import { RELEASE_JOB } from '../../jobs.ts';
import { assertPublishable } from './publishing.ts';
import { claimRelease, type ReleaseResult, type ReleaseTarget, takeReleaseStep } from './releaseSteps.ts';

/**
 * Sets the time at which a release is published; until then its set of versions cannot change.
 * @throws DomainError ILLEGAL_TRANSITION naming each version that is not approved, INVALID_INPUT for a time gone by.
 */
export const scheduleRelease = defineCommand({
  name: 'scheduleRelease',
  action: 'release.publish',
  async run(context, input: ReleaseTarget & { publishAt: Date }): Promise<ReleaseResult> {
    const { tx, now } = context;
    const { publishAt } = input;
    assertFuture(publishAt, now, ['publishAt']);
    const release = await claimRelease(context, input);
    const details = { publishAt: publishAt.toISOString() };
    const result = await takeReleaseStep(context, 'schedule', release, { data: { publishAt }, details });
    const versions = await tx.version.findMany({ where: { releaseId: release.id }, include: { entry: true } });
    assertPublishable(
      release,
      versions.map((version) => ({ ...version.entry, version })),
    );
    // The job keeps the set: what is published then is what was decided now, or nothing.
    const payload = { versionIds: versions.map(({ id }) => id) };
    await putOff(tx, { kind: RELEASE_JOB, subject: release.id, payload, runAt: publishAt }, now);
    return result;
  },
});
