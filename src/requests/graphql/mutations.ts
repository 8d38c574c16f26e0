/** What the two sides can do with requests. */
import type { InputFieldBuilder, InputFieldRef } from '@pothos/core';
import { entryIdOf } from '../../catalogue/graphql/editorial/payload.ts';
import { CooperationFactInput } from '../../cooperation/graphql/checklist.ts';
import { type BuilderTypes, builder } from '../../graphql/builder.ts';
import { type Context, run } from '../../graphql/context.ts';
import { ERRORS, IDEMPOTENCY_KEY, type Outcome, outcomeOf } from '../../graphql/payload.ts';
import type { Command } from '../../journal/command.ts';
import { idOf } from '../../kernel/ids.ts';
import { parseTime } from '../../kernel/localTime.ts';
import type { LANGUAGES } from '../../kernel/message.ts';
import { addEvidence } from '../commands/addEvidence.ts';
import { addNote } from '../commands/addNote.ts';
import { approveRequest } from '../commands/approveRequest.ts';
import { attachEntry } from '../commands/attachEntry.ts';
import { claimRequest } from '../commands/claimRequest.ts';
import { createRequest } from '../commands/createRequest.ts';
import { detachEntry } from '../commands/detachEntry.ts';
import { postMessage } from '../commands/postMessage.ts';
import { rejectRequest } from '../commands/rejectRequest.ts';
import { removeEvidence } from '../commands/removeEvidence.ts';
import { returnRequest } from '../commands/returnRequest.ts';
import { reviseRequest } from '../commands/reviseRequest.ts';
import type { RequestResult, RequestTarget } from '../commands/steps.ts';
import { submitRequest } from '../commands/submitRequest.ts';
import { withdrawRequest } from '../commands/withdrawRequest.ts';
import { RequestRef } from './request.ts';

type InputFields = InputFieldBuilder<BuilderTypes, 'InputObject'>;
type FieldMap = Record<string, InputFieldRef<BuilderTypes, unknown>>;

export const RequestPayloadRef = builder.objectRef<Outcome<RequestResult>>('RequestPayload').implement({
  description: 'What a mutation of a request did.',
  fields: (t) => ({
    request: t.field({
      type: RequestRef,
      nullable: true,
      description: 'The request, as it is now; null when there are errors.',
      resolve: ({ result }, _args, { runner }) =>
        result && runner.database.cooperationRequest.findUniqueOrThrow({ where: { id: result.requestId } }),
    }),
    errors: t.field(ERRORS),
  }),
});

/** A mutation: its name, what it does, its input, and the command that does it. */
interface RequestMutation<Own, Input> {
  readonly name: string;
  readonly description: string;
  readonly command: Command<Input, RequestResult>;
  /** Whether it names the request by the revision that its caller looked at. */
  readonly on: 'revision' | 'request' | 'nothing';
  readonly own?: (t: InputFields) => FieldMap;
  readonly toInput: (target: RequestTarget, own: Own, context: Context) => Input;
}

type GivenInput<Own> = Own & { id?: string; expectedRevision?: number; idempotencyKey?: string | null };

const capitalized = (name: string) => `${name[0]?.toUpperCase()}${name.slice(1)}`;

/** Adds a mutation of requests. */
export function addRequestMutation<Own extends object, Input>(mutation: RequestMutation<Own, Input>): void {
  const { name, description, command, on, own, toInput } = mutation;
  const inputType = builder.inputRef<GivenInput<Own>>(`${capitalized(name)}Input`);
  inputType.implement({
    description: `Input of \`${name}\`.`,
    fields: (t) =>
      ({
        ...(on !== 'nothing' && { id: t.id({ required: true, description: 'Global id of the request.' }) }),
        ...(on === 'revision' && {
          expectedRevision: t.int({
            required: true,
            description: 'Revision of the request that the caller looked at.',
          }),
        }),
        ...own?.(t as unknown as InputFields),
        idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
      }) as never,
  });
  builder.mutationField(name, (t) =>
    t.field({
      authScopes: { may: command.action },
      type: RequestPayloadRef,
      description,
      args: { input: t.arg({ type: inputType, required: true, description: 'What it is about.' }) },
      resolve: (_root, args, context) => {
        const { input } = args as unknown as { input: GivenInput<Own> };
        const { id, expectedRevision = 0, idempotencyKey, ...rest } = input;
        return outcomeOf(async () => {
          const requestId = id === undefined ? '' : idOf('CooperationRequest', id, ['id']);
          return run(
            context,
            command,
            toInput({ requestId, expectedRevision }, rest as unknown as Own, context),
            idempotencyKey,
          );
        });
      },
    }),
  );
}

