/** A logo inside of a tile file. */
import { z } from 'zod';
import { isReceived } from '../../files/files.ts';
import type { File } from '../../generated/prisma/client.ts';
import type { FileStorage } from '../../platform/files/fileStorage.ts';
import { rule } from './messages.ts';

const MEDIA_TYPES = ['image/png', 'image/svg+xml'] as const;

/** Characters that 50,000 bytes take in base64. */
const MAX_CHARACTERS = Math.ceil(50_000 / 3) * 4;

export const embeddedLogo = z
  .strictObject({
    mediaType: z.enum(MEDIA_TYPES).describe('What it is; its content must be that.'),
    data: z
      .base64(rule('must be base64 (RFC 4648, section 4)'))
      .max(MAX_CHARACTERS, rule('must have at most {max} characters', { max: MAX_CHARACTERS }))
      .describe('The image, up to 50,000 bytes, in base64.'),
  })
  .describe('The image that stands for the tile: PNG or SVG, as an upload would have to be.');
export type EmbeddedLogo = z.output<typeof embeddedLogo>;

/** The logo that content refers to, with its bytes. */
export async function referencedLogo(
  storage: FileStorage,
  file: Pick<File, 'id' | 'name' | 'hash' | 'mediaType' | 'size' | 'width' | 'height'>,
): Promise<EmbeddedLogo> {
  const bytes = isReceived(file) ? await storage.get(file.hash) : null;
  if (!bytes) throw new Error(`The bytes of the file ${file.id} are missing from the storage`);
  return { mediaType: file.mediaType as EmbeddedLogo['mediaType'], data: Buffer.from(bytes).toString('base64') };
}
