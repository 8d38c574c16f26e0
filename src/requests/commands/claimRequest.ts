import { defineCommand } from '../../journal/command.ts';
import { claimForStep, type RequestResult, type RequestTarget, takeRequestStep } from './steps.ts';

/** Takes a submitted request to handle it, or takes it over from another editor. Who claims it does not decide it. */
export const claimRequest = defineCommand({
  name: 'claimRequest',
  action: 'request.review',
  async run(context, target: RequestTarget): Promise<RequestResult> {
    const request = await claimForStep(context, 'claim', target);
    const { actor } = context.viewer;
    const data = { reviewer: actor, claimers: [...new Set([...request.claimers, actor])] };
    return takeRequestStep(context, 'claim', request, { data, fields: ['reviewer'] });
  },
});
