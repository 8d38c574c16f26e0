/** Does the work on requests that comes round again and again. */
import { type CommandContext, defineCommand, runWithin } from '../../journal/command.ts';
import type { PeriodicJob } from '../../journal/periodicJobs.ts';
import type { JobHandlers } from '../../journal/worker.ts';
import { SCHEDULER } from '../../kernel/viewer.ts';
import { nextReminder } from '../dueDates.ts';
import { tell } from './steps.ts';

/** Reminds whoever a request is up to. */
export const REMIND_JOB = 'requests.remind';
/** Forgets where applicants were written to, once that is not needed any more. */
export const FORGET_JOB = 'requests.forgetContacts';

/** How often they are done. */
export const requestPeriods: readonly PeriodicJob[] = [
  { kind: REMIND_JOB, everyMs: 15 * 60_000 },
  { kind: FORGET_JOB, everyMs: 24 * 3_600_000 },
];

/** Requests reminded of in one run; when there are more, the job goes on at once. */
const BATCH = 100;

/** Days after the end of a request for which the applicant's address is kept. */
export const CONTACT_DAYS = 365;

/** Writes reminders of requests whose time for one has come; answers whether there may be more. */
const remindRequests = defineCommand({
  name: 'remindRequests',
  action: 'request.remind',
  async run(context: CommandContext): Promise<boolean> {
    const { tx, now, audit } = context;
    const due = await tx.cooperationRequest.findMany({
      where: { remindAt: { lte: now } },
      select: { id: true, state: true, dueAt: true, remindAt: true },
      orderBy: { id: 'asc' },
      take: BATCH,
    });
    for (const { id, state, dueAt, remindAt } of due) {
      // Somebody may have taken a step in the meantime: then its deadlines are others.
      const data = { remindAt: nextReminder({ dueAt }, now) };
      const { count } = await tx.cooperationRequest.updateMany({ where: { id, state, remindAt }, data });
      if (count === 0) continue;
      audit({ action: 'request.remind', objectType: 'request', objectId: id, details: { state } });
      await tell(context, id, 'REMINDER');
    }
    return due.length === BATCH;
  },
});

/** Forgets the addresses of applicants whose requests ended long ago. */
const forgetContacts = defineCommand({
  name: 'forgetContacts',
  action: 'request.remind',
  async run({ tx, now, audit }: CommandContext): Promise<void> {
    const before = new Date(now.getTime() - CONTACT_DAYS * 86_400_000);
    const forgotten = await tx.cooperationRequest.updateManyAndReturn({
      where: { contactEmail: { not: null }, endedAt: { lt: before } },
      data: { contactEmail: null },
      select: { id: true },
    });
    for (const { id } of forgotten) audit({ action: 'request.forgetContact', objectType: 'request', objectId: id });
  },
});

export const requestJobs: JobHandlers = {
  [REMIND_JOB]: async (_job, { tx, now, changed, repeat }) => {
    const call = { viewer: SCHEDULER, now, requestId: undefined, changed };
    if (await runWithin(tx, call, remindRequests, undefined)) repeat({});
  },
  [FORGET_JOB]: (_job, { tx, now, changed }) =>
    runWithin(tx, { viewer: SCHEDULER, now, requestId: undefined, changed }, forgetContacts, undefined),
};
