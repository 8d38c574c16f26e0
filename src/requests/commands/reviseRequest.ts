import { defineCommand } from '../../journal/command.ts';
import { validate } from '../../kernel/validate.ts';
import { type RequestFact, requestContent } from '../content.ts';
import { judge, shortfallsOf } from '../eligibility.ts';
import { say } from '../messages.ts';
import { assessRequest } from './checklist.ts';
import { claimForStep, type RequestResult, type RequestTarget, takeRequestStep } from './steps.ts';

/** A change of what a request says: a field that is absent stays as it is, null clears it. */
export interface RequestRevision extends RequestTarget {
  readonly patch: Readonly<Record<string, unknown>>;
}

/** Changes what a request says, while it is the applicant's turn. */
export const reviseRequest = defineCommand({
  name: 'reviseRequest',
  action: 'request.write',
  async run(context, { patch, ...target }: RequestRevision): Promise<RequestResult> {
    const request = await claimForStep(context, 'revise', target);
    const { types, purpose, contactEmail, contactLocale } = request;
    const facts = request.facts as unknown as RequestFact[];
    const before = { types, purpose, facts, contactEmail, contactLocale };
    const given = Object.entries(patch).filter(([, value]) => value !== undefined);
    // What cannot be without a value is told so: null clears where nothing may stand.
    const content = validate(requestContent, { ...before, ...Object.fromEntries(given) }, say('The request'));
    const assessments = await assessRequest(context, request.organizationId, content);
    const shortfalls = [...new Set([...request.shortfalls, ...shortfallsOf(judge(assessments))])];
    const fields = given.map(([name]) => name);
    return takeRequestStep(context, 'revise', request, { data: { ...content, shortfalls }, fields, change: content });
  },
});
