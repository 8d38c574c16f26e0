import { visibleTo } from '../../catalogue/reads/visibility.ts';
import { defineCommand } from '../../journal/command.ts';
import { DomainError } from '../../kernel/errors.ts';
import { say } from '../messages.ts';
import { MAX_PINS, placed } from '../order.ts';
import { arranged, keepPins, lockPerson, type OwnResult, pinsOf } from './pins.ts';

export interface PlaceInput {
  readonly entryId: string;
  /** Entry before which to put it; null for the end. */
  readonly before: string | null;
}

/** Kinds that can be pinned. */
const PINNABLE = ['tile', 'form'];

/**
 * Pins a tile or a form that the viewer may see now; one that is pinned stays where it is.
 * @throws DomainError NOT_FOUND for anything else, ILLEGAL_TRANSITION without consent and at the most pins.
 */
export const pinEntry = defineCommand({
  name: 'pinEntry',
  action: 'pin.edit',
  async run(context, { entryId, before }: PlaceInput): Promise<OwnResult> {
    const { tx, viewer, now, audit } = context;
    const { id: personId, consentAt } = await lockPerson(context);
    if (!consentAt)
      throw new DomainError('ILLEGAL_TRANSITION', say('Consent first to keeping your pins: giveConsent.'));
    const visible = { AND: [{ id: entryId, kind: { in: PINNABLE } }, visibleTo(viewer)] };
    const entry = await tx.liveEntry.findFirst({ where: visible, select: { kind: true } });
    if (!entry) throw new DomainError('NOT_FOUND', say('There is no such tile or form.'));
    const pins = await pinsOf(context, personId);
    const ids = pins.map((pin) => pin.entryId);
    if (ids.includes(entryId)) return { personId };
    if (ids.length >= MAX_PINS) {
      const most = say('You have {max} pins, which is the most: unpin one first.', { max: MAX_PINS });
      throw new DomainError('ILLEGAL_TRANSITION', most);
    }
    await keepPins(
      context,
      personId,
      arranged([...pins, { entryId, kind: entry.kind, pinnedAt: now }], placed(ids, entryId, before)),
    );
    audit({ action: 'pin.add', objectType: 'person', objectId: personId });
    return { personId };
  },
});
