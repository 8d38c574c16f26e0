import { defineCommand } from '../../journal/command.ts';
import { cancelJobs } from '../../journal/jobs.ts';
import { DomainError } from '../../kernel/errors.ts';
import { WITHDRAW_JOB } from '../jobs.ts';
import { say } from '../messages.ts';
import { claimEntry, type StepResult } from './steps.ts';

/** Takes back the time at which an entry was to be withdrawn. */
export const cancelWithdrawal = defineCommand({
  name: 'cancelWithdrawal',
  action: 'entry.withdraw',
  async run(context, input: { entryId: string; expectedRevision: number }): Promise<StepResult> {
    // The job first, as the worker does: the other way round the two could wait for each other.
    const wasScheduled = await cancelJobs(context.tx, WITHDRAW_JOB, input.entryId);
    const entry = await claimEntry(context, input.entryId, input.expectedRevision);
    if (!wasScheduled) {
      throw new DomainError('ILLEGAL_TRANSITION', say('No withdrawal of the {kind} {slug} is scheduled.', entry));
    }
    const { entryId, revision } = entry;
    context.audit({ action: 'entry.cancelWithdrawal', objectType: 'entry', objectId: entryId, revision });
    return { entryId, versionId: null, revision };
  },
});
