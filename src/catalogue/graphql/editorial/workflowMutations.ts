/** Steps of the workflow, the same for every kind. */
import type { InputFieldBuilder, InputFieldRef } from '@pothos/core';
import { type BuilderTypes, builder } from '../../../graphql/builder.ts';
import { IDEMPOTENCY_KEY } from '../../../graphql/payload.ts';
import { LocalizedTextInput } from '../../../graphql/zodInput.ts';
import type { Command } from '../../../journal/command.ts';
import { parseTime } from '../../../kernel/localTime.ts';
import { approveVersions } from '../../commands/approveVersions.ts';
import { cancelWithdrawal } from '../../commands/cancelWithdrawal.ts';
import { discardVersion } from '../../commands/discardVersion.ts';
import { publishVersion } from '../../commands/publishVersion.ts';
import { requestChanges } from '../../commands/requestChanges.ts';
import { restoreVersion } from '../../commands/restoreVersion.ts';
import { scheduleVersion } from '../../commands/scheduleVersion.ts';
import type { StepResult, VersionTarget } from '../../commands/steps.ts';
import { submitVersion } from '../../commands/submitVersion.ts';
import { unscheduleVersion } from '../../commands/unscheduleVersion.ts';
import { withdrawEntry } from '../../commands/withdrawEntry.ts';
import { EntryPayloadRef, entryIdOf, entryOutcome, versionIdOf } from './payload.ts';

type InputFields = InputFieldBuilder<BuilderTypes, 'InputObject'>;
type FieldMap = Record<string, InputFieldRef<BuilderTypes, unknown>>;

/** A step: its name, what it does, its input, and the command that does it. */
interface Step<Own, Input> {
  readonly name: string;
  readonly description: string;
  readonly command: Command<Input, StepResult>;
  readonly target: 'version' | 'entry';
  readonly own?: (t: InputFields) => FieldMap;
  readonly toInput: (id: string, expectedRevision: number, own: Own) => Input;
}

type StepInput<Own> = Own & { id: string; expectedRevision: number; idempotencyKey?: string | null };

const capitalized = (name: string) => `${name[0]?.toUpperCase()}${name.slice(1)}`;

function addStep<Own extends object, Input>({
  name,
  description,
  command,
  target,
  own,
  toInput,
}: Step<Own, Input>): void {
  const inputType = builder.inputRef<StepInput<Own>>(`${capitalized(name)}Input`);
  inputType.implement({
    description: `Input of \`${name}\`.`,
    fields: (t) =>
      ({
        id: t.id({ required: true, description: `Global id of the ${target}.` }),
        expectedRevision: t.int({ required: true, description: 'Revision of the entry that the caller looked at.' }),
        ...own?.(t as unknown as InputFields),
        idempotencyKey: t.string({
          description: IDEMPOTENCY_KEY,
        }),
      }) as never,
  });
  const idOf = target === 'version' ? versionIdOf : entryIdOf;
  builder.mutationField(name, (t) =>
    t.field({
      authScopes: { may: command.action },
      type: EntryPayloadRef,
      description,
      args: {
        input: t.arg({ type: inputType, required: true, description: `The ${target} and what the step needs.` }),
      },
      resolve: (_root, args, context) => {
        const { input } = args as unknown as { input: StepInput<Own> };
        const { id, expectedRevision, idempotencyKey, ...rest } = input;
        return entryOutcome(
          context,
          command,
          () => toInput(idOf(id, ['id']), expectedRevision, rest as unknown as Own),
          idempotencyKey,
        );
      },
    }),
  );
}

const toTarget = (versionId: string, expectedRevision: number): VersionTarget => ({ versionId, expectedRevision });
const TIME = 'with an offset, or without one as local time in Europe/Prague, such as 2026-11-23T09:30.';

addStep({
  name: 'submitVersion',
  description: 'Submits a draft for review; its content cannot be changed from then on.',
  command: submitVersion,
  target: 'version',
  toInput: toTarget,
});

const ReviewCommentInput = builder.inputRef<{ path?: string | null; text: string }>('ReviewCommentInput').implement({
  description: 'A remark of a reviewer.',
  fields: (t) => ({
    path: t.string({
      description: 'Path of the field that it is about, such as `title.cs`; the whole version when left out.',
    }),
    text: t.string({ required: true, description: 'What is to be changed.' }),
  }),
});

