import { defineCommand } from '../../journal/command.ts';
import { holdEntry } from './attachedEntries.ts';
import { claimForStep, type RequestResult, type RequestTarget, takeRequestStep } from './steps.ts';

/** An entry that a request is to ask for. */
export interface EntryAttachment extends RequestTarget {
  readonly entryId: string;
}

/** Attaches an entry of the organization, with a version in work, to its request. @throws see {@link holdEntry}. */
export const attachEntry = defineCommand({
  name: 'attachEntry',
  action: 'request.write',
  async run(context, { entryId, ...target }: EntryAttachment): Promise<RequestResult> {
    const request = await claimForStep(context, 'revise', target);
    await holdEntry(context, request, entryId);
    return takeRequestStep(context, 'revise', request, { fields: ['entries'], details: { attached: entryId } });
  },
});
