import { defineCommand } from '../../journal/command.ts';
import type { EntryAttachment } from './attachEntry.ts';
import { assertAttached } from './attachedEntries.ts';
import { claimForStep, type RequestResult, takeRequestStep } from './steps.ts';

/** Takes an entry off a request; the entry and its draft stay. @throws DomainError NOT_FOUND when it is not attached. */
export const detachEntry = defineCommand({
  name: 'detachEntry',
  action: 'request.write',
  async run(context, { entryId, ...target }: EntryAttachment): Promise<RequestResult> {
    const request = await claimForStep(context, 'revise', target);
    await assertAttached(context, request.id, entryId);
    await context.tx.requestEntry.delete({ where: { requestId_entryId: { requestId: request.id, entryId } } });
    return takeRequestStep(context, 'revise', request, { fields: ['entries'], details: { detached: entryId } });
  },
});
