import type { Entry } from '../../../generated/prisma/client.ts';
import { builder } from '../../../graphql/builder.ts';
import { type Context, editorial, run } from '../../../graphql/context.ts';
import { ERRORS, type Outcome, outcomeOf } from '../../../graphql/payload.ts';
import type { Command } from '../../../journal/command.ts';
import type { Issue } from '../../../kernel/errors.ts';
import { decodeGlobalId, idOf, invalidId } from '../../../kernel/ids.ts';
import type { StepResult } from '../../commands/steps.ts';
import { kindOfType } from '../../kinds/registry.ts';
import { say } from '../../messages.ts';
import { readVersion, type VersionRow } from '../../workingRows.ts';
import { EditorialEntryRef, EntryVersionRef } from './types.ts';

export const EntryPayloadRef = builder.objectRef<Outcome<StepResult>>('EntryPayload').implement({
  description: 'What a mutation of an entry did.',
  fields: (t) => ({
    entry: t.field({
      type: EditorialEntryRef,
      nullable: true,
      description: 'The entry, as it is now; null when there are errors.',
      resolve: ({ result }, _args, context) => result && entryOf(result, context),
    }),
    version: t.field({
      type: EntryVersionRef,
      nullable: true,
      description: 'The version that was changed; null when there are errors.',
      resolve: ({ result }, _args, context) => (result?.versionId ? versionOf(result, context) : null),
    }),
    errors: t.field(ERRORS),
  }),
});

const versions = new WeakMap<StepResult, Promise<VersionRow | null>>();

/** The version of a result with its entry, read once for all fields that show them. */
function versionOf(result: StepResult, context: Context): Promise<VersionRow | null> {
  const reading = versions.get(result) ?? readVersion(editorial(context), result.versionId as string);
  versions.set(result, reading);
  return reading;
}

async function entryOf(result: StepResult, context: Context): Promise<Entry> {
  const version = result.versionId === null ? null : await versionOf(result, context);
  return version?.entry ?? editorial(context).entry.findUniqueOrThrow({ where: { id: result.entryId } });
}

/** Runs a command of the workflow and answers its outcome. */
export function entryOutcome<Input>(
  context: Context,
  command: Command<Input, StepResult>,
  input: () => Input,
  idempotencyKey: string | null | undefined,
): Promise<Outcome<StepResult>> {
  return outcomeOf(async () => run(context, command, input(), idempotencyKey));
}

/** The id of an entry from a global id: its own as an editor sees it, or that of what readers see. */
export function entryIdOf(globalId: string, path: Issue['path'] = []): string {
  const { typeName, id } = decodeGlobalId(globalId, path);
  if (typeName === 'EditorialEntry' || kindOfType(typeName)) return id;
  throw invalidId(say('This is the id of a {type}, not of an entry.', { type: typeName }), path);
}

/** The id of a version from its global id. */
export const versionIdOf = (globalId: string, path?: Issue['path']): string => idOf('EntryVersion', globalId, path);
