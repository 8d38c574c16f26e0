/** Creating and revising entries of a kind, typed by its content. */
import type { z } from 'zod';
import { builder } from '../../../graphql/builder.ts';
import { IDEMPOTENCY_KEY } from '../../../graphql/payload.ts';
import { fromInput, inputFields } from '../../../graphql/zodInput.ts';
import { createEntries } from '../../commands/createEntries.ts';
import { reviseEntry } from '../../commands/reviseEntry.ts';
import type { StepResult } from '../../commands/steps.ts';
import { EntryPayloadRef, entryIdOf, entryOutcome } from './payload.ts';

/** What both mutations of a kind are made from. */
export interface ContentMutations {
  readonly kind: string;
  readonly typeName: string;
  /** What an entry is called in descriptions, with its article. */
  readonly noun: string;
  readonly content: z.ZodObject;
}

/** Input types of the whole content of kinds, by the names of the kinds, for mutations of other rooms. */
export const CONTENT_INPUTS = new Map<string, { readonly type: unknown; readonly schema: z.ZodObject }>();

interface CreateInput {
  readonly slug: string;
  readonly content: object;
  readonly reason?: string | null;
  readonly submit?: boolean | null;
  readonly idempotencyKey?: string | null;
}

interface ReviseInput {
  readonly entryId: string;
  readonly expectedRevision: number;
  readonly content?: object | null;
  readonly patch?: object | null;
  readonly reason?: string | null;
  readonly submit?: boolean | null;
  readonly idempotencyKey?: string | null;
}

/** Adds `create<Type>` and `revise<Type>`. */
export function addContentMutations({ kind, typeName, noun, content }: ContentMutations): void {
  const ContentInput = builder.inputType(`${typeName}ContentInput`, {
    description: `The whole content of ${noun}.`,
    fields: (t) => inputFields(t as never, `${typeName}ContentInput`, content) as never,
  });
  CONTENT_INPUTS.set(kind, { type: ContentInput, schema: content });
  const PatchInput = builder.inputType(`${typeName}PatchInput`, {
    description: `A change of the content of ${noun}: an absent field stays as it is, null clears it.`,
    fields: (t) => inputFields(t as never, `${typeName}PatchInput`, content, true) as never,
  });
  const CreateInputRef = builder.inputRef<CreateInput>(`Create${typeName}Input`).implement({
    description: `Input of \`create${typeName}\`.`,
    fields: (t) => ({
      slug: t.string({
        required: true,
        description: 'Human-readable identifier, unique in the kind; it stays for ever.',
      }),
      content: t.field({ type: ContentInput as never, required: true, description: 'What it says.' }),
      reason: t.string({ description: 'Why it is created, for those who read the history.' }),
      submit: t.boolean({ description: 'Whether to submit it for review at once.' }),
      idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
    }),
  });
  const ReviseInputRef = builder.inputRef<ReviseInput>(`Revise${typeName}Input`).implement({
    description: `Input of \`revise${typeName}\`: either \`content\` or \`patch\`.`,
    fields: (t) => ({
      entryId: t.id({ required: true, description: 'Global id of the entry.' }),
      expectedRevision: t.int({ required: true, description: 'Revision of the entry that the change was made for.' }),
      content: t.field({ type: ContentInput as never, description: 'The whole new content.' }),
      patch: t.field({ type: PatchInput as never, description: 'A change of what the newest version says.' }),
      reason: t.string({ description: 'Why it is changed, for those who read the history.' }),
      submit: t.boolean({ description: 'Whether to submit it for review at once.' }),
      idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
    }),
  });

  builder.mutationFields((t) => ({
    [`create${typeName}`]: t.field({
      authScopes: { may: createEntries.action },
      type: EntryPayloadRef,
      description: `Creates ${noun} with its first version as a draft.`,
      args: { input: t.arg({ type: CreateInputRef, required: true, description: 'What is to be created.' }) },
      resolve: (_root, { input }, context) =>
        entryOutcome(
          context,
          createOne,
          () => ({ ...withoutKey(input), kind, content: fromInput(content, input.content, { path: ['content'] }) }),
          input.idempotencyKey,
        ),
    }),
    [`revise${typeName}`]: t.field({
      authScopes: { may: reviseEntry.action },
      type: EntryPayloadRef,
      description: `Changes the draft of ${noun}, or begins a new one from its newest version.`,
      args: { input: t.arg({ type: ReviseInputRef, required: true, description: 'What is to be changed.' }) },
      resolve: (_root, { input }, context) =>
        entryOutcome(context, reviseEntry, () => toRevision(kind, content, input), input.idempotencyKey),
    }),
  }));
}

/** Creating one entry is creating a batch of one. */
const createOne = {
  ...createEntries,
  async run(context: Parameters<typeof createEntries.run>[0], entry: Parameters<typeof createEntries.run>[1][number]) {
    return (await createEntries.run(context, [entry]))[0] as StepResult;
  },
};

function toRevision(kind: string, schema: z.ZodObject, input: ReviseInput) {
  return {
    ...withoutKey(input),
    kind,
    entryId: entryIdOf(input.entryId, ['entryId']),
    content: input.content && (fromInput(schema, input.content, { path: ['content'] }) as object),
    patch: input.patch && (fromInput(schema, input.patch, { path: ['patch'], isPatch: true }) as object),
  };
}

function withoutKey<Input extends { idempotencyKey?: string | null }>({ idempotencyKey: _, ...input }: Input) {
  return input;
}
