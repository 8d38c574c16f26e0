import { z } from 'zod';
import { defineCommand } from '../../journal/command.ts';
import { cancelJobs, putOff } from '../../journal/jobs.ts';
import { DomainError, invalidInput } from '../../kernel/errors.ts';
import { LIMITS, line, localized, reference } from '../../kernel/fields.ts';
import { assertFuture } from '../../kernel/localTime.ts';
import { validate } from '../../kernel/validate.ts';
import type { Transaction } from '../../platform/database.ts';
import { WITHDRAW_JOB } from '../jobs.ts';
import { say } from '../messages.ts';
import { type Withdrawal, withdrawClaimed } from './publishing.ts';
import { claimEntry, type VersionResult } from './steps.ts';

/** What is to be taken off, why, and what readers should look at in its place. */
export interface WithdrawalRequest {
  readonly entryId: string;
  readonly expectedRevision: number;
  readonly reason: object;
  readonly redirectToId?: string | null;
  /** When; at once when absent. */
  readonly withdrawAt?: Date | null;
}

const withdrawalShape = z.object({
  reason: localized(line(LIMITS.shortText)),
  redirectToId: reference.nullable().default(null),
});

/** Takes a live entry off, now or at a set time. */
export const withdrawEntry = defineCommand({
  name: 'withdrawEntry',
  action: 'entry.withdraw',
  async run(context, input: WithdrawalRequest): Promise<VersionResult> {
    const { tx, now } = context;
    // A withdrawal replaces the one that was scheduled, which would strike what is published here later. The job goes
    // first, as the worker does it: the other way round the two could wait for each other.
    await cancelJobs(tx, WITHDRAW_JOB, input.entryId);
    const withdrawal = validate(withdrawalShape, input, say('The withdrawal'));
    await assertCanRedirect(tx, input.entryId, withdrawal);
    const entry = await claimEntry(context, input.entryId, input.expectedRevision);
    const live = await tx.liveEntry.findUnique({ where: { id: entry.entryId }, select: { version: true } });
    if (!live) throw new DomainError('ILLEGAL_TRANSITION', say('The {kind} {slug} is not published.', entry));
    const { version } = live;
    if (input.withdrawAt) {
      assertFuture(input.withdrawAt, now, ['withdrawAt']);
      await putOff(
        tx,
        { kind: WITHDRAW_JOB, subject: entry.entryId, payload: { ...withdrawal }, runAt: input.withdrawAt },
        now,
      );
      context.audit({
        action: 'entry.scheduleWithdrawal',
        objectType: 'entry',
        objectId: entry.entryId,
        versionId: version.id,
        revision: entry.revision,
        details: { withdrawAt: input.withdrawAt.toISOString() },
      });
    } else {
      await withdrawClaimed(context, { ...entry, version }, withdrawal);
    }
    return { entryId: entry.entryId, versionId: version.id, revision: entry.revision };
  },
});

async function assertCanRedirect(tx: Transaction, entryId: string, { redirectToId }: Withdrawal): Promise<void> {
  if (redirectToId === null) return;
  const target = await tx.liveEntry.findUnique({ where: { id: redirectToId }, select: { id: true } });
  if (target && target.id !== entryId) return;
  throw invalidInput(say('The withdrawal'), [
    { path: ['redirectTo'], message: say('must be another entry that is published') },
  ]);
}