const LocaleEnum = builder.enumType('CorrespondenceLocale', {
  description: 'Languages that people are written to in.',
  values: {
    CS: { value: 'cs', description: 'Czech.' },
    EN: { value: 'en', description: 'English.' },
  } satisfies Record<Uppercase<(typeof LANGUAGES)[number]>, object>,
});

interface ContentInput {
  readonly types?: string[] | null;
  readonly purpose?: string | null;
  readonly facts?: { code: string; holds?: boolean | null; detail?: string | null }[] | null;
  readonly contactEmail?: string | null;
  readonly contactLocale?: string | null;
}

/** Input fields of what a request says; in a patch what is absent stays as it is, and null clears it. */
const contentFields = (t: InputFields, isPatch: boolean): FieldMap => ({
  types: t.stringList({
    required: !isPatch as false,
    description: 'Codes of the types of cooperation that it is for, at least one.',
  }),
  purpose: t.string({ description: 'What the applicant wants, in its own words, up to 5,000 characters.' }),
  facts: t.field({
    type: [CooperationFactInput],
    description: 'Answers to the checklist: what holds of the applicant, and what does not. All of them.',
  }),
  contactEmail: t.field({
    type: 'EmailAddress',
    description: 'Where the applicant is written to about it; needed before it is submitted.',
  }),
  contactLocale: t.field({ type: LocaleEnum, description: 'Language to write to the applicant in; Czech by default.' }),
});

function contentOf({ facts, ...content }: ContentInput): object {
  const given = facts?.map(({ code, holds, detail }) => ({ code, holds: holds ?? true, detail: detail ?? null }));
  return facts === undefined ? content : { ...content, facts: given ?? [] };
}

addRequestMutation<ContentInput & { organization: string }, Parameters<typeof createRequest.run>[1]>({
  name: 'createRequest',
  description: 'Drafts a request for an organization that the caller acts for.',
  command: createRequest,
  on: 'nothing',
  own: (t) => ({
    organization: t.id({ required: true, description: 'Global id of the organization that asks.' }),
    ...contentFields(t, false),
  }),
  toInput: (_target, { organization, ...content }) => {
    return {
      organizationId: idOf('Organization', organization, ['organization']),
      content: withoutNulls(contentOf(content)),
    };
  },
});

/** What a new request leaves out and what it gives as null is the same. */
function withoutNulls(content: object): object {
  return Object.fromEntries(Object.entries(content).filter(([, value]) => value !== null && value !== undefined));
}

addRequestMutation<ContentInput, Parameters<typeof reviseRequest.run>[1]>({
  name: 'reviseRequest',
  description: 'Changes what a request says: a field that is left out stays as it is, null clears it.',
  command: reviseRequest,
  on: 'revision',
  own: (t) => contentFields(t, true),
  toInput: (target, content) => ({ ...target, patch: contentOf(content) as Record<string, unknown> }),
});

const entryField = (t: InputFields): FieldMap => ({
  entryId: t.id({ required: true, description: 'Global id of the entry.' }),
});
const withEntry = (target: RequestTarget, { entryId }: { entryId: string }) => {
  return { ...target, entryId: entryIdOf(entryId, ['entryId']) };
};

addRequestMutation({
  name: 'attachEntryToRequest',
  description:
    "Attaches an entry of the organization, with a version in work: it is published with the request's approval.",
  command: attachEntry,
  on: 'revision',
  own: entryField,
  toInput: withEntry,
});

addRequestMutation({
  name: 'detachEntryFromRequest',
  description: 'Takes an entry off a request; its draft stays.',
  command: detachEntry,
  on: 'revision',
  own: entryField,
  toInput: withEntry,
});

interface EvidenceInput {
  readonly code?: string | null;
  readonly url?: string | null;
  readonly text?: string | null;
  readonly fileId?: string | null;
}

addRequestMutation<EvidenceInput, never>({
  name: 'addRequestEvidence',
  description: 'Adds what proves a statement of the applicant: an address, a note or a document.',
  command: addEvidence as never,
  on: 'revision',
  own: (t) => ({
    code: t.string({ description: 'Code of the requirement or condition that it proves; the whole request without.' }),
    url: t.field({ type: 'URL', description: 'An address where it can be seen.' }),
    text: t.string({ description: 'A statement in words, up to 1,000 characters.' }),
    fileId: t.id({ description: 'A document: the `fileId` of an upload of the viewer for the purpose EVIDENCE.' }),
  }),
  toInput: (target, { code, url, text, fileId }) => {
    const file = fileId ? { fileId: idOf('File', fileId, ['fileId']) } : {};
    return { ...target, evidence: withoutNulls({ code, url, text, ...file }) } as never;
  },
});

