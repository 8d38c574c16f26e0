import sharp from 'sharp';
import { MAX_LOGO_BYTES, MAX_LOGO_SIDE } from '../limits.ts';
import { say } from '../messages.ts';
import { type CheckedFile, unfit } from './checkedFile.ts';

const SIGNATURE = '89504e470d0a1a0a';

// The decoder of PNG alone: no other one may ever be reached by bytes that somebody sends.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadPng'] });
// Images come rarely and are small: keeping what was decoded would only hold memory.
sharp.cache(false);

/** Whether the bytes begin as a PNG does (PNG, Third Edition, 5.2). */
export function isPng(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 8)).toString('hex') === SIGNATURE;
}

/** The ways to encode; the smallest result is kept. The palette is for images that came with one: it keeps their colours. */
const ENCODINGS = [
  { compressionLevel: 9, adaptiveFiltering: true },
  { compressionLevel: 9, adaptiveFiltering: false },
] as const;
const PALETTE = { compressionLevel: 9, palette: true, quality: 100, effort: 7, dither: 0 } as const;

/**
 * Decodes a PNG and encodes its pixels anew: nothing of the file itself stays, no metadata, nothing after its end.
 * @throws DomainError INVALID_INPUT when it is too large to be decoded, damaged, or too long when encoded anew.
 */
export async function checkPng(bytes: Uint8Array): Promise<CheckedFile> {
  const header = headerOf(bytes);
  if (!header) throw unfit(say('must be a PNG that can be decoded: it is damaged'));
  const { width, height } = header;
  // Told from the header, before a single pixel is decoded.
  if (Math.max(width, height) > MAX_LOGO_SIDE) {
    throw unfit(
      say('must have at most {max} pixels a side; it has {width} × {height}', { max: MAX_LOGO_SIDE, width, height }),
    );
  }
  const encoded = await encodedAnew(bytes, header.hasPalette);
  if (encoded.byteLength > MAX_LOGO_BYTES) {
    const values = { max: MAX_LOGO_BYTES, size: encoded.byteLength };
    throw unfit(say('must have at most {max} bytes once its pixels are encoded anew; it would have {size}', values));
  }
  return { bytes: encoded, mediaType: 'image/png', width, height };
}

async function encodedAnew(bytes: Uint8Array, hasPalette: boolean): Promise<Uint8Array> {
  try {
    const options = { failOn: 'warning', limitInputPixels: MAX_LOGO_SIDE ** 2 } as const;
    const { data, info } = await sharp(bytes, options).raw().toBuffer({ resolveWithObject: true });
    const raw = { width: info.width, height: info.height, channels: info.channels };
    const results: Uint8Array[] = [];
    for (const encoding of hasPalette ? [...ENCODINGS, PALETTE] : ENCODINGS) {
      results.push(await sharp(data, { raw }).png(encoding).toBuffer());
    }
    return results.reduce((best, one) => (one.byteLength < best.byteLength ? one : best));
  } catch {
    throw unfit(say('must be a PNG that can be decoded: it is damaged'));
  }
}

/** What the first chunk says (PNG, 11.2.1); null when it is not there. */
function headerOf(bytes: Uint8Array): { width: number; height: number; hasPalette: boolean } | null {
  if (bytes.byteLength < 33 || Buffer.from(bytes.subarray(12, 16)).toString('latin1') !== 'IHDR') return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  return width > 0 && height > 0 ? { width, height, hasPalette: bytes[25] === 3 } : null;
}
