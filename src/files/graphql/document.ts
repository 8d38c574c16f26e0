import { builder } from '../../graphql/builder.ts';
import type { ReceivedRow } from '../files.ts';

/** A document for those who see what it belongs to: its address is good for a while and for whoever has it. */
export const DocumentRef = builder.objectRef<ReceivedRow>('Document').implement({
  description:
    'A document that somebody sent. What it says was not looked at: it is to be saved, and opened with care.',
  fields: (t) => ({
    name: t.string({ nullable: true, description: 'Name that its sender gave it.', resolve: ({ name }) => name }),
    mediaType: t.string({ description: 'What it is: `application/pdf`.', resolve: ({ mediaType }) => mediaType }),
    size: t.int({ description: 'Its length in bytes.', resolve: ({ size }) => size }),
    url: t.string({
      description: 'Path of this service where it can be saved from; good for ten minutes.',
      resolve: (file, _args, { files }) => files.privatePath(file, file.name),
    }),
  }),
});
