/** Mails to be sent: one row for each event and recipient, written with the event's job. */
import { v5 } from 'uuid';
import type { Transaction } from '../platform/database.ts';
import type { RequestEventKind } from '../requests/events.ts';
import type { Recipient } from './recipients.ts';

/**
 * What becomes of a mail. SENDING is written before it is handed over: whoever finds it there later knows that a process
 * ended in between, and that the mail may have gone. UNKNOWN is for good: nothing is ever sent twice.
 */
export type DeliveryState = 'QUEUED' | 'SENDING' | 'SENT' | 'SKIPPED' | 'REFUSED' | 'UNKNOWN';

/** A mail that an event asks for. */
export interface NewDelivery {
  readonly eventId: string;
  readonly requestId: string;
  readonly event: RequestEventKind;
}

/** Namespace of the ids of mails; a random UUID. */
const NAMESPACE = '5d0f6f0e-0a8c-4a0e-9d0b-0d6d2f5f3a11';

/** The id of the mail about an event to a recipient: always the same. */
export function deliveryId(eventId: string, recipient: Recipient): string {
  return v5(`${eventId} ${recipient}`, NAMESPACE);
}

/** Queues a mail to each recipient; those that are there already stay as they are. */
export async function queueDeliveries(
  tx: Transaction,
  event: NewDelivery,
  recipients: readonly Recipient[],
  now: Date,
): Promise<void> {
  await tx.mailDelivery.createMany({
    data: recipients.map((recipient) => {
      const id = deliveryId(event.eventId, recipient);
      return { id, ...event, recipient, state: 'QUEUED', runAt: now, createdAt: now };
    }),
    skipDuplicates: true,
  });
}
