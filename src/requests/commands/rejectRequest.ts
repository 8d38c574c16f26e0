import { defineCommand } from '../../journal/command.ts';
import { releaseEntries, sendBackEntries } from './attachedEntries.ts';
import { checkedRemarks } from './remarks.ts';
import { claimForStep, type RequestResult, type RequestTarget, takeRequestStep } from './steps.ts';

/** Rejects a request, with reasons; what was submitted with it goes back to its authors. */
export const rejectRequest = defineCommand({
  name: 'rejectRequest',
  action: 'request.decide',
  async run(context, { reasons, ...target }: RequestTarget & { reasons: readonly object[] }): Promise<RequestResult> {
    const request = await claimForStep(context, 'reject', target);
    const remarks = await checkedRemarks(context, request, reasons, 'reasons');
    await sendBackEntries(context, request, remarks);
    await releaseEntries(context, request);
    return takeRequestStep(context, 'reject', request, { data: { decider: context.viewer.actor }, remarks });
  },
});
