import { isInForce } from '../../identity/grants.ts';
import { defineCommand } from '../../journal/command.ts';
import { assertLevel } from '../../kernel/levels.ts';
import { forgetCitizens } from '../pseudonyms.ts';
import { lockPerson, type OwnResult } from './pins.ts';

/**
 * Erases all that is kept of the viewer, their sessions too: every row that refers to a person goes with the person, and what they
 * did for organizations names them no more.
 * Who acts for an organization loses that leave, so they need the level that it was gained at.
 * @throws StepUpRequired when they act for an organization and have not reached SUBSTANTIAL.
 */
export const eraseMyData = defineCommand({
  name: 'eraseMyData',
  action: 'ownData.erase',
  async run(context, _input: object): Promise<OwnResult> {
    const { tx, viewer, now, audit } = context;
    const { id: personId } = await lockPerson(context);
    const acts = await tx.grant.count({ where: { personId, ...isInForce(now) } });
    if (acts > 0) assertLevel(viewer, 'SUBSTANTIAL');
    await tx.person.delete({ where: { id: personId } });
    await forgetCitizens(tx, [personId]);
    // Answers to earlier calls; the key of this very call stays its 48 hours.
    await tx.idempotencyKey.deleteMany({ where: { actor: viewer.actor, createdAt: { lt: now } } });
    audit({ action: 'person.erase', objectType: 'person', objectId: personId });
    return { personId };
  },
});
