import { defineCommand } from '../../journal/command.ts';
import { validate } from '../../kernel/validate.ts';
import { optionalReason } from '../content.ts';
import { say } from '../messages.ts';
import { releaseEntries, sendBackEntries } from './attachedEntries.ts';
import { claimForStep, type RequestResult, type RequestTarget, takeRequestStep } from './steps.ts';

/** Takes a request back that nobody has decided; its entries stay as drafts. */
export const withdrawRequest = defineCommand({
  name: 'withdrawRequest',
  action: 'request.write',
  async run(context, { reason, ...target }: RequestTarget & { reason?: string | null }): Promise<RequestResult> {
    const request = await claimForStep(context, 'withdraw', target);
    const text = validate(optionalReason, reason ?? null, say('The reason'), ['reason']);
    await sendBackEntries(context, request);
    await releaseEntries(context, request);
    return takeRequestStep(context, 'withdraw', request, { remarks: text === null ? [] : [{ code: null, text }] });
  },
});
