import type { CommandContext } from '../../journal/command.ts';
import { validate } from '../../kernel/validate.ts';
import { remarks as remarksSchema } from '../content.ts';
import type { Remark } from '../events.ts';
import { say } from '../messages.ts';
import { assertKnownCodes, assessRequest, codesOf } from './checklist.ts';
import type { KnownRequest } from './steps.ts';

/**
 * What the agency says of a request, checked.
 * @param field name of the input that it stands in
 * @throws DomainError INVALID_INPUT, also for the code of nothing that any type asks for.
 */
export async function checkedRemarks(
  context: CommandContext,
  { organizationId }: KnownRequest,
  given: readonly object[],
  field: 'changes' | 'reasons',
): Promise<Remark[]> {
  const remarks = validate(remarksSchema, given, say('What is said of the request'), [field]);
  const codes = remarks.map(({ code }, place) => ({ code, path: [field, place, 'code'] }));
  // Of all types: those of the request may have been withdrawn in the meantime.
  const assessments = await assessRequest(context, organizationId, { types: [], facts: [] });
  assertKnownCodes(codesOf(assessments), codes);
  return remarks;
}
