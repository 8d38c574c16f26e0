import { defineCommand } from '../../journal/command.ts';
import { DomainError } from '../../kernel/errors.ts';
import { say } from '../messages.ts';
import type { EntryAttachment } from './attachEntry.ts';
import { claimForStep, type RequestResult, takeRequestStep } from './steps.ts';

/** Takes an entry off a request; the entry and its draft stay. @throws DomainError NOT_FOUND when it is not attached. */
export const detachEntry = defineCommand({
  name: 'detachEntry',
  action: 'request.write',
  async run(context, { entryId, ...target }: EntryAttachment): Promise<RequestResult> {
    const request = await claimForStep(context, 'revise', target);
    const { count } = await context.tx.requestEntry.deleteMany({ where: { requestId: request.id, entryId } });
    if (count === 0) throw new DomainError('NOT_FOUND', say('This entry is not attached to the request.'));
    return takeRequestStep(context, 'revise', request, { fields: ['entries'], details: { detached: entryId } });
  },
});
