import { defineCommand } from '../../journal/command.ts';
import { DomainError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { validate } from '../../kernel/validate.ts';
import { sideOf } from '../abilities.ts';
import { message } from '../content.ts';
import { say } from '../messages.ts';
import type { RequestText, WrittenResult } from './postMessage.ts';
import { findRequest } from './steps.ts';

/** Writes a note for the agency alone: no event, nobody outside is told. */
export const addNote = defineCommand({
  name: 'addNote',
  action: 'request.review',
  async run(context, { requestId, text: given }: RequestText): Promise<WrittenResult> {
    const { tx, viewer, now, audit } = context;
    const request = await findRequest(context, requestId);
    if (sideOf(viewer, request) !== 'AGENCY')
      throw new DomainError('FORBIDDEN', say('Notes are for those who handle the request for the agency.'));
    const text = validate(message, given, say('The note'), ['text']);
    const id = newId();
    await tx.requestNote.create({ data: { id, requestId, author: viewer.actor, text, createdAt: now } });
    audit({
      action: 'request.addNote',
      objectType: 'request',
      objectId: requestId,
      details: { note: id },
      change: text,
    });
    return { requestId, revision: request.revision, writtenId: id };
  },
});
