import { MAX_LOGO_BYTES } from '../limits.ts';
import { say } from '../messages.ts';
import { type CheckedFile, unfit } from './checkedFile.ts';
import { SVG_NAMESPACE } from './svg/allowList.ts';
import { assertDrawable } from './svg/effort.ts';
import { readSvg } from './svg/read.ts';
import { type SvgElement, writeSvg } from './svg/tree.ts';

/** Whether the bytes could be an SVG: a text that begins with a tag. */
export function mayBeSvg(bytes: Uint8Array): boolean {
  return /^(\xef\xbb\xbf)?\s*<[?!a-zA-Z]/.test(Buffer.from(bytes.subarray(0, 256)).toString('latin1'));
}

/**
 * Reads an SVG and writes it anew from what the allow-list has.
 * @throws DomainError INVALID_INPUT naming the first thing that is not allowed.
 */
export async function checkSvg(bytes: Uint8Array): Promise<CheckedFile> {
  const root = readSvg(decoded(bytes));
  const { width, height } = setSize(root);
  assertDrawable(root);
  root.attributes.set('xmlns', SVG_NAMESPACE);
  const written = Buffer.from(writeSvg(root), 'utf8');
  if (written.byteLength > MAX_LOGO_BYTES) throw unfit(say('must have at most {max} bytes', { max: MAX_LOGO_BYTES }));
  return { bytes: written, mediaType: 'image/svg+xml', width, height };
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw unfit(say('must be an SVG that is well-formed XML in UTF-8: {problem}', { problem: 'UTF-8' }));
  }
}

/** The size that the image says, in whole pixels; without a viewBox it gets one, so that it can be scaled. */
function setSize({ attributes }: SvgElement): { width: number; height: number } {
  const [width, height] = [pixelsIn(attributes.get('width')), pixelsIn(attributes.get('height'))];
  const box = attributes
    .get('viewBox')
    ?.trim()
    .split(/[\s,]+/)
    .map(Number);
  const [, , boxWidth = 0, boxHeight = 0] = box?.length === 4 ? box : [];
  const hasBox = isSize(boxWidth) && isSize(boxHeight);
  if (width && height) {
    if (!hasBox) attributes.set('viewBox', `0 0 ${width} ${height}`);
    return { width: Math.ceil(width), height: Math.ceil(height) };
  }
  if (hasBox) return { width: Math.ceil(boxWidth), height: Math.ceil(boxHeight) };
  throw unfit(say('must have a size: a viewBox, or width and height in pixels'));
}

/** No screen is larger. */
const MAX_SIZE = 100_000;

const isSize = (value: number) => value > 0 && value <= MAX_SIZE;

function pixelsIn(value: string | undefined): number | null {
  const pixels = Number(value?.match(/^(\d+(?:\.\d+)?)(?:px)?$/)?.[1]);
  return isSize(pixels) ? pixels : null;
}
