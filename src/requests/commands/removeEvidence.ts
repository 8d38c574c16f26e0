import { defineCommand } from '../../journal/command.ts';
import { DomainError } from '../../kernel/errors.ts';
import { say } from '../messages.ts';
import { claimForStep, type RequestResult, type RequestTarget, takeRequestStep } from './steps.ts';

/** Takes evidence back. @throws DomainError NOT_FOUND when it is not the request's. */
export const removeEvidence = defineCommand({
  name: 'removeEvidence',
  action: 'request.write',
  async run(context, { evidenceId, ...target }: RequestTarget & { evidenceId: string }): Promise<RequestResult> {
    const request = await claimForStep(context, 'revise', target);
    const where = { id: evidenceId, requestId: request.id };
    const { count } = await context.tx.requestEvidence.deleteMany({ where });
    if (count === 0) throw new DomainError('NOT_FOUND', say('There is no such evidence.'));
    return takeRequestStep(context, 'revise', request, { fields: ['evidence'], details: { removed: evidenceId } });
  },
});
