import { type CommandContext, defineCommand } from '../../journal/command.ts';
import { invalidInput } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { validate } from '../../kernel/validate.ts';
import { evidence, REQUEST_LIMITS, type RequestFact } from '../content.ts';
import { say } from '../messages.ts';
import { assertKnownCodes, assessRequest, codesOf } from './checklist.ts';
import { claimForStep, type RequestResult, type RequestTarget, takeRequestStep } from './steps.ts';

/** Evidence for a request: an address, a note or a document. */
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
    const { code, url, text, fileId } = validate(evidence, given, subject);
    if ([url, text, fileId].filter((one) => one !== null).length !== 1)
      throw invalidInput(subject, [{ path: [], message: say('must have exactly one of url, text and fileId') }]);
    if (fileId !== null) await assertOwnDocument(context, fileId);
    const facts = request.facts as unknown as RequestFact[];
    const assessments = await assessRequest(context, request.organizationId, { types: request.types, facts });
    assertKnownCodes(codesOf(assessments), [{ code, path: ['code'] }]);
    if ((await tx.requestEvidence.count({ where: { requestId: request.id } })) >= REQUEST_LIMITS.evidence) {
      const message = say('must be one of {max} at the most', { max: REQUEST_LIMITS.evidence });
      throw invalidInput(subject, [{ path: [], message }]);
    }
    const kind = url !== null ? 'URL' : text !== null ? 'NOTE' : 'FILE';
    const id = newId();
    const row = { id, requestId: request.id, code, kind, url, text, fileId, createdAt: now };
    await tx.requestEvidence.create({ data: row });
    const details = { evidence: id, kind };
    return takeRequestStep(context, 'revise', request, {
      fields: ['evidence'],
      details,
      change: { code, url, text, fileId },
    });
  },
});

/**
 * Documents are for those who may see the request alone, so nobody brings in one that somebody else sent. The row is locked as
 * by a reference, so that it is not deleted meanwhile.
 */
async function assertOwnDocument({ tx, viewer }: CommandContext, fileId: string): Promise<void> {
  const found = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "File" WHERE "id" = ${fileId}::uuid AND "purpose" = 'EVIDENCE' AND "hash" IS NOT NULL
      AND "author" = ${viewer.actor} FOR KEY SHARE`;
  if (found.length > 0) return;
  const message = say('must be the id of a document that you have sent');
  throw invalidInput(say('The evidence'), [{ path: ['fileId'], message }]);
}
