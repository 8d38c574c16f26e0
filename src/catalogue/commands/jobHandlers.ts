/** Does the catalogue's work that was put off. */
import { defineCommand, runWithin } from '../../journal/command.ts';
import type { DueJob, JobContext, JobHandlers } from '../../journal/worker.ts';
import { SCHEDULER } from '../../kernel/viewer.ts';
import { PUBLISH_JOB, RELEASE_JOB, WITHDRAW_JOB } from '../jobs.ts';
import { publishClaimed, type Withdrawal, withdrawClaimed } from './publishing.ts';
import { publishClaimedRelease } from './releases/publishing.ts';
import { claimReleaseNow } from './releases/releaseSteps.ts';
import { claimNow } from './steps.ts';

const publishScheduled = defineCommand({
  name: 'publishScheduled',
  action: 'entry.publish',
  async run(context, versionId: string): Promise<void> {
    const version = await context.tx.version.findUnique({ where: { id: versionId } });
    // Unscheduled in the meantime, by somebody whose transaction we did not see when the job was taken.
    if (version?.state !== 'SCHEDULED') return;
    const entry = await claimNow(context, version.entryId);
    await publishClaimed(context, [{ ...entry, version }]);
  },
});

const withdrawScheduled = defineCommand({
  name: 'withdrawScheduled',
  action: 'entry.withdraw',
  async run(context, { subject, payload }: DueJob): Promise<void> {
    const live = await context.tx.liveEntry.findUnique({ where: { id: subject }, select: { version: true } });
    if (!live) return;
    const entry = await claimNow(context, subject);
    await withdrawClaimed(context, { ...entry, version: live.version }, payload as Withdrawal);
  },
});

const publishScheduledRelease = defineCommand({
  name: 'publishScheduledRelease',
  action: 'release.publish',
  async run(context, { subject, payload }: DueJob): Promise<void> {
    const release = await context.tx.release.findUnique({ where: { id: subject } });
    if (release?.state !== 'SCHEDULED') return;
    const { versionIds } = payload as { versionIds: string[] };
    await publishClaimedRelease(context, await claimReleaseNow(context, subject), versionIds);
  },
});

/** The call that a job is: nobody asked for it but the clock. */
function asScheduler({ now, changed }: JobContext) {
  return { viewer: SCHEDULER, now, requestId: undefined, changed };
}

export const catalogueJobs: JobHandlers = {
  [PUBLISH_JOB]: (job, context) => runWithin(context.tx, asScheduler(context), publishScheduled, job.subject),
  [WITHDRAW_JOB]: (job, context) => runWithin(context.tx, asScheduler(context), withdrawScheduled, job),
  [RELEASE_JOB]: (job, context) => runWithin(context.tx, asScheduler(context), publishScheduledRelease, job),
};
