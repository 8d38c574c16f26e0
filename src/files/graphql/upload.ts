/** Sending a file: GraphQL gives an address, the file goes there by PUT. See ADR 66. */
import type { File } from '../../generated/prisma/client.ts';
import { builder } from '../../graphql/builder.ts';
import { run } from '../../graphql/context.ts';
import { ERRORS, IDEMPOTENCY_KEY, type Outcome, outcomeOf } from '../../graphql/payload.ts';
import { encodeGlobalId } from '../../kernel/ids.ts';
import { startUpload } from '../commands/startUpload.ts';
import { type FILE_PURPOSES, type FilePurpose, maxBytesOf } from '../purposes.ts';

const FilePurposeEnum = builder.enumType('FilePurpose', {
  description: 'What a file is for.',
  values: {
    LOGO: { description: 'A logo of a tile: PNG or SVG, up to 50,000 bytes.' },
    EVIDENCE: { description: 'A document that supports a request: PDF, up to 5,000,000 bytes.' },
  } satisfies Record<(typeof FILE_PURPOSES)[number], object>,
});

const UploadRef = builder.objectRef<File>('Upload').implement({
  description: 'Leave to send one file.',
  fields: (t) => ({
    fileId: t.id({
      description: 'Global id of the file, by which content refers to it once it was sent.',
      resolve: ({ id }) => encodeGlobalId('File', id),
    }),
    url: t.string({
      description:
        'Path of this service to send the file to: `PUT` with the bytes as its body and nothing else. Whoever has it can ' +
        'send the file. The answer is JSON with `file` and `errors`, whose codes are those of mutations.',
      resolve: (file, _args, { files }) => files.uploadPath(file).path,
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'From when on the address leads nowhere.',
      resolve: (file, _args, { files }) => files.uploadPath(file).expiresAt,
    }),
    maxBytes: t.int({
      description: 'How long the file may be, in bytes.',
      resolve: ({ purpose }) => maxBytesOf(purpose as FilePurpose),
    }),
  }),
});

const UploadPayloadRef = builder.objectRef<Outcome<File>>('UploadPayload').implement({
  description: 'What `startUpload` did.',
  fields: (t) => ({
    upload: t.field({
      type: UploadRef,
      nullable: true,
      description: 'Leave to send the file; null when there are errors.',
      resolve: ({ result }) => result,
    }),
    errors: t.field(ERRORS),
  }),
});

const StartUploadInput = builder.inputType('StartUploadInput', {
  description: 'Input of `startUpload`.',
  fields: (t) => ({
    purpose: t.field({ type: FilePurposeEnum, required: true, description: 'What the file is for.' }),
    name: t.string({ description: 'Name of a document, for those who save it; up to 200 characters.' }),
    idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
  }),
});

builder.mutationField('startUpload', (t) =>
  t.field({
    authScopes: { may: startUpload.action },
    type: UploadPayloadRef,
    description:
      'Lets the viewer send one file, within an hour. A file that nothing refers to by the next day is deleted.',
    args: { input: t.arg({ type: StartUploadInput, required: true, description: 'What is to be sent.' }) },
    resolve: (_root, { input: { idempotencyKey, ...input } }, context) =>
      outcomeOf(async () => {
        const { fileId: id } = await run(context, startUpload, input, idempotencyKey);
        return context.runner.database.file.findUniqueOrThrow({ where: { id } });
      }),
  }),
);
