import { defineCommand } from '../../journal/command.ts';
import { sendBackEntries } from './attachedEntries.ts';
import { checkedRemarks } from './remarks.ts';
import { claimForStep, type RequestResult, type RequestTarget, takeRequestStep } from './steps.ts';

/** Sends a request back to the applicant, and the versions that were submitted with it, saying what is to be changed. */
export const returnRequest = defineCommand({
  name: 'returnRequest',
  action: 'request.review',
  async run(context, { changes, ...target }: RequestTarget & { changes: readonly object[] }): Promise<RequestResult> {
    const request = await claimForStep(context, 'requestChanges', target);
    const remarks = await checkedRemarks(context, request, changes, 'changes');
    await sendBackEntries(context, request, remarks);
    return takeRequestStep(context, 'requestChanges', request, { remarks });
  },
});
