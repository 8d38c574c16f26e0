/** Tells people of what happened to requests: queues a mail to each of them. */
import type { JobHandlers } from '../journal/worker.ts';
import { NOTIFY_JOB, type NotifyPayload } from '../requests/events.ts';
import type { RequestState, Side } from '../requests/workflow.ts';
import { queueDeliveries } from './deliveries.ts';
import { recipientsOf } from './recipients.ts';

export const notificationJobs: JobHandlers = {
  [NOTIFY_JOB]: async ({ payload }, { tx, now }) => {
    const { eventId, requestId, event } = payload as NotifyPayload;
    const found = await tx.requestEvent.findUnique({
      where: { id: eventId },
      select: { messageId: true, request: { select: { state: true } } },
    });
    if (!found) return;
    const { messageId: id, request } = found;
    const message = id && (await tx.requestMessage.findUnique({ where: { id }, select: { side: true } }));
    const circumstances = { state: request.state as RequestState, writer: message ? (message.side as Side) : null };
    await queueDeliveries(tx, { eventId, requestId, event }, recipientsOf(event, circumstances), now);
  },
};
