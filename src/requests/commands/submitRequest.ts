import { defineCommand } from '../../journal/command.ts';
import { invalidInput } from '../../kernel/errors.ts';
import { assertActive } from '../../organizations/commands/claimOrganization.ts';
import type { RequestFact } from '../content.ts';
import { assertSubmittable, judge } from '../eligibility.ts';
import { say } from '../messages.ts';
import { submitEntries } from './attachedEntries.ts';
import { assessRequest } from './checklist.ts';
import { claimForStep, type RequestResult, type RequestTarget, takeRequestStep } from './steps.ts';

/**
 * Submits a request, and the drafts of its entries with it.
 * @throws DomainError INVALID_INPUT naming what has not been answered or given, NOT_ELIGIBLE naming what does not hold and must:
 *   see requests/eligibility.ts.
 */
export const submitRequest = defineCommand({
  name: 'submitRequest',
  action: 'request.write',
  async run(context, target: RequestTarget): Promise<RequestResult> {
    const request = await claimForStep(context, 'submit', target);
    const { tx, now } = context;
    const { types, organizationId, contactEmail, submittedAt } = request;
    assertActive(await tx.organization.findUniqueOrThrow({ where: { id: organizationId } }));
    if (contactEmail === null) {
      const message = say('must be given before a request is submitted');
      throw invalidInput(say('The request'), [{ path: ['contactEmail'], message }]);
    }
    const facts = request.facts as unknown as RequestFact[];
    assertSubmittable(judge(await assessRequest(context, organizationId, { types, facts })));
    await submitEntries(context, request);
    const data = { reviewer: null, submittedAt: submittedAt ?? now };
    return takeRequestStep(context, 'submit', request, { data });
  },
});