addRequestMutation<{ evidenceId: string }, Parameters<typeof removeEvidence.run>[1]>({
  name: 'removeRequestEvidence',
  description: 'Takes evidence back.',
  command: removeEvidence,
  on: 'revision',
  own: (t) => ({ evidenceId: t.id({ required: true, description: 'Id of the evidence.' }) }),
  toInput: (target, { evidenceId }) => ({
    ...target,
    evidenceId: idOf('RequestEvidence', evidenceId, ['evidenceId']),
  }),
});

addRequestMutation({
  name: 'submitRequest',
  description: 'Submits a request with the drafts of its entries; they cannot be changed from then on.',
  command: submitRequest,
  on: 'revision',
  toInput: (target) => target,
});

addRequestMutation<{ reason?: string | null }, Parameters<typeof withdrawRequest.run>[1]>({
  name: 'withdrawRequest',
  description: 'Takes a request back that nobody has decided; its entries stay as drafts.',
  command: withdrawRequest,
  on: 'revision',
  own: (t) => ({ reason: t.string({ description: 'Why, for the agency, up to 1,000 characters.' }) }),
  toInput: (target, { reason }) => ({ ...target, reason: reason ?? null }),
});

addRequestMutation({
  name: 'claimRequest',
  description: 'Takes a submitted request to handle it, or takes it over. Who claims a request does not decide it.',
  command: claimRequest,
  on: 'revision',
  toInput: (target) => target,
});

const RemarkInput = builder.inputRef<{ code?: string | null; text: string }>('RequestRemarkInput').implement({
  description: 'Something to be changed, or a reason.',
  fields: (t) => ({
    code: t.string({ description: 'Code of the item of the checklist that it is about; the whole request without.' }),
    text: t.string({ required: true, description: 'What is said, up to 1,000 characters.' }),
  }),
});

addRequestMutation<{ changes: { code?: string | null; text: string }[] }, Parameters<typeof returnRequest.run>[1]>({
  name: 'returnRequest',
  description: 'Sends a request back to the applicant, and what was submitted with it, saying what is to be changed.',
  command: returnRequest,
  on: 'revision',
  own: (t) => ({ changes: t.field({ type: [RemarkInput], required: true, description: 'What is to be changed.' }) }),
  toInput: (target, { changes }) => ({ ...target, changes }),
});

addRequestMutation<{ publishAt?: string | null }, Parameters<typeof approveRequest.run>[1]>({
  name: 'approveRequest',
  description:
    'Approves a request and publishes its entries, all or nothing. Nobody approves what they wrote or claimed.',
  command: approveRequest,
  on: 'revision',
  own: (t) => ({
    publishAt: t.string({
      description:
        'When to publish its entries: with an offset, or without one as local time in Europe/Prague, such as ' +
        '2026-11-23T09:30. At once when left out.',
    }),
  }),
  toInput: (target, { publishAt }) => {
    return { ...target, publishAt: publishAt ? parseTime(publishAt, ['publishAt']) : null };
  },
});

addRequestMutation<{ reasons: { code?: string | null; text: string }[] }, Parameters<typeof rejectRequest.run>[1]>({
  name: 'rejectRequest',
  description: 'Rejects a request, with reasons.',
  command: rejectRequest,
  on: 'revision',
  own: (t) => ({ reasons: t.field({ type: [RemarkInput], required: true, description: 'Why, at least one reason.' }) }),
  toInput: (target, { reasons }) => ({ ...target, reasons }),
});

const textField = (t: InputFields): FieldMap => ({
  text: t.string({ required: true, description: 'The text, up to 5,000 characters.' }),
});
const withText = ({ requestId }: RequestTarget, { text }: { text: string }) => ({ requestId, text });

addRequestMutation({
  name: 'postRequestMessage',
  description: 'Writes to the other side of a request.',
  command: postMessage,
  on: 'request',
  own: textField,
  toInput: withText,
});

addRequestMutation({
  name: 'addRequestNote',
  description: 'Writes a note on a request for the agency alone.',
  command: addNote,
  on: 'request',
  own: textField,
  toInput: withText,
});
