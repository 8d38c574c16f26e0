import { defineCommand } from '../../journal/command.ts';
import { newId } from '../../kernel/ids.ts';
import { validate } from '../../kernel/validate.ts';
import { sideOf } from '../abilities.ts';
import { message } from '../content.ts';
import { say } from '../messages.ts';
import { findRequest, noSuchRequest, type RequestResult, tell } from './steps.ts';

/** A text about a request. */
export interface RequestText {
  readonly requestId: string;
  readonly text: string;
}

/** The result of a command that wrote a message or a note. */
export interface WrittenResult extends RequestResult {
  readonly writtenId: string;
}

/** Writes to the other side of a request, in whatever state it is; the request itself does not change by it. */
export const postMessage = defineCommand({
  name: 'postMessage',
  action: 'request.sendMessage',
  async run(context, { requestId, text: given }: RequestText): Promise<WrittenResult> {
    const { tx, viewer, now, audit } = context;
    const request = await findRequest(context, requestId);
    const side = sideOf(viewer, request);
    if (side === null) throw noSuchRequest();
    const text = validate(message, given, say('The message'), ['text']);
    const id = newId();
    await tx.requestMessage.create({ data: { id, requestId, side, author: viewer.actor, text, createdAt: now } });
    const details = { message: id, side };
    audit({ action: 'request.postMessage', objectType: 'request', objectId: requestId, details, change: text });
    await tell(context, requestId, 'MESSAGE_POSTED', { messageId: id });
    return { requestId, revision: request.revision, writtenId: id };
  },
});
