/** What people change of what is kept of them. */
import { entryIdOf } from '../../catalogue/graphql/editorial/payload.ts';
import type { Person } from '../../generated/prisma/client.ts';
import { builder } from '../../graphql/builder.ts';
import { type Context, run } from '../../graphql/context.ts';
import { ERRORS, IDEMPOTENCY_KEY, type Outcome, outcomeOf } from '../../graphql/payload.ts';
import type { Command } from '../../journal/command.ts';
import { giveConsent, withdrawConsent } from '../commands/consent.ts';
import { eraseMyData } from '../commands/eraseMyData.ts';
import { movePin } from '../commands/movePin.ts';
import { pinEntry } from '../commands/pinEntry.ts';
import type { OwnResult } from '../commands/pins.ts';
import { unpinEntry } from '../commands/unpinEntry.ts';
import { MeRef, ownRecord } from './me.ts';

const MePayloadRef = builder.objectRef<Outcome<Person | null>>('MePayload').implement({
  description: 'What a mutation of what is kept of a person did.',
  fields: (t) => ({
    me: t.field({
      type: MeRef,
      nullable: true,
      description: 'The person, as they are now; null when there are errors, and after erasure.',
      resolve: ({ result }) => result,
    }),
    errors: t.field(ERRORS),
  }),
});

const PlaceInput = (name: string, mutation: string, before: string) =>
  builder.inputType(name, {
    description: `Input of \`${mutation}\`.`,
    fields: (t) => ({
      entryId: t.id({ required: true, description: 'Global id of the tile or form.' }),
      before: t.id({ description: before }),
      idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
    }),
  });
const BEFORE =
  'Global id of the pinned entry to put it before; at the end when left out, or when that one is not pinned.';
const PinEntryInput = PlaceInput('PinEntryInput', 'pinEntry', BEFORE);
const MovePinInput = PlaceInput('MovePinInput', 'movePin', BEFORE);

const UnpinEntryInput = builder.inputType('UnpinEntryInput', {
  description: 'Input of `unpinEntry`.',
  fields: (t) => ({
    entryId: t.id({ required: true, description: 'Global id of the pinned entry.' }),
    idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
  }),
});

const OwnDataInput = builder.inputType('OwnDataInput', {
  description: 'Input of mutations that need nothing said but who asks.',
  fields: (t) => ({ idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }) }),
});

/** Runs a command on the input that `inputOf` reads, and answers the person anew. */
function changed<Input>(
  context: Context,
  command: Command<Input, OwnResult>,
  inputOf: () => Input,
  idempotencyKey: string | null | undefined,
): Promise<Outcome<Person | null>> {
  return outcomeOf(async () => {
    await run(context, command, inputOf(), idempotencyKey);
    return ownRecord(context);
  });
}

const placeOf = ({ entryId, before }: { entryId: string; before?: string | null | undefined }) => {
  return {
    entryId: entryIdOf(entryId, ['entryId']),
    before: before ? entryIdOf(before, ['before']) : null,
  };
};

builder.mutationFields((t) => ({
  pinEntry: t.field({
    authScopes: { may: pinEntry.action },
    type: MePayloadRef,
    description: 'Pins a tile or a form, up to 100; one that is pinned already stays where it is. Needs consent.',
    args: { input: t.arg({ type: PinEntryInput, required: true, description: 'What to pin, and where.' }) },
    resolve: (_root, { input }, context) => changed(context, pinEntry, () => placeOf(input), input.idempotencyKey),
  }),
  movePin: t.field({
    authScopes: { may: movePin.action },
    type: MePayloadRef,
    description: "Moves a pin in the person's own order.",
    args: { input: t.arg({ type: MovePinInput, required: true, description: 'What to move, and where.' }) },
    resolve: (_root, { input }, context) => changed(context, movePin, () => placeOf(input), input.idempotencyKey),
  }),
  unpinEntry: t.field({
    authScopes: { may: unpinEntry.action },
    type: MePayloadRef,
    description: 'Takes a pin away; what is not pinned stays so.',
    args: { input: t.arg({ type: UnpinEntryInput, required: true, description: 'What to unpin.' }) },
    resolve: (_root, { input: { entryId, idempotencyKey } }, context) =>
      changed(context, unpinEntry, () => ({ entryId: entryIdOf(entryId, ['entryId']) }), idempotencyKey),
  }),
  giveConsent: t.field({
    authScopes: { may: giveConsent.action },
    type: MePayloadRef,
    description: 'Consents to keeping pins.',
    args: { input: t.arg({ type: OwnDataInput, required: true, description: 'Nothing but the key.' }) },
    resolve: (_root, { input }, context) => changed(context, giveConsent, () => ({}), input.idempotencyKey),
  }),
  withdrawConsent: t.field({
    authScopes: { may: withdrawConsent.action },
    type: MePayloadRef,
    description: 'Takes consent back: all pins are deleted at once.',
    args: { input: t.arg({ type: OwnDataInput, required: true, description: 'Nothing but the key.' }) },
    resolve: (_root, { input }, context) => changed(context, withdrawConsent, () => ({}), input.idempotencyKey),
  }),
  eraseMyData: t.field({
    authScopes: { may: eraseMyData.action },
    type: MePayloadRef,
    description:
      'Erases all that is kept of the citizen who asks and ends their sessions; the audit log keeps a pseudonym that leads ' +
      'nowhere. Who acts for an organization needs the level SUBSTANTIAL or HIGH; others are answered STEP_UP_REQUIRED.',
    args: { input: t.arg({ type: OwnDataInput, required: true, description: 'Nothing but the key.' }) },
    resolve: (_root, { input }, context) => changed(context, eraseMyData, () => ({}), input.idempotencyKey),
  }),
}));
