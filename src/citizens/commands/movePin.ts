import { defineCommand } from '../../journal/command.ts';
import { DomainError } from '../../kernel/errors.ts';
import { say } from '../messages.ts';
import { placed } from '../order.ts';
import type { PlaceInput } from './pinEntry.ts';
import { arranged, keepPins, lockPerson, type OwnResult, pinsOf } from './pins.ts';

/**
 * Moves a pin before another one, or to the end.
 * @throws DomainError NOT_FOUND when it is not pinned.
 */
export const movePin = defineCommand({
  name: 'movePin',
  action: 'pin.edit',
  async run(context, { entryId, before }: PlaceInput): Promise<OwnResult> {
    const { id: personId } = await lockPerson(context);
    const pins = await pinsOf(context, personId);
    const ids = pins.map((pin) => pin.entryId);
    if (!ids.includes(entryId)) throw new DomainError('NOT_FOUND', say('This is not pinned.'));
    await keepPins(context, personId, arranged(pins, placed(ids, entryId, before)));
    context.audit({ action: 'pin.move', objectType: 'person', objectId: personId });
    return { personId };
  },
});