addStep<
  { comments: { path?: string | null; text: string }[] },
  VersionTarget & { comments: { path: string; text: string }[] }
>({
  name: 'requestChanges',
  description: 'Sends a version in review back to its author, with comments.',
  command: requestChanges as never,
  target: 'version',
  own: (t) => ({
    comments: t.field({ type: [ReviewCommentInput], required: true, description: 'What is to be changed.' }) as never,
  }),
  toInput: (versionId, expectedRevision, { comments }) => {
    return { versionId, expectedRevision, comments: comments.map(({ path, text }) => ({ path: path ?? '', text })) };
  },
});

/** Approving one version is approving a batch of one. */
const approveOne: Command<VersionTarget & { publish?: boolean | null }, StepResult> = {
  ...approveVersions,
  async run(context, { publish, ...version }) {
    return (await approveVersions.run(context, { versions: [version], publish }))[0] as StepResult;
  },
};

addStep<{ publish?: boolean | null }, VersionTarget & { publish?: boolean | null }>({
  name: 'approveVersion',
  description: 'Approves a version in review. Nobody approves what they wrote.',
  command: approveOne,
  target: 'version',
  own: (t) => ({ publish: t.boolean({ description: 'Whether to publish it at once.' }) as never }),
  toInput: (versionId, expectedRevision, { publish }) => ({ versionId, expectedRevision, publish: publish ?? false }),
});

addStep({
  name: 'publishVersion',
  description: 'Publishes an approved or scheduled version now.',
  command: publishVersion,
  target: 'version',
  toInput: toTarget,
});

addStep<{ publishAt: string }, VersionTarget & { publishAt: Date }>({
  name: 'scheduleVersion',
  description: 'Sets the time at which an approved version is published.',
  command: scheduleVersion,
  target: 'version',
  own: (t) => ({ publishAt: t.string({ required: true, description: `When to publish it: ${TIME}` }) as never }),
  toInput: (versionId, expectedRevision, { publishAt }) => {
    return { versionId, expectedRevision, publishAt: parseTime(publishAt, ['publishAt']) };
  },
});

addStep({
  name: 'unscheduleVersion',
  description: 'Takes back the time at which a version was to be published; it stays approved.',
  command: unscheduleVersion,
  target: 'version',
  toInput: toTarget,
});

addStep({
  name: 'discardVersion',
  description: 'Gives up a version that was never published; it stays in the history.',
  command: discardVersion,
  target: 'version',
  toInput: toTarget,
});

addStep<{ reason?: string | null }, VersionTarget & { reason?: string | null }>({
  name: 'restoreVersion',
  description: "Makes an older version's content the draft of its entry.",
  command: restoreVersion,
  target: 'version',
  own: (t) => ({ reason: t.string({ description: 'Why, for those who read the history.' }) as never }),
  toInput: (versionId, expectedRevision, { reason }) => ({ versionId, expectedRevision, reason: reason ?? null }),
});

interface OwnWithdrawal {
  readonly reason: object;
  readonly redirectTo?: string | null;
  readonly withdrawAt?: string | null;
}

addStep<OwnWithdrawal, Parameters<typeof withdrawEntry.run>[1]>({
  name: 'withdrawEntry',
  description: 'Takes a published entry off, now or at a set time; readers find a tombstone in its place.',
  command: withdrawEntry,
  target: 'entry',
  own: (t) => ({
    reason: t.field({ type: LocalizedTextInput, required: true, description: 'Why, for readers.' }) as never,
    redirectTo: t.id({ description: 'Global id of a published entry to look at instead.' }) as never,
    withdrawAt: t.string({ description: `When to withdraw it: ${TIME} At once when left out.` }) as never,
  }),
  toInput: (entryId, expectedRevision, { reason, redirectTo, withdrawAt }) => {
    return {
      entryId,
      expectedRevision,
      reason: Object.fromEntries(Object.entries(reason).filter(([, text]) => text !== null && text !== undefined)),
      redirectToId: redirectTo ? entryIdOf(redirectTo, ['redirectTo']) : null,
      withdrawAt: withdrawAt ? parseTime(withdrawAt, ['withdrawAt']) : null,
    };
  },
});

addStep({
  name: 'cancelWithdrawal',
  description: 'Takes back the time at which an entry was to be withdrawn.',
  command: cancelWithdrawal,
  target: 'entry',
  toInput: (entryId, expectedRevision) => ({ entryId, expectedRevision }),
});
