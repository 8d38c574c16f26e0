/** What files are for, and what they must be for it. */
import { type CheckedFile, unfit } from './formats/checkedFile.ts';
import { checkPdf } from './formats/pdf.ts';
import { checkPng, isPng } from './formats/png.ts';
import { checkSvg, mayBeSvg } from './formats/svg.ts';
import { MAX_EVIDENCE_BYTES, MAX_LOGO_BYTES } from './limits.ts';
import { say } from './messages.ts';

/** A logo of a tile, or a document that supports a request. */
export const FILE_PURPOSES = ['LOGO', 'EVIDENCE'] as const;
export type FilePurpose = (typeof FILE_PURPOSES)[number];

interface Demands {
  readonly maxBytes: number;
  check(bytes: Uint8Array): Promise<CheckedFile>;
}

const DEMANDS: Readonly<Record<FilePurpose, Demands>> = {
  LOGO: { maxBytes: MAX_LOGO_BYTES, check: checkLogo },
  EVIDENCE: { maxBytes: MAX_EVIDENCE_BYTES, check: checkPdf },
};

/** Bytes that a file for the purpose may have. */
export function maxBytesOf(purpose: FilePurpose): number {
  return DEMANDS[purpose].maxBytes;
}

/**
 * What is to be stored of a file that somebody sent. Its name and its header count for nothing.
 * @throws DomainError INVALID_INPUT saying what is wrong with it.
 */
export async function checkFile(purpose: FilePurpose, bytes: Uint8Array): Promise<CheckedFile> {
  const { maxBytes, check } = DEMANDS[purpose];
  if (bytes.byteLength === 0) throw unfit(say('must not be empty'));
  if (bytes.byteLength > maxBytes) throw unfit(say('must have at most {max} bytes', { max: maxBytes }));
  return check(bytes);
}

async function checkLogo(bytes: Uint8Array): Promise<CheckedFile> {
  if (isPng(bytes)) return checkPng(bytes);
  if (mayBeSvg(bytes)) return checkSvg(bytes);
  throw unfit(say('must be a PNG or SVG image; its content is neither, whatever its name says'));
}
