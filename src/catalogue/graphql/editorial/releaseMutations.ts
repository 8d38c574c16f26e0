/** Steps in the life of a release. */
import type { InputFieldBuilder, InputFieldRef } from '@pothos/core';
import { type BuilderTypes, builder } from '../../../graphql/builder.ts';
import { editorial, run } from '../../../graphql/context.ts';
import { ERRORS, IDEMPOTENCY_KEY, type Outcome, outcomeOf } from '../../../graphql/payload.ts';
import type { Command } from '../../../journal/command.ts';
import { parseTime } from '../../../kernel/localTime.ts';
import { assertMay } from '../../../kernel/permissions.ts';
import { addToRelease, MAX_VERSIONS } from '../../commands/releases/addToRelease.ts';
import { createRelease } from '../../commands/releases/createRelease.ts';
import { discardRelease } from '../../commands/releases/discardRelease.ts';
import { publishRelease } from '../../commands/releases/publishRelease.ts';
import type { ReleaseResult, ReleaseTarget, ReleaseVersionsTarget } from '../../commands/releases/releaseSteps.ts';
import { removeFromRelease } from '../../commands/releases/removeFromRelease.ts';
import { scheduleRelease } from '../../commands/releases/scheduleRelease.ts';
import { unscheduleRelease } from '../../commands/releases/unscheduleRelease.ts';
import { versionIdOf } from './payload.ts';
import { ReleaseRef, releaseIdOf } from './release.ts';

type InputFields = InputFieldBuilder<BuilderTypes, 'InputObject'>;
type FieldMap = Record<string, InputFieldRef<BuilderTypes, unknown>>;

const ReleasePayloadRef = builder.objectRef<Outcome<ReleaseResult>>('ReleasePayload').implement({
  description: 'What a mutation of a release did.',
  fields: (t) => ({
    release: t.field({
      type: ReleaseRef,
      nullable: true,
      description: 'The release, as it is now; null when there are errors.',
      resolve: ({ result }, _args, context) =>
        result && editorial(context).release.findUniqueOrThrow({ where: { id: result.releaseId } }),
    }),
    errors: t.field(ERRORS),
  }),
});

/** A mutation: its name, what it does, the fields of its input, and the command that does it. */
interface Mutation<Own, Input> {
  readonly name: string;
  readonly description: string;
  readonly command: Command<Input, ReleaseResult>;
  readonly fields: (t: InputFields) => FieldMap;
  readonly toInput: (own: Own) => Input;
}

function addMutation<Own extends object, Input>({
  name,
  description,
  command,
  fields,
  toInput,
}: Mutation<Own, Input>): void {
  const typeName = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const inputType = builder.inputRef<Own & { idempotencyKey?: string | null }>(typeName);
  inputType.implement({
    description: `Input of \`${name}\`.`,
    fields: (t) =>
      ({ ...fields(t as unknown as InputFields), idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }) }) as never,
  });
  builder.mutationField(name, (t) =>
    t.field({
      authScopes: { may: command.action },
      type: ReleasePayloadRef,
      description,
      args: { input: t.arg({ type: inputType, required: true, description: 'The release and what the step needs.' }) },
      resolve: (_root, args, context) => {
        const { input } = args as unknown as { input: Own & { idempotencyKey?: string | null } };
        const { idempotencyKey, ...own } = input;
        return outcomeOf(async () => {
          // Before the input is looked at: who may not do it learns nothing else.
          assertMay(context.viewer, command.action);
          return run(context, command, toInput(own as unknown as Own), idempotencyKey);
        });
      },
    }),
  );
}

interface Target {
  readonly id: string;
  readonly expectedRevision: number;
}

const targetFields = (t: InputFields): FieldMap => ({
  id: t.id({ required: true, description: 'Global id of the release.' }),
  expectedRevision: t.int({ required: true, description: 'Revision of the release that the caller looked at.' }),
});

const toTarget = ({ id, expectedRevision }: Target): ReleaseTarget => ({
  releaseId: releaseIdOf(id, ['id']),
  expectedRevision,
});

interface VersionsTarget extends Target {
  readonly versions: readonly string[];
}

const versionsFields = (t: InputFields): FieldMap => ({
  ...targetFields(t),
  versions: t.idList({ required: true, description: `Global ids of the versions.` }),
});

const toVersionsTarget = ({ versions, ...target }: VersionsTarget): ReleaseVersionsTarget => {
  return {
    ...toTarget(target),
    versionIds: versions.map((id, place) => versionIdOf(id, ['versions', place])),
  };
};

addMutation({
  name: 'createRelease',
  description: 'Begins a release, which has no versions yet.',
  command: createRelease,
  fields: (t) => ({ name: t.string({ required: true, description: 'What it is called, 1 to 120 characters.' }) }),
  toInput: ({ name }: { name: string }) => ({ name }),
});

addMutation({
  name: 'addToRelease',
  description:
    `Adds versions that are DRAFT, IN_REVIEW or APPROVED to an open release, which may have ${MAX_VERSIONS}: all of them ` +
    'or none. A version takes the place of an earlier one of its entry.',
  command: addToRelease,
  fields: versionsFields,
  toInput: toVersionsTarget,
});

addMutation({
  name: 'removeFromRelease',
  description: 'Takes versions out of an open release: all of them or none.',
  command: removeFromRelease,
  fields: versionsFields,
  toInput: toVersionsTarget,
});

addMutation({
  name: 'publishRelease',
  description: 'Publishes a release now: all its versions, which must be approved, or none.',
  command: publishRelease,
  fields: targetFields,
  toInput: toTarget,
});

addMutation({
  name: 'scheduleRelease',
  description: 'Sets the time at which a release of approved versions is published; until then it cannot be changed.',
  command: scheduleRelease,
  fields: (t) => ({
    ...targetFields(t),
    publishAt: t.string({
      required: true,
      description:
        'When to publish it: with an offset, or without one as local time in Europe/Prague, such as 2026-11-23T09:30.',
    }),
  }),
  toInput: ({ publishAt, ...target }: Target & { publishAt: string }) => {
    return { ...toTarget(target), publishAt: parseTime(publishAt, ['publishAt']) };
  },
});

addMutation({
  name: 'unscheduleRelease',
  description: 'Takes back the time at which a release was to be published; it is open again.',
  command: unscheduleRelease,
  fields: targetFields,
  toInput: toTarget,
});

addMutation({
  name: 'discardRelease',
  description: 'Gives up an open release; its versions stay as they are.',
  command: discardRelease,
  fields: targetFields,
  toInput: toTarget,
});
