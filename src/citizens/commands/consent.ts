import { defineCommand } from '../../journal/command.ts';
import { lockPerson, type OwnResult } from './pins.ts';

/** Consents to keeping what is kept for convenience: pins. Consent that was given keeps its time. */
export const giveConsent = defineCommand({
  name: 'giveConsent',
  action: 'consent.edit',
  async run(context, _input: object): Promise<OwnResult> {
    const { id: personId, consentAt } = await lockPerson(context);
    if (consentAt) return { personId };
    await context.tx.person.update({ where: { id: personId }, data: { consentAt: context.now } });
    context.audit({ action: 'consent.give', objectType: 'person', objectId: personId });
    return { personId };
  },
});

/** Takes consent back; what was kept by it is deleted at once. */
export const withdrawConsent = defineCommand({
  name: 'withdrawConsent',
  action: 'consent.edit',
  async run(context, _input: object): Promise<OwnResult> {
    const { id: personId, consentAt } = await lockPerson(context);
    if (!consentAt) return { personId };
    await context.tx.pin.deleteMany({ where: { personId } });
    await context.tx.person.update({ where: { id: personId }, data: { consentAt: null } });
    context.audit({ action: 'consent.withdraw', objectType: 'person', objectId: personId });
    return { personId };
  },
});
