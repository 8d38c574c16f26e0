import { defineCommand } from '../../journal/command.ts';
import { assertFuture } from '../../kernel/localTime.ts';
import { assertMay } from '../../kernel/permissions.ts';
import { publishEntries, releaseEntries } from './attachedEntries.ts';
import { claimForStep, type RequestResult, type RequestTarget, takeRequestStep } from './steps.ts';

/** A request to be approved, and when its entries are to be published; at once without a time. */
export interface RequestApproval extends RequestTarget {
  readonly publishAt: Date | null;
}

/**
 * Approves a request and publishes its entries, or sets the time to: everything or nothing.
 * @throws DomainError FORBIDDEN for who wrote in it or in one of its entries, claimed it, or acts for the applicant;
 *   ILLEGAL_TRANSITION, CONFLICT.
 */
export const approveRequest = defineCommand({
  name: 'approveRequest',
  action: 'request.decide',
  async run(context, { publishAt, ...target }: RequestApproval): Promise<RequestResult> {
    const { viewer, now } = context;
    assertMay(viewer, 'entry.review');
    assertMay(viewer, 'entry.publish');
    if (publishAt) assertFuture(publishAt, now, ['publishAt']);
    const request = await claimForStep(context, 'approve', target);
    const published = await publishEntries(context, request, publishAt);
    await releaseEntries(context, request);
    const details = { entries: published.length, publishAt: publishAt?.toISOString() ?? null };
    return takeRequestStep(context, 'approve', request, { data: { decider: viewer.actor }, details });
  },
});
