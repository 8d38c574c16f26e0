import { defineCommand } from '../../journal/command.ts';
import { without } from '../order.ts';
import { arranged, keepPins, lockPerson, type OwnResult, pinsOf } from './pins.ts';

/** Takes a pin away, of an entry that is withdrawn by now as well; one that is not there stays so. */
export const unpinEntry = defineCommand({
  name: 'unpinEntry',
  action: 'pin.edit',
  async run(context, { entryId }: { readonly entryId: string }): Promise<OwnResult> {
    const { id: personId } = await lockPerson(context);
    const pins = await pinsOf(context, personId);
    const ids = pins.map((pin) => pin.entryId);
    if (!ids.includes(entryId)) return { personId };
    await keepPins(context, personId, arranged(pins, without(ids, entryId)));
    context.audit({ action: 'pin.remove', objectType: 'person', objectId: personId });
    return { personId };
  },
});
