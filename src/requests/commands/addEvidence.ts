import { defineCommand } from '../../journal/command.ts';
import { invalidInput } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { validate } from '../../kernel/validate.ts';
import { evidence, REQUEST_LIMITS, type RequestFact } from '../content.ts';
import { say } from '../messages.ts';
import { assertKnownCodes, assessRequest, codesOf } from './checklist.ts';
import { claimForStep, type RequestResult, type RequestTarget, takeRequestStep } from './steps.ts';

/** Evidence for a request: an address or a note. */
export interface NewEvidence extends RequestTarget {
  readonly evidence: object;
}

/**
 * Adds something that proves a statement of the applicant, or the request as a whole.
 * @throws DomainError INVALID_INPUT for the code of nothing that the types ask for, and unless it is exactly one thing.
 */
export const addEvidence = defineCommand({
  name: 'addEvidence',
  action: 'request.write',
  async run(context, { evidence: given, ...target }: NewEvidence): Promise<RequestResult> {
    const request = await claimForStep(context, 'revise', target);
    const { tx, now } = context;
    const subject = say('The evidence');
    const { code, url, text } = validate(evidence, given, subject);
    if ((url === null) === (text === null))
      throw invalidInput(subject, [{ path: [], message: say('must have exactly one of url and text') }]);
    const facts = request.facts as unknown as RequestFact[];
    const assessments = await assessRequest(context, request.organizationId, { types: request.types, facts });
    assertKnownCodes(codesOf(assessments), [{ code, path: ['code'] }]);
    if ((await tx.requestEvidence.count({ where: { requestId: request.id } })) >= REQUEST_LIMITS.evidence) {
      const message = say('must be one of {max} at the most', { max: REQUEST_LIMITS.evidence });
      throw invalidInput(subject, [{ path: [], message }]);
    }
    const kind = url === null ? 'NOTE' : 'URL';
    const id = newId();
    await tx.requestEvidence.create({ data: { id, requestId: request.id, code, kind, url, text, createdAt: now } });
    const details = { evidence: id, kind };
    return takeRequestStep(context, 'revise', request, { fields: ['evidence'], details, change: { code, url, text } });
  },
});
