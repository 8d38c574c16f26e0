/** Logos in what readers see. */
import DataLoader from 'dataloader';
import type { GraphQLResolveInfo } from 'graphql';
import { builder } from '../../graphql/builder.ts';
import { type Context, instantAt, loaderOf } from '../../graphql/context.ts';
import type { ReceivedRow } from '../files.ts';

/** A logo and where it is found by whoever is told of it here. */
export interface ShownLogo extends ReceivedRow {
  readonly path: string;
}

export const LogoRef = builder.objectRef<ShownLogo>('Logo').implement({
  description: 'An image that stands for a tile.',
  fields: (t) => ({
    url: t.string({
      description:
        'Path of the image on this service. That of what is published for everybody stays the same for as long as the image ' +
        'does; any other one is good for ten minutes.',
      resolve: ({ path }) => path,
    }),
    mediaType: t.string({
      description: 'What it is: `image/png` or `image/svg+xml`.',
      resolve: ({ mediaType }) => mediaType,
    }),
    width: t.int({ description: 'Width in pixels; an SVG can be scaled.', resolve: ({ width }) => width ?? 0 }),
    height: t.int({ description: 'Height in pixels.', resolve: ({ height }) => height ?? 0 }),
  }),
});

/** What a logo stands on. */
export interface LogoPlace {
  readonly fileId: string;
  readonly audience: string;
}

/** The logo for whoever reads the field being resolved. */
export async function logoAt(
  context: Context,
  info: GraphQLResolveInfo,
  { fileId, audience }: LogoPlace,
): Promise<ShownLogo> {
  const file = await fileLoader(context).load(fileId);
  // What is live for everybody is found without a signature; http/files.ts asks the same of the live rows.
  const isPublic = audience === 'PUBLIC' && !context.previewed && !instantAt(context, info);
  return { ...file, path: isPublic ? context.files.publicPath(file) : context.files.privatePath(file) };
}

/** Files by id: one statement for a whole list, none for those that were met before, since they never change. */
export function fileLoader(context: Context): DataLoader<string, ReceivedRow> {
  return loaderOf(
    context,
    'files',
    () => new DataLoader((ids: readonly string[]) => context.files.find(context.live, ids)),
  );
}
