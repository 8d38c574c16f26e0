import type { Prisma } from '../../generated/prisma/client.ts';
import { defineCommand } from '../../journal/command.ts';
import { DomainError } from '../../kernel/errors.ts';
import type { DeliveryState } from '../deliveries.ts';
import { say } from '../messages.ts';

/** States of mails that nobody hands over any more unless somebody says so. */
export const STUCK_STATES = ['REFUSED', 'UNKNOWN'] as const satisfies readonly DeliveryState[];

/**
 * Queues a mail anew that was refused, or of which nobody knows whether it went; it may come twice then, under the same
 * Message-ID. Answers its id.
 * @throws DomainError NOT_FOUND, ILLEGAL_TRANSITION for a mail that went or is still to go.
 */
export const sendMailAgain = defineCommand({
  name: 'sendMailAgain',
  action: 'mail.manage',
  async run({ tx, now, audit }, { deliveryId: id }: { readonly deliveryId: string }): Promise<string> {
    const before = await tx.mailDelivery.findUnique({ where: { id } });
    if (!before) throw new DomainError('NOT_FOUND', say('There is no such mail.'));
    const state: DeliveryState = 'QUEUED';
    const anew = { state, attempts: 0, runAt: now, takenAt: null, lastError: null };
    const where: Prisma.MailDeliveryWhereInput = { id, state: { in: [...STUCK_STATES] } };
    const { count } = await tx.mailDelivery.updateMany({ where, data: anew });
    if (count === 0) {
      const message = say('Only a mail that was refused or whose fate is unknown is sent again; this one is {state}.', {
        state: before.state,
      });
      throw new DomainError('ILLEGAL_TRANSITION', message);
    }
    const details = { from: before.state, event: before.event, recipient: before.recipient };
    audit({ action: 'mail.sendAgain', objectType: 'mail', objectId: id, fields: ['state'], details });
    return id;
  },
});
